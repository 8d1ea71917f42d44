import Backtest
import BenchmarkHarness
import ConfigValidation
import MarketModel

/// Measures the tick engine: W4 (order-flow imbalance over five million quotes).
@main
struct Main {
  /// A part of the names of the variants to measure; empty for all.
  nonisolated(unsafe) static var only = ""

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: TickBenchmarks DATA_FOLDER [RUNS] [PART OF A VARIANT'S NAME]")
      return
    }
    let runs = arguments.count > 2 ? Int(arguments[2]) ?? 9 : 9
    only = arguments.count > 3 ? arguments[3] : ""
    let feed = try loadQuotes(arguments[1])
    try immediate(feed, runs: runs)
    try engine(feed, runs: runs)
    try instances(feed, runs: max(3, runs / 3))
  }

  static func settings(_ fillMode: TickFillMode) -> TickSettings {
    var settings = TickSettings.frictionless(startingCash: 100_000)
    settings.takerFees = ProportionalFee(rate: 1e-5)
    settings.makerFees = ProportionalFee(rate: 1e-5)
    settings.fillMode = fillMode
    return settings
  }

  static func immediate(_ feed: TickSeries, runs: Int) throws {
    for (variant, definition, recording) in [
      ("ledger+fee+fill log", direct, TickRecording.fills),
      ("ledger+fee+fill log, feature column", column, .fills),
      ("ledger+fee, feature column", column, .summary),
    ] {
      report("W4.ofi_l1(in memory)", variant, definition, feed, .immediate, recording, runs: runs)
    }
  }

  static func engine(_ feed: TickSeries, runs: Int) throws {
    for (variant, definition, latency) in [
      ("latency 0, conservative queue, immediate-or-cancel", remote, LatencyModel.constant(0)),
      ("latency 5 ms, conservative queue, immediate-or-cancel", remote, .constant(5_000_000)),
      ("latency 5 ms, conservative queue, post-only quotes", quoteBoth, .constant(5_000_000)),
    ] {
      let fills = EngineFills(
        feedLatency: .modelled(latency),
        orderLatency: latency,
        responseLatency: latency,
        queue: .conservative,
        allowsPartialFills: false
      )
      report(
        "W4.ofi_l1(full simulator)",
        variant,
        definition,
        feed,
        .engine(fills),
        .fills,
        runs: runs
      )
    }
  }

  static func report(
    _ workload: String,
    _ variant: String,
    _ definition: TickStrategyDefinition,
    _ feed: TickSeries,
    _ fillMode: TickFillMode,
    _ recording: TickRecording,
    runs: Int
  ) {
    guard only.isEmpty || (workload + variant).contains(only) else { return }
    var last: TickResult?
    let measured = Measurement(runs: runs) {
      last = try? definition.backtest(feed, settings: settings(fillMode), recording: recording)
    }
    guard let summary = last?.summary else { return }
    measured.report(
      workload,
      variant: variant,
      size: "\(feed.block.count) quotes",
      items: Double(feed.block.count),
      unit: "quotes/s",
      checks: [
        ("equity", summary.pnl), ("trades", summary.tradedUnits),
        ("mdd", summary.maximumDrawdownAmount), ("fills", Double(summary.fillCount)),
        ("orders", Double(summary.orderCount)), ("fees", summary.fees),
      ]
    )
  }

  static func instances(_ feed: TickSeries, runs: Int) throws {
    let sets: [ParameterSet] = (0..<100).map {
      ["window": .number(50 + Double($0 % 10)), "entry": .number(8 + Double($0 / 10) / 4)]
    }
    for (count, workers) in [(1, 1), (100, 1), (100, 2)] {
      let variant =
        "ledger+fee+fill log, feature column, \(workers) worker\(workers > 1 ? "s" : "")"
      let workload = "W4.ofi_l1(\(count) instances)"
      guard only.isEmpty || (workload + variant).contains(only) else { continue }
      var equities: [Double] = []
      let measured = Measurement(runs: runs) {
        equities = []
        try? column.sweep(
          feed,
          from: nil,
          before: nil,
          parameterSets: Array(sets.prefix(count)),
          settings: settings(.immediate),
          recording: .fills,
          workers: workers
        ) { _, result in equities.append(result.summary.pnl) }
      }
      measured.report(
        workload,
        variant: variant,
        size: "\(count) x \(feed.block.count) quotes",
        items: Double(count * feed.block.count),
        unit: "quote-instances/s",
        checks: [("sum", equities.reduce(0, +)), ("first", equities.first ?? 0)]
      )
    }
  }

  static func loadQuotes(_ folder: String) throws -> TickSeries {
    func column(_ name: String) throws -> [Double] {
      guard let column = readDoubles("\(folder)/\(name).f64") else {
        throw MissingInput(path: "\(folder)/\(name).f64")
      }
      return column
    }
    guard let times = readIntegers("\(folder)/ts_ns.i64") else {
      throw MissingInput(path: "\(folder)/ts_ns.i64")
    }
    let block = TickBlock(
      times: times,
      kinds: [TickKind](repeating: .quote, count: times.count),
      bidPrices: try column("bid"),
      bidSizes: try column("bid_size"),
      askPrices: try column("ask"),
      askSizes: try column("ask_size")
    )
    return try TickSeries(symbol: "SYM0", block: block)
  }
}

/// An input file that is not there.
struct MissingInput: Error {
  let path: String
}
