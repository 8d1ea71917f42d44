import Features
import Forecasting
import MarketModel

/// Tables with one feature of no meaning, for tests of what surrounds forecasters.
enum MadeTable {
  /// Close times of a number of days, weekends left out, from 2020-01-06 at 21:00 UTC.
  static func weekdays(_ count: Int) -> [Int64] {
    let monday = CivilDate(dayNumber: 18_267)
    return (0..<count).map { row in
      let day = monday.advanced(byDays: row / 5 * 7 + row % 5)
      return day.startInUTC.advanced(bySeconds: 21 * 3_600).nanoseconds
    }
  }

  /// A table whose returns over the horizon are sums of given returns a row.
  static func table(
    returns: [Double],
    context: Int,
    horizon: Int,
    kind: ForecastTargetKind = .real
  ) throws -> ForecastTable {
    let layout = try SampleLayout(
      rowCount: returns.count,
      contextLength: context,
      horizon: horizon
    )
    let ahead = (1...horizon).map { steps in
      returns.indices.map { row -> Double? in
        row + steps < returns.count ? returns[row + 1...row + steps].reduce(0, +) : nil
      }
    }
    return try ForecastTable(
      featureNames: ["nothing"],
      features: [[Double](repeating: 0, count: returns.count)],
      knownAhead: [],
      closeTimes: weekdays(returns.count),
      targets: ahead[horizon - 1].map { value in
        value.map { kind == .binary ? ($0 > 0 ? 1 : 0) : $0 }
      },
      targetKind: kind,
      returnsAhead: ahead,
      layout: layout
    )
  }
}
