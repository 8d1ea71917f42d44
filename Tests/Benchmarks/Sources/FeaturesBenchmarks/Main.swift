import BenchmarkHarness
import Features
import MarketModel

/// Measures ten common indicators over a million bars (W1), after comparing them with recorded values.
@main
struct Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: FeaturesBenchmarks DATA_FOLDER [RUNS]")
      return
    }
    let folder = arguments[1]
    let runs = arguments.count > 2 ? Int(arguments[2]) ?? 9 : 9
    let series = try loadBars(folder)
    var differences: [[(String, Double)]] = []
    for indicator in indicators {
      differences.append(try indicator.differences(over: series, folder: folder))
    }
    for (indicator, found) in zip(indicators, differences) {
      var last: [FeatureColumn] = []
      let measured = Measurement(runs: runs) { last = indicator.columns(series) }
      measured.report(
        "W1.\(indicator.name)",
        variant: "columns, 1 thread",
        size: "\(series.count) bars",
        items: Double(series.count),
        unit: "bars/s",
        checks: found + last.map { ("last_\($0.name)", $0.values[series.count - 1]) }
      )
    }
    var all: [[FeatureColumn]] = []
    let measured = Measurement(runs: runs) { all = indicators.map { $0.columns(series) } }
    measured.report(
      "W1.all10",
      variant: "columns, 1 thread",
      size: "\(series.count) bars x \(all.count) indicators",
      items: Double(series.count * all.count),
      unit: "bar-indicators/s",
      checks: [("outputs", Double(all.reduce(0) { $0 + $1.count }))]
    )
  }

  static func loadBars(_ folder: String) throws -> BarSeries {
    var columns: [[Double]] = []
    for name in ["open", "high", "low", "close", "volume"] {
      guard let column = readDoubles("\(folder)/\(name).f64") else {
        throw MissingInput(path: "\(folder)/\(name).f64")
      }
      columns.append(column)
    }
    let first: Int64 = 1_420_070_400_000_000_000
    let times = columns[0].indices.map { first + Int64($0) * 60_000_000_000 }
    return try BarSeries(
      symbol: "SYM0",
      interval: .minute,
      openTimes: times,
      closeTimes: times.map { $0 + 60_000_000_000 },
      open: columns[0],
      high: columns[1],
      low: columns[2],
      close: columns[3],
      volume: columns[4]
    )
  }
}

/// An input file that is not there.
struct MissingInput: Error {
  let path: String
}
