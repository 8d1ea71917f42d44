import Backtest
import ConfigValidation
import Foundation
import MarketModel
import Research
import Strategies
import Testing

@Suite("LoadedLoopConfig")
struct LoopConfigTests {
  /// Writes documents into a folder of their own and loads the one called `loop.yaml`.
  private func load(
    _ loop: String,
    beside others: [String: String] = [:],
    overrides: [String] = []
  ) throws -> LoadedLoopConfig {
    let folder = FileManager.default.temporaryDirectory.appending(path: "loop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in others.merging(["loop.yaml": loop], uniquingKeysWith: { $1 }) {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    return try LoadedLoopConfig(
      path: folder.appending(path: "loop.yaml").path,
      overrides: overrides,
      output: nil,
      strategies: BuiltInStrategies.registry
    )
  }

  /// The problems of a document, without the folder that holds it.
  private func problems(
    _ loop: String,
    beside others: [String: String] = [:]
  ) -> [String] {
    do {
      _ = try load(loop, beside: others)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map { line in
        line.split(separator: "/").last.map(String.init) ?? String(line)
      }
    }
  }

  private let minimal = """
    pack: {symbols: [SPY], start_date: 2026-02-01, end_date: 2026-02-11}
    strategies: [{strategy_class: EmaCross}]
    """

  @Test("fills in the documented defaults")
  func fillsDefaults() throws {
    let config = try load(minimal).config
    #expect(config.outcomes.barSeconds == 60)
    #expect(config.experiment.startingCash == 10_000)
    #expect(config.experiment.monteCarlo?.paths == 1000)
    #expect(config.experiment.monteCarlo?.seed == 42)
    #expect(config.experiment.monteCarlo?.ruinLevel == 0.2)
    #expect(config.experiment.execution.fill == .nextOpen)
    #expect(config.experiment.costMultipliers == [1, 1.25, 1.5])
    #expect(config.evaluation.killedOutput == .none)
    #expect(config.loop.intervalHours == 24)
    #expect(config.strategies[0].strategyClass == "EmaCrossStrategy")
    #expect(config.strategies[0].grid.count == 1)
  }

  @Test("lets last_n_days win over fixed days, counting back from now")
  func resolvesLastDays() throws {
    let loop = """
      pack: {symbols: [SPY], start_date: 2020-01-01, end_date: 2020-02-01, last_n_days: 7}
      strategies: [{strategy_class: EmaCross}]
      """
    let period = try load(loop).config.pack.period
    let days = period.resolved(at: Timestamp(seconds: 1_770_811_200))
    #expect(days.last == CivilDate("2026-02-11"))
    #expect(days.first == CivilDate("2026-02-04"))
  }

  @Test("accepts the old name of the lake and overrides single values")
  func acceptsOldNameAndOverrides() throws {
    let loop = minimal.replacing("{symbols: [SPY],", with: "{symbols: [SPY], db_path: data/old,")
    let config = try load(loop, overrides: ["experiment.mc_seed=7", "experiment.mc_method=iid"])
      .config
    #expect(config.pack.lake == "data/old")
    #expect(config.experiment.monteCarlo?.seed == 7)
    #expect(config.experiment.monteCarlo?.method == .iid)
  }

  @Test("names every problem of the document at once")
  func namesEveryProblem() {
    let found = problems(
      """
      pack:
        mode: singel
        start_date: 2026-02-11
        end_date: 2026-02-01
      strategies: []
      experiment:
        mc_pathes: 5
        execution: {fees: {model: per_unit}}
      """
    )
    #expect(
      found
        == [
          "loop.yaml:2: pack.mode: expected one of single, universe, found 'singel'; did you mean 'single'?",
          "loop.yaml:1: pack.symbols: is required; expected a list of at least 1 symbol for mode single, found nothing",
          "loop.yaml:4: pack.end_date: expected a date not before start_date 2026-02-11, found 2026-02-01",
          "loop.yaml:5: strategies: expected a list of at least 1: a mapping, found a list of 0",
          "loop.yaml:7: experiment.mc_pathes: is not a known field; did you mean 'mc_paths'?",
          "loop.yaml:8: experiment.execution.fees.amount: is required; expected a number in 0.0...1000000000.0, found nothing",
        ].sorted { line($0) < line($1) }
    )
  }

  private func line(_ text: String) -> Int {
    Int(text.split(separator: ":")[1]) ?? 0
  }

  @Test("names a strategy, a parameter and a sweep that cannot be used")
  func namesCompanionProblems() {
    let loop = """
      pack: {symbols: [SPY], start_date: 2026-02-01, end_date: 2026-02-11}
      strategies:
        - strategy_class: EmaCros
        - strategy_class: RsiReversion
          params: {periods: 3}
        - strategy_class: EmaCross
          sweep: missing.yaml
        - strategy_class: EmaCross
          sweep: contradicting.yaml
      """
    let found = problems(loop, beside: ["contradicting.yaml": "fast: [50, 60]\nslow: [10, 20]\n"])
    #expect(found.count == 4)
    #expect(found[0].contains("did you mean 'EmaCrossStrategy'"))
    #expect(found[1].contains("did you mean 'period'"))
    #expect(found[2].contains("the file does not exist"))
    #expect(found[3].contains("nothing is left to run"))
  }

  @Test("leaves contradicting combinations out and counts them")
  func skipsContradictions() throws {
    let loop = minimal.replacing("EmaCross}", with: "EmaCross, sweep: sweep.yaml}")
    let loaded = try load(loop, beside: ["sweep.yaml": "fast: [5, 30]\nslow: [20, 40]\n"])
    #expect(loaded.trialCount == 3)
    #expect(loaded.skippedCombinations == 1)
  }
}
