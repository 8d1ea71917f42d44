import BenchmarkHarness
import Features
import MarketModel

/// Measures ten common indicators over a million bars (W1), after comparing them with recorded
/// values.
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
    releaseLargeBlock()
    var differences: [[(String, Double)]] = []
    for indicator in indicators {
      differences.append(try indicator.differences(over: series, folder: folder))
    }
    for (indicator, found) in zip(indicators, differences) {
      var last: [FeatureColumn] = []
      for variant in Variant.allCases {
        let measured = Measurement(runs: runs) { variant.compute(indicator, &last, series) }
        measured.report(
          "W1.\(indicator.name)",
          variant: variant.rawValue,
          size: "\(series.count) bars",
          items: Double(series.count),
          unit: "bars/s",
          checks: found + last.map { ("last_\($0.name)", $0.values[series.count - 1]) }
        )
      }
    }
    for variant in Variant.allCases {
      var all = indicators.map { _ in [FeatureColumn]() }
      let measured = Measurement(runs: runs) {
        for position in all.indices {
          variant.compute(indicators[position], &all[position], series)
        }
        // The peer's results are let go together at the end of a run.
        if variant == .fresh { all = indicators.map { _ in [] } }
      }
      measured.report(
        "W1.all10",
        variant: variant.rawValue,
        size: "\(series.count) bars x \(indicators.count) indicators",
        items: Double(series.count * indicators.count),
        unit: "bar-indicators/s",
        checks: []
      )
    }
  }

  /// Gets a block of memory, touches it and lets it go.
  ///
  /// The allocator keeps freed memory in proportion to the largest block that it has seen come
  /// back. The peer's process has decoded a file of this size; so it has, and with it both start
  /// from the same habit.
  static func releaseLargeBlock() {
    var block = [Double](repeating: 0, count: 31 << 17)
    block.withUnsafeMutableBufferPointer { $0[$0.count / 2] = 1 }
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

/// Where columns go.
enum Variant: String, CaseIterable {
  /// Into fresh memory, as in the peer's functions.
  case fresh = "fresh columns, 1 thread"

  /// Into the memory of the last columns.
  case again = "same columns again, 1 thread"

  func compute(_ indicator: Indicator, _ columns: inout [FeatureColumn], _ series: BarSeries) {
    switch self {
    case .fresh: columns = indicator.columns(series)
    case .again: indicator.recompute(&columns, series)
    }
  }
}

/// An input file that is not there.
struct MissingInput: Error {
  let path: String
}
