import ConfigValidation
import Features
import MarketModel
import QuantMath

/// Computations that do not see the future, many of which look as if they might.
enum Clean {
  static let all: [Specimen] =
    indicators + windows + expanding + resampled + joined + states + events + orders + calendar
    + recurrences + stateful + fitted + targets
}

extension Clean {
  /// Every indicator of the catalog with its declared parameters and others.
  static let indicators: [Specimen] = IndicatorCatalog.all.flatMap { definition in
    variants(of: definition).compactMap { parameters -> Specimen? in
      guard let transform = try? definition.makeTransform(parameters) else { return nil }
      let text = parameters.elements.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      return specimen("\(definition.name) \(text)", transform)
    }
  }

  private static func specimen<Transform: CausalTransform>(
    _ name: String,
    _ transform: Transform
  ) -> Specimen {
    Specimen(name: name, lookback: transform.lookback) { world in
      transform.columns(over: world.bars[0]).map {
        ReleasedColumn($0, visibleAt: world.bars[0].closeTimes)
      }
    }
  }

  /// The declared parameters, and others: fewer of them the more indicators there are.
  private static func variants(of definition: IndicatorDefinition) -> [ParameterSet] {
    var sets = [ParameterSet()]
    for parameter in definition.schema.parameters {
      switch parameter.domain {
      case .integer: sets += [3, 34].map { [parameter.name: .integer($0)] }
      case .choice(let names):
        sets += names.prefix(3).map { [parameter.name: .text($0)] }
      default: break
      }
    }
    return Array(sets.prefix(max(2, 90 / IndicatorCatalog.all.count)))
  }

  static let windows: [Specimen] = [3, 10, 30].flatMap { size in
    [
      .each("mean of the last \(size)") { mean($0.close[max(0, $1 + 1 - size)...$1]) },
      .each("median of the last \(size)") { median($0.close[max(0, $1 + 1 - size)...$1]) },
      .each("rank among the last \(size)") { sample, row in
        let window = sample.close[max(0, row + 1 - size)...row]
        return Double(window.count { $0 < sample.close[row] }) / Double(window.count)
      },
      .each("highest of the last \(size)") { $0.high[max(0, $1 + 1 - size)...$1].max() },
      .each("z-score over the last \(size)") { sample, row in
        let window = sample.close[max(0, row + 1 - size)...row]
        return ratio(sample.close[row] - mean(window), deviation(window))
      },
      .each("beta to the second symbol over the last \(size)") { sample, row in
        guard row > size else { return nil }
        var (product, square) = (0.0, 1e-12)
        for earlier in (row - size)..<row {
          guard let one = sample.change(earlier), earlier > 0, earlier < sample.other.count
          else { return nil }
          let two = sample.other.close[earlier] / sample.other.close[earlier - 1] - 1
          product += one * two
          square += two * two
        }
        return ratio(product, square)
      },
      .each("bin among quantiles of the last \(size)") { sample, row in
        let window = sample.volume[max(0, row + 1 - size)...row].sorted()
        return Double(window.partitionPoint { $0 >= sample.volume[row] } * 5 / window.count)
      },
    ]
  }

  static let expanding: [Specimen] = [
    .each("mean of all so far") { mean($0.close[0...$1]) },
    .each("highest so far") { $0.high[0...$1].max() },
    .each("deviation so far") { deviation($0.close[0...$1]) },
    .each("scaling between the extremes so far") { sample, row in
      let (least, most) = (sample.low[0...row].min() ?? 0, sample.high[0...row].max() ?? 1)
      return ratio(sample.close[row] - least, most - least)
    },
    .each("z-score so far") { sample, row in
      let past = sample.close[0...row]
      return ratio(sample.close[row] - mean(past), deviation(past))
    },
    .each("rank so far") { sample, row in
      Double(sample.close[0...row].count { $0 < sample.close[row] })
    },
    .each("fall from the highest so far") { sample, row in
      sample.high[0...row].max().flatMap { ratio(sample.close[row], $0) }
    },
    .each("bars since the highest so far") { sample, row in
      let past = sample.high[0...row]
      return past.indices.max { past[$0] < past[$1] }.map { Double(row - $0) }
    },
    .each("division by the first value") { ratio($0.close[$1], $0.close[0]) },
    .column("weekday mean so far, targets matured") { sample in
      var (sums, counts) = ([Double](repeating: 0, count: 8), [Double](repeating: 0, count: 8))
      return sample.rows.map { row in
        if row > 0 {
          sums[sample.dates[row - 1].weekday] += sample.changes[row]
          counts[sample.dates[row - 1].weekday] += 1
        }
        let day = sample.dates[row].weekday
        return counts[day] > 0 ? sums[day] / counts[day] : nil
      }
    },
    .each("bars so far") { Double($1) },
  ]

  static let resampled: [Specimen] = [
    .column("close of the last finished week") { sample in
      finished(sample, sample.week) { sample.close[$0.upperBound - 1] }
    },
    .column("high of the last finished week") { sample in
      finished(sample, sample.week) { sample.high[$0].max() ?? 0 }
    },
    .column("close of the last finished month") { sample in
      finished(sample, sample.month) { sample.close[$0.upperBound - 1] }
    },
    .column("volume of the last finished month") { sample in
      finished(sample, sample.month) { sample.volume[$0].reduce(0, +) }
    },
    .column("close of the last finished bar of four") { sample in
      finished(sample, { $0 / 4 }) { sample.close[$0.upperBound - 1] }
    },
    .column("average over finished bars of four") { sample in
      finished(sample, { $0 / 4 }) { mean(sample.close[$0]) }
    },
    .column("high of the running week") { sample in
      var best = 0.0
      return sample.rows.map { row in
        let isNew = row == 0 || sample.week(row) != sample.week(row - 1)
        best = isNew ? sample.high[row] : max(best, sample.high[row])
        return best
      }
    },
    .column("volume of the running month") { sample in
      var sum = 0.0
      return sample.rows.map { row in
        if row > 0, sample.month(row) != sample.month(row - 1) { sum = 0 }
        sum += sample.volume[row]
        return sum
      }
    },
    .events("weeks, released when the next begins") { sample in
      sample.rows.dropFirst().filter { sample.week($0) != sample.week($0 - 1) }
        .map { (sample.closeTimes[$0], sample.close[$0 - 1]) }
    },
    .events("months, released two bars late") { sample in
      sample.rows.dropFirst(3).filter { sample.month($0 - 2) != sample.month($0 - 3) }
        .map { (sample.closeTimes[$0], sample.close[$0 - 3]) }
    },
  ]

  /// The value of the last group of rows that ended before each row.
  private static func finished(
    _ sample: Sample,
    _ key: (Int) -> Int,
    _ value: (Range<Int>) -> Double
  ) -> [Double?] {
    var (values, last, start) = ([Double?](), Double?.none, 0)
    for row in sample.rows {
      if key(row) != key(start) {
        last = value(start..<row)
        start = row
      }
      values.append(last)
    }
    return values
  }

  static let joined: [Specimen] = [
    .each("the second symbol's last closed bar") { sample, row in
      sample.otherClosed(by: sample.closeTimes[row]).map { sample.other.close[$0] }
    },
    .each("ratio to the second symbol's last closed bar") { sample, row in
      sample.otherClosed(by: sample.closeTimes[row])
        .flatMap { ratio(sample.close[row], sample.other.close[$0]) }
    },
    .each("the second symbol's average, joined by close") { sample, row in
      sample.otherClosed(by: sample.closeTimes[row])
        .map { mean(sample.other.close[max(0, $0 - 9)...$0]) }
    },
    Specimen(name: "the second symbol's own bars at its own closes") { world in
      let other = world.bars[1]
      let values: [Double?] = (0..<other.count).map { row in
        let here = world.bars[0].closeTimes.partitionPoint { $0 > other.closeTimes[row] } - 1
        return here >= 0 ? ratio(other.close[row], world.bars[0].close[here]) : nil
      }
      return [
        ReleasedColumn(name: "ratio", visibleAt: other.closeTimes, values: values, series: 1)
      ]
    },
    .column("gaps filled from before") { sample in
      var last: Double?
      return sample.gappy.map { value in
        last = value ?? last
        return last
      }
    },
    .column("gaps filled with the mean so far") { sample in
      var (sum, count) = (0.0, 0.0)
      return sample.gappy.map { value in
        if let value { (sum, count) = (sum + value, count + 1) }
        return value ?? (count > 0 ? sum / count : nil)
      }
    },
    .column("gaps left as they are") { $0.gappy },
  ]
}
