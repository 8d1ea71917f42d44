import Backtest
import BacktestTesting
import ConfigValidation
import ConfigYAML
import DataLake
import DataLakeTesting
import ExperimentRegistry
import Foundation
import MarketModel
import QuantMath
import Research
import Strategies
import StrategySearch

/// Documents, data and folders for searches that tests make.
enum SearchFixture {
  static let registry = BuiltInStrategies.registry

  static let environment = RunEnvironment(
    gitCommit: nil,
    swiftVersion: "6",
    timestamp: Timestamp(seconds: 1_700_000_000)
  )

  static func load(_ yaml: String) throws(ConfigurationError) -> LoadedSearch {
    try LoadedSearch(
      document: YAMLDocument.parse(yaml, name: "c.yaml"),
      paths: ProjectPaths(documentPath: "c.yaml", projectRoot: nil, output: nil),
      strategies: registry
    )
  }

  /// The problems of a document as `line path: reason`.
  static func issues(_ yaml: String) -> [String] {
    do throws(ConfigurationError) {
      _ = try load(yaml)
      return []
    } catch {
      return error.issues.map { "\($0.mark.line) \($0.path): \($0.reason)" }
    }
  }

  /// A search of EMA crosses over bars, with a method of choice.
  static func bars(_ optimization: String, extra: String = "") -> String {
    """
    experiment_name: ema
    strategy: EmaCross
    data: {symbol: TEST, interval: 1d}
    optimization: \(optimization)
    parameters:
      fast: {type: int, min: 2, max: 12, step: 2}
      slow: {type: int, min: 10, max: 40, step: 5}
    constraints: [fast < slow]
    execution: {starting_cash: 10000, fees: {rate: 0.0005}}
    \(extra)
    """
  }

  static func series(count: Int = 400, seed: UInt64 = 3) throws -> SearchData {
    try SearchData(SampleBars.walk("TEST", count: count, seed: seed))
  }

  /// Runs a search and returns its results without what is volatile.
  static func results(
    _ yaml: String,
    _ data: SearchData,
    workers: Int = 1,
    keeping: SearchRunner.Keeping? = nil
  ) throws -> String {
    let runner = try SearchRunner(
      load(yaml),
      data: data,
      workers: workers,
      keeping: keeping
    )
    var results = try runner.run().results(environment)
    results["volatile"] = nil
    return results.text(pretty: true)
  }

  /// Quotes and trades of a seeded walk, a few each second.
  static func ticks(count: Int = 20_000, seed: UInt64 = 5) throws -> TickSeries {
    var stream = PhiloxStream(seed: seed, purpose: 900, trial: 0, path: 0)
    var block = TickBlock()
    var (time, price, drift) = (Int64(1_700_000_000_000_000_000), 100.0, 0.0)
    for _ in 0..<count {
      time += Int64(1 + stream.index(below: 600)) * 1_000_000
      drift = 0.98 * drift + 0.004 * stream.normal()
      price = max(50, price + drift * 0.2 + 0.01 * stream.normal())
      let middle = (price * 100).rounded() / 100
      let isTrade = stream.index(below: 3) == 0 && !block.times.isEmpty
      block.times.append(time)
      block.kinds.append(isTrade ? .trade : .quote)
      block.bidPrices.append(isTrade ? block.bidPrices[block.bidPrices.count - 1] : middle - 0.01)
      block.bidSizes.append(5)
      block.askPrices.append(isTrade ? block.askPrices[block.askPrices.count - 1] : middle + 0.01)
      block.askSizes.append(5)
      let side: Int8 = drift + 0.01 * stream.normal() > 0 ? 1 : -1
      block.tradePrices.append(isTrade ? middle : 0)
      block.tradeSizes.append(isTrade ? 1 + Double(stream.index(below: 5)) : 0)
      block.tradeSides.append(isTrade ? side : 0)
    }
    return try TickSeries(symbol: "TICK", block: block)
  }

  static func tickData(count: Int = 20_000, seed: UInt64 = 5) throws -> SearchData {
    try SearchData(
      ticks(count: count, seed: seed),
      hash: "made-\(count)-\(seed)",
      from: nil,
      before: nil
    )
  }

  /// A search of order-flow momentum over ticks, with a method of choice.
  static func tickDocument(_ optimization: String, extra: String = "") -> String {
    """
    experiment_name: ofi
    strategy: OFIMomentum
    data: {symbol: TICK}
    optimization: \(optimization)
    parameters:
      window: {distribution: log_uniform, min: 2, max: 200, num: 6}
      threshold: {values: [0.5, 1, 2, 4, 8]}
    execution: {starting_cash: 10000, fees: {maker_bps: 0.1, taker_bps: 0.1}}
    \(extra)
    """
  }
}

/// A folder that goes when the test ends.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws { path = try TemporaryLake.makeDirectory() }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func keeping() throws -> SearchRunner.Keeping {
    SearchRunner.Keeping(
      registry: try RunRegistry(path: "\(path)/registry.sqlite"),
      holder: "a test",
      now: { Timestamp(seconds: 1_700_000_000) }
    )
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }
}
