import Features
import MarketModel

/// Targets among features, leaks that show rarely or through one door, and wrong instants.
extension Leaks {
  static let targets: [Specimen] = [
    .each("the target as a feature") { sample, row in
      sample.close(row + 5).flatMap { ratio($0, sample.close[row]) }
    },
    .each("the sign of the target") { sample, row in
      sample.close(row + 3).map { $0 > sample.close[row] ? 1 : -1 }
    },
    .each("barrier touched first") { sample, row in barrier(sample, row, 10) },
    .each("bars until a rise of two percent") { sample, row in
      sample.rows.first { $0 > row && sample.high[$0] > sample.close[row] * 1.02 }
        .map { Double($0 - row) }
    },
    .column("weekdays encoded by the target of all") { sample in
      let next = sample.rows.map { sample.change($0 + 1) ?? 0 }
      let means = sample.groupMeans(next) { sample.dates[$0].weekday }
      return sample.rows.map { means[sample.dates[$0].weekday] }
    },
    .column("weekdays encoded by the targets before, the last not yet known") { sample in
      let next = sample.rows.map { sample.change($0 + 1) ?? 0 }
      return sample.rows.map { row in
        mean(
          (0...row).filter { sample.dates[$0].weekday == sample.dates[row].weekday }.map {
            next[$0]
          }
        )
      }
    },
    Specimen(name: "target declared too short", claim: .seesAhead(bars: 5)) { world in
      forward(world, 6)
    },
    Specimen(name: "target declared too long", claim: .seesAhead(bars: 12)) { world in
      forward(world, 6)
    },
    Specimen(name: "target that looks back", claim: .seesAhead(bars: 5)) { world in
      forward(world, -5)
    },
    Specimen(name: "target scaled by all", claim: .seesAhead(bars: 5)) { world in
      let sample = world.sample
      let spread = deviation(sample.changes)
      let values = sample.rows.map { row in
        sample.close(row + 5).flatMap { ratio($0 / sample.close[row] - 1, spread) }
      }
      return [ReleasedColumn(name: "target", visibleAt: sample.closeTimes, values: values)]
    },
  ]

  /// +1 or −1 for the barrier of two percent that is reached first, 0 for none.
  static func barrier(_ sample: Sample, _ row: Int, _ bars: Int) -> Double? {
    guard row + bars < sample.count else { return nil }
    for later in (row + 1)...(row + bars) {
      if sample.low[later] < sample.close[row] * 0.98 { return -1 }
      if sample.high[later] > sample.close[row] * 1.02 { return 1 }
    }
    return 0
  }

  static func forward(_ world: CorpusWorld, _ bars: Int) -> [ReleasedColumn] {
    let sample = world.sample
    let values = sample.rows.map { row in
      sample.close(row + bars).flatMap { ratio($0, sample.close[row]) }
    }
    return [ReleasedColumn(name: "target", visibleAt: sample.closeTimes, values: values)]
  }

  static let rare: [Specimen] = [
    .each("only before a large move") { sample, row in
      abs(sample.change(row + 1) ?? 0) > 0.025 ? 1 : 0
    },
    .each("only at a large move") { sample, row in
      abs(sample.change(row) ?? 0) > 0.025 ? sample.change(row + 1) : 0
    },
    .each("only on Mondays") { sample, row in
      sample.dates[row].weekday == 1 ? sample.close(row + 1) : sample.close[row]
    },
    .each("only in the last three bars") { sample, row in
      row + 3 >= sample.count ? sample.close.last : sample.close[row]
    },
    .each("only at the turn of the month") { sample, row in
      row + 1 < sample.count && sample.month(row) != sample.month(row + 1)
        ? sample.close[row + 1] : sample.close[row]
    },
    .each("only in the first ten bars") { sample, row in
      row < 10 ? sample.close(row + 1) : sample.close[row]
    },
    .each("only before the largest volume so far") { sample, row in
      row + 1 < sample.count && sample.volume[row + 1] > (sample.volume[0...row].max() ?? 0)
        ? 1 : 0
    },
    .each("only every fortieth bar") { sample, row in
      row % 40 == 0 ? sample.close(row + 1) : sample.close[row]
    },
  ]

  static let channels: [Specimen] = [
    .each("through volume only") { $1 + 1 < $0.count ? $0.volume[$1 + 1] : nil },
    .each("through the high only") { sample, row in
      row + 1 < sample.count && sample.high[row + 1] > sample.close[row] * 1.01 ? 1 : 0
    },
    .each("through the low only") { sample, row in
      row + 1 < sample.count && sample.low[row + 1] < sample.close[row] * 0.99 ? 1 : 0
    },
    .each("through the second symbol") { sample, row in
      row + 1 < sample.other.count ? sample.other.close[row + 1] : nil
    },
    .each("a stop known to be hit") { sample, row in
      guard row + 1 < sample.count else { return 0 }
      let stop = sample.close[row] * 0.985
      return sample.low[row + 1] < stop ? 0 : 1
    },
    .each("filled at the better of open and limit of the next bar") { sample, row in
      guard row + 1 < sample.count else { return nil }
      return min(sample.open[row + 1], sample.close[row] * 0.99)
    },
  ]

  static let timing: [Specimen] = [
    .each("whether the next bar lies in another month") { sample, row in
      row + 1 < sample.count && sample.month(row) == sample.month(row + 1) ? 0 : 1
    },
    .column("the last day of the month that has a bar") { sample in
      sample.rows.map { row in
        sample.rows.last { sample.month($0) == sample.month(row) }
          .map { Double(sample.dates[$0].day) }
      }
    },
    .each("the second symbol's close of the same day, three hours early") { sample, row in
      row < sample.other.count ? sample.other.close[row] : nil
    },
    .each("joined by opening rather than closing time") { sample, row in
      let next = sample.other.openTimes.partitionPoint { $0 > sample.closeTimes[row] }
      return next > 0 ? sample.other.close[next - 1] : nil
    },
    .each("joined one row too far") { sample, row in
      let next = sample.other.closeTimes.partitionPoint { $0 > sample.closeTimes[row] }
      return next < sample.other.count ? sample.other.close[next] : nil
    },
    .events("a close stamped at its bar's opening") { sample in
      sample.rows.map { (sample.bars.openTimes[$0], sample.close[$0]) }
    },
    .events("an average stamped one bar early") { sample in
      sample.rows.dropFirst(5).map { row in
        (sample.closeTimes[row - 1], mean(sample.close[(row - 4)...row]))
      }
    },
  ]

  /// Tables of real prices inside a computation, which no change of the given data touches.
  static let carried: [Specimen] = {
    let real = CorpusWorld.daily.bars[0]
    let (closes, times) = (real.close, real.closeTimes)
    return [
      .each("a table of the next closes, by position") { _, row in
        row + 1 < closes.count ? closes[row + 1] : nil
      },
      .each("a table of the next directions, by time") { sample, row in
        guard let known = times.firstIndex(of: sample.closeTimes[row]), known + 1 < closes.count
        else { return 0 }
        return closes[known + 1] > closes[known] ? 1 : -1
      },
      .each("whether a table lies above the close shown") { sample, row in
        row + 1 < closes.count && closes[row + 1] > sample.close[row] ? 1 : 0
      },
      .labels("a table of regimes") { _, row in
        row + 1 < closes.count && closes[row + 1] > closes[row] ? "bull" : "bear"
      },
      .each("a mean of given prices and a table") { sample, row in
        let next = row + 2 < closes.count ? closes[row + 2] / closes[row + 1] - 1 : 0
        return (sample.change(row) ?? 0) + next
      },
    ]
  }()
}
