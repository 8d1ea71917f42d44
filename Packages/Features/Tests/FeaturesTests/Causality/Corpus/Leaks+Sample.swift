import Features
import MarketModel

/// Statistics of the whole sample, where only those of the past may be used.
extension Leaks {
  static let wholeSample: [Specimen] = [
    .column("z-score over the whole sample") { sample in
      let (middle, spread) = (mean(sample.close), deviation(sample.close))
      return sample.close.map { ratio($0 - middle, spread) }
    },
    .column("scaling between the lowest and highest of all") { sample in
      let (least, most) = (sample.close.min() ?? 0, sample.close.max() ?? 1)
      return sample.close.map { ratio($0 - least, most - least) }
    },
    .column("scaling by median and quartiles of all") { sample in
      let sorted = sample.close.sorted()
      let (lower, upper) = (sorted[sorted.count / 4], sorted[3 * sorted.count / 4])
      return sample.close.map { ratio($0 - median(sorted), upper - lower) }
    },
    .column("first principal component with loadings of all") { sample in
      let one = sample.changes
      let two = (0..<sample.other.count).map { (row: Int) -> Double in
        row > 0 ? sample.other.close[row] / sample.other.close[row - 1] - 1 : 0
      }
      let pairs = zip(one, two)
      let a: Double = mean(one.map { $0 * $0 })
      let b: Double = mean(two.map { $0 * $0 })
      let c: Double = mean(pairs.map { $0 * $1 })
      let root = ((a - b) * (a - b) + 4 * c * c).squareRoot()
      let top: Double = (a + b + root) / 2
      return pairs.map { ratio(c * $0 + (top - a) * $1, c) }
    },
    .column("division by the last value") { sample in
      sample.close.map { ratio($0, sample.close.last ?? 1) }
    },
    .column("division by the highest of all") { sample in
      sample.close.map { ratio($0, sample.high.max() ?? 1) }
    },
    .column("rank among all") { sample in
      let sorted = sample.close.sorted()
      return sample.close.map { value in Double(sorted.partitionPoint { $0 >= value }) }
    },
    .column("share of all that are smaller") { sample in
      let sorted = sample.close.sorted()
      return sample.close.map { value in
        Double(sorted.partitionPoint { $0 >= value }) / Double(sorted.count)
      }
    },
    .column("ten bins with edges of all") { sample in
      let sorted = sample.changes.sorted()
      return sample.changes.map { value in
        Double(sorted.partitionPoint { $0 >= value } * 10 / sorted.count)
      }
    },
    .column("clipping at percentiles of all") { sample in
      let sorted = sample.changes.sorted()
      let (least, most) = (sorted[sorted.count / 20], sorted[sorted.count * 19 / 20])
      return sample.changes.map { min(max($0, least), most) }
    },
    .column("detrending by a line through all") { sample in
      let middle = Double(sample.count - 1) / 2
      let level = mean(sample.close)
      let slope =
        sample.rows.reduce(0) { $0 + (Double($1) - middle) * (sample.close[$1] - level) }
        / sample.rows.reduce(1e-9) { $0 + (Double($1) - middle) * (Double($1) - middle) }
      return sample.rows.map { sample.close[$0] - level - slope * (Double($0) - middle) }
    },
    .column("residual against a beta over all") { sample in
      let one = sample.changes
      let two = (0..<sample.other.count).map { (row: Int) -> Double in
        row > 0 ? sample.other.close[row] / sample.other.close[row - 1] - 1 : 0
      }
      let product = zip(one, two).reduce(0) { $0 + $1.0 * $1.1 }
      let square = two.reduce(1e-12) { $0 + $1 * $1 }
      return sample.rows.map { row in
        row < two.count ? one[row] - product / square * two[row] : nil
      }
    },
    .column("seasonal mean by weekday over all") { sample in
      let means = sample.groupMeans(sample.changes) { sample.dates[$0].weekday }
      return sample.rows.map { means[sample.dates[$0].weekday] }
    },
    .column("seasonal mean by month over all") { sample in
      let means = sample.groupMeans(sample.changes) { sample.dates[$0].month }
      return sample.rows.map { sample.changes[$0] - (means[sample.dates[$0].month] ?? 0) }
    },
    .column("volatility target with the volatility of all") { sample in
      let target = deviation(sample.changes)
      return sample.rows.map { row in
        row >= 20 ? ratio(target, deviation(sample.changes[(row - 19)...row])) : nil
      }
    },
    .column("two clusters with centres of all") { sample in
      var (low, high) = (sample.changes.min() ?? 0, sample.changes.max() ?? 0)
      for _ in 0..<10 {
        let cut = (low + high) / 2
        low = mean(sample.changes.filter { $0 <= cut })
        high = mean(sample.changes.filter { $0 > cut })
      }
      return sample.changes.map { abs($0 - low) < abs($0 - high) ? low : high }
    },
    .column("scaler fitted on the first four fifths, used inside them") { sample in
      let fitted = sample.close[..<max(2, sample.count * 4 / 5)]
      let (middle, spread) = (mean(fitted), deviation(fitted))
      return sample.close.map { ratio($0 - middle, spread) }
    },
    .column("prices adjusted for later splits") { sample in
      // A bar with a move beyond 2.5 % is taken for a split; everything before is divided by it.
      var factor = 1.0
      var adjusted: [Double?] = []
      for row in sample.rows.reversed() {
        adjusted.append(sample.close[row] * factor)
        if let change = sample.change(row), abs(change) > 0.025 { factor *= 1 + change }
      }
      return adjusted.reversed()
    },
  ]

  /// Choices made with hindsight.
  static let selection: [Specimen] = [
    .column("window that depends on the length of the sample") { sample in
      let window = max(2, sample.count / 20)
      return sample.rows.map { row in
        row + 1 >= window ? mean(sample.close[(row + 1 - window)...row]) : nil
      }
    },
    .column("window that would have earned the most") { sample in
      let best = [5, 10, 20, 40].max { earned(sample, $0) < earned(sample, $1) } ?? 5
      return sample.rows.map { $0 >= best ? mean(sample.close[($0 - best + 1)...$0]) : nil }
    },
    .column("sign that would have earned more") { sample in
      let sign = earned(sample, 10) > 0 ? 1.0 : -1.0
      return sample.changes.map { sign * $0 }
    },
    .column("threshold that splits all into halves") { sample in
      let cut = median(sample.volume)
      return sample.volume.map { $0 > cut ? 1 : 0 }
    },
    .column("random numbers seeded by the last close") { sample in
      var state = sample.close.last?.bitPattern ?? 0
      return sample.rows.map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 40)
      }
    },
    .column("sorted by price and never sorted back") { sample in
      sample.rows.sorted { sample.close[$0] < sample.close[$1] }.map { sample.volume[$0] }
    },
    .each("bars left in the sample") { Double($0.count - $1) },
    .each("share of the sample that is over") { Double($1) / Double($0.count) },
    .column("symbols chosen because they exist at the end") { sample in
      let isAlive = (sample.other.closeTimes.last ?? 0) >= (sample.closeTimes.last ?? 0)
      let leads = (sample.other.close.last ?? 0) > (sample.close.last ?? 0)
      return sample.close.map { isAlive && leads ? $0 : -$0 }
    },
  ]

  private static func earned(_ sample: Sample, _ window: Int) -> Double {
    var sum = 0.0
    for row in sample.rows where row >= window && row + 1 < sample.count {
      let isAbove = sample.close[row] > sample.close[row - window]
      sum += (isAbove ? 1 : -1) * sample.changes[row + 1]
    }
    return sum
  }
}
