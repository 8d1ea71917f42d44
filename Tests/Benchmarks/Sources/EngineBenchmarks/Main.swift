import Backtest
import BenchmarkHarness
import ConfigValidation
import MarketModel
import PerformanceMetrics

/// Measures the bar engine: W2 (one cross over a million bars) and W3 (a sweep of 500 crosses).
@main
struct Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: EngineBenchmarks DATA_FOLDER [W2|W3] [RUNS]")
      return
    }
    let only = arguments.count > 2 ? arguments[2] : "all"
    let runs = arguments.count > 3 ? Int(arguments[3]) ?? 9 : 9
    if only == "all" || only == "W2" { try cross(folder: arguments[1], runs: runs) }
    if only == "all" || only == "W3" { try sweep(folder: arguments[1], runs: runs) }
  }

  static func settings(startingCash: Double, fillRule: FillRule) -> ExecutionSettings {
    var settings = ExecutionSettings.frictionless(
      startingCash: startingCash,
      fillRule: fillRule,
      sizing: AllIn()
    )
    settings.fees = ProportionalFee(rate: 1e-4)
    return settings
  }

  static func cross(folder: String, runs: Int) throws {
    let market = try ReplayMarket(loadBars(folder, count: nil))
    for (variant, definition, recording, fillRule) in [
      ("ledger+fills+metrics", selfContained, Recording.fills, FillRule.thisClose),
      ("ledger+fills+metrics+equity curve+round trips", selfContained, .full, .thisClose),
      ("as above, averages as columns", columnCross, .full, .thisClose),
      ("ledger+fills+metrics, next open", selfContained, .fills, .nextOpen),
    ] {
      let settings = settings(startingCash: 1e6, fillRule: fillRule)
      var last: BacktestResult?
      let measured = Measurement(runs: runs) {
        last = try? definition.backtest(market, settings: settings, recording: recording)
      }
      guard let last else { continue }
      measured.report(
        "W2.ema_cross",
        variant: variant,
        size: "\(market.listings[0].bars.count) bars",
        items: Double(market.listings[0].bars.count),
        unit: "bars/s",
        checks: checks(last.summary, periodsPerYear: 525_600)
      )
    }
  }

  static func sweep(folder: String, runs: Int) throws {
    let market = try ReplayMarket(loadBars(folder, count: 100_000))
    var sets: [ParameterSet] = []
    for fast in 0..<10 {
      for slow in 0..<50 {
        sets.append(["fast": .integer(5 + 2 * fast), "slow": .integer(30 + 4 * slow)])
      }
    }
    for workers in [1, 2] {
      for (variant, recording, fillRule) in [
        ("sharpe+mdd+fill log", Recording.fills, FillRule.thisClose),
        ("sharpe+mdd", .summary, .thisClose),
        ("sharpe+mdd+fill log, next open", .fills, .nextOpen),
      ] {
        var summaries: [RunSummary] = []
        var fillCount = 0
        let measured = Measurement(runs: runs) {
          summaries.removeAll(keepingCapacity: true)
          fillCount = 0
          try? columnCross.sweep(
            market,
            parameterSets: sets,
            settings: settings(startingCash: 1, fillRule: fillRule),
            recording: recording,
            workers: workers
          ) { _, result in
            summaries.append(result.summary)
            fillCount += result.fills.count
          }
        }
        let equities = summaries.map(\.finalEquity)
        guard let best = equities.indices.max(by: { equities[$0] < equities[$1] }) else { continue }
        measured.report(
          "W3.sweep(equity+sharpe+mdd)",
          variant: "\(variant), \(workers) worker\(workers > 1 ? "s" : "")",
          size: "500 combos x 100000 bars",
          items: 5e7,
          unit: "bar-combos/s",
          checks: [
            ("sum_final", equities.reduce(0, +)), ("best", equities[best]),
            ("argbest", Double(best)), ("mdd_best", summaries[best].maximumDrawdown),
            ("fills", Double(fillCount)),
          ]
        )
      }
    }
  }

  static func checks(_ summary: RunSummary, periodsPerYear: Double) -> [(String, Double)] {
    var sharpe = 0.0
    if let mean = summary.returns.mean, let variance = summary.returns.populationVariance {
      sharpe = mean / variance.squareRoot() * periodsPerYear.squareRoot()
    }
    return [
      ("final_equity", summary.finalEquity), ("orders", Double(summary.orderCount)),
      ("sharpe", sharpe), ("mdd", summary.maximumDrawdown), ("fills", Double(summary.fillCount)),
    ]
  }

  static func loadBars(_ folder: String, count: Int?) throws -> BarSeries {
    var columns: [[Double]] = []
    for name in ["open", "high", "low", "close", "volume"] {
      guard let column = readDoubles("\(folder)/\(name).f64") else {
        throw MissingInput(path: "\(folder)/\(name).f64")
      }
      columns.append(count.map { Array(column.prefix($0)) } ?? column)
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
