import Features
import MarketModel
import QuantMath

/// Fits that use the past only, and targets that see exactly as far as they say.
extension Clean {
  static let stateful: [Specimen] = [
    .column("volume with the sign of the move") { sample in
      var sum = 0.0
      return sample.rows.map { row in
        sum += (sample.change(row) ?? 0) > 0 ? sample.volume[row] : -sample.volume[row]
        return sum
      }
    },
    .column("bars since a large move") { sample in
      var last: Int?
      return sample.rows.map { row in
        if abs(sample.changes[row]) > 0.02 { last = row }
        return last.map { Double(row - $0) }
      }
    },
    .column("rises in a row") { sample in
      var count = 0.0
      return sample.changes.map { change in
        count = change > 0 ? count + 1 : 0
        return count
      }
    },
    .column("random numbers seeded by position") { sample in
      var stream = PhiloxStream(seed: 5, purpose: 0, trial: 0, path: 0)
      return sample.rows.map { _ in stream.uniform() }
    },
    .column("random numbers seeded by the past") { sample in
      sample.close.map { value in
        var stream = PhiloxStream(seed: value.bitPattern, purpose: 0, trial: 0, path: 0)
        return stream.uniform()
      }
    },
    .each("random numbers seeded by time") { sample, row in
      let seed = UInt64(bitPattern: sample.closeTimes[row])
      var stream = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
      return stream.normal()
    },
    .each("only at large moves, of the past") { sample, row in
      abs(sample.change(row) ?? 0) > 0.025 ? sample.close(row - 1) : 0
    },
    .each("the close with a bit flipped") { sample, row in
      Double(bitPattern: sample.close[row].bitPattern ^ 1)
    },
    Specimen(name: "two outputs of different instants") { world in
      let sample = world.sample
      return [
        ReleasedColumn(name: "now", visibleAt: sample.closeTimes, values: sample.close),
        ReleasedColumn(
          name: "late",
          visibleAt: sample.closeTimes.map { $0 + 3_600_000_000_000 },
          values: sample.high
        ),
      ]
    },
    Specimen(name: "rows of two symbols, not sorted by time") { world in
      world.bars.enumerated().map { position, bars in
        ReleasedColumn(
          name: "close \(position)",
          visibleAt: bars.closeTimes.reversed(),
          values: bars.close.reversed(),
          series: position
        )
      }
    },
  ]

  static let fitted: [Specimen] = [10, 25, 60].flatMap { step in
    [
      .each("scaler fitted on all before every \(step)-th bar") { sample, row in
        let end = row / step * step
        guard end >= 2 else { return nil }
        let past = sample.close[..<end]
        return ratio(sample.close[row] - mean(past), deviation(past))
      },
      .column("line through all before every \(step)-th bar") { sample in
        var (middle, level, slope) = (0.0, 0.0, Double?.none)
        return sample.rows.map { row in
          if row % step == 0, row >= 3 {
            middle = Double(row - 1) / 2
            level = mean(sample.close[..<row])
            var (product, square) = (0.0, 0.0)
            for past in 0..<row {
              product += (Double(past) - middle) * (sample.close[past] - level)
              square += (Double(past) - middle) * (Double(past) - middle)
            }
            slope = product / square
          }
          return slope.map { sample.close[row] - level - $0 * (Double(row) - middle) }
        }
      },
      .column("clipping at percentiles before every \(step)-th bar") { sample in
        var sorted: [Double] = []
        return sample.rows.map { row in
          if row % step == 0 { sorted = sample.changes[..<row].sorted() }
          guard sorted.count >= 5 else { return nil }
          let edge = sorted.count / 20
          return min(max(sample.changes[row], sorted[edge]), sorted[sorted.count - 1 - edge])
        }
      },
      .column("best window so far, chosen every \(step) bars") { sample in
        var (best, values) = (5, [Double?]())
        for row in sample.rows {
          if row % step == 0, row > 45 {
            best = [5, 10, 20, 40].max { earned(sample, $0, row) < earned(sample, $1, row) } ?? 5
          }
          values.append(row >= best ? mean(sample.close[(row - best + 1)...row]) : nil)
        }
        return values
      },
    ]
  }

  /// What following a window earned up to a row.
  private static func earned(_ sample: Sample, _ window: Int, _ end: Int) -> Double {
    var sum = 0.0
    for row in window..<end {
      sum += (sample.close[row] > sample.close[row - window] ? 1 : -1) * sample.changes[row + 1]
    }
    return sum
  }

  static let targets: [Specimen] =
    [1, 5, 10].flatMap { bars in
      [
        .target("return over \(bars) bars", ahead: bars) { sample, row in
          sample.close(row + bars).flatMap { ratio($0, sample.close[row]) }
        },
        .target("direction over \(bars) bars", ahead: bars) { sample, row in
          sample.close(row + bars).map { $0 > sample.close[row] ? 1 : 0 }
        },
        .target("highest of the next \(bars) bars", ahead: bars) { sample, row in
          row + bars < sample.count ? sample.high[(row + 1)...(row + bars)].max() : nil
        },
        .target("return over \(bars) bars in units of past volatility", ahead: bars) {
          sample,
          row in
          guard row >= 10, let later = sample.close(row + bars) else { return nil }
          return ratio(later / sample.close[row] - 1, deviation(sample.changes[(row - 9)...row]))
        },
      ]
    } + [
      .target("barrier touched first within 10 bars", ahead: 10) { Leaks.barrier($0, $1, 10) },
      .target("barrier touched first within 40 bars", ahead: 40) { Leaks.barrier($0, $1, 40) },
    ]
}
