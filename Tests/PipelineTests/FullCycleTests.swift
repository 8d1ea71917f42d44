import ConfigValidation
import ExperimentRegistry
import Foundation
import Testing

@Suite("One cycle", .enabled(if: LoopHarness.hasDatabase))
struct FullCycleTests {
  @Test("writes packs, artifacts, rankings, killed, candidates and the resolved document")
  func writesEverything() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments()
    let outcome = await loop.run([
      "--config", config, "--once", "--now", "2020-01-02T00:00:00Z", "--output", loop.path("out"),
    ])
    #expect(outcome.code == 0, "\(outcome.problems)")

    let files = try loop.files(in: "out")
    let names = files.keys.sorted()
    #expect(names.count { $0.hasPrefix("logs/experiments/EMA_CROSS_V1_sweep_") } == 6)
    #expect(names.count { $0.hasPrefix("logs/experiments/RSI_REVERSION_V1_default_") } == 1)
    #expect(names.count { $0.contains("BUY_AND_HOLD_V1_benchmark_") } == 2)
    #expect(names.contains("logs/experiments/EmaCrossStrategy_regime_stress.json"))
    #expect(names.contains("logs/resolved_config_20200102.yaml"))
    #expect(names.contains("data/packs/SPY_2019-03-01_2019-10-31.json"))

    let rankings = try document("logs/strategy_rankings_20200102.json", files)
    #expect(rankings["generated_at"] == .string("2020-01-02T00:00:00Z"))
    #expect(rankings["experiment_count"] == .integer(7))
    #expect(rankings["benchmarks"]?.arrayValue?.count == 2)
    let ranked = try #require(rankings["rankings"]?.arrayValue)
    #expect(ranked.compactMap { $0["rank"]?.integerValue } == Array(1...7))
    let scores = ranked.compactMap { $0["composite_score"]?.numberValue }
    #expect(scores == scores.sorted(by: >))
    #expect(ranked.allSatisfy { $0["strategy_class"]?.stringValue != "BuyAndHoldStrategy" })

    for row in ranked {
      let details = try #require(row["dsr_details"])
      let trials = row["strategy_class"]?.stringValue == "EmaCrossStrategy" ? 6 : 1
      #expect(details["trials"]?.integerValue == Int64(trials))
      // One run alone has no spread to correct by, and needs none.
      #expect((details["sharpe_spread"]?.numberValue == nil) == (trials == 1))
      if let ratio = row["dsr"]?.numberValue { #expect((0...1).contains(ratio)) }
    }
    #expect(ranked.contains { $0["dsr"]?.numberValue != nil })

    let killed = try document("logs/killed_20200102.json", files)
    let candidates = try document("logs/chosen.json", files)
    let killedRuns = try #require(killed["killed_run_count"]?.integerValue)
    let kept = try #require(candidates["candidate_count"]?.integerValue)
    #expect(killedRuns + kept == 7)
    #expect(outcome.output.contains("7 runs (0 reused)"))
  }

  @Test("counts every trial once, however often it is asked for")
  func countsTrials() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let arguments = ["--config", try loop.writeDocuments(), "--once", "--output", loop.path("out")]
    #expect(await loop.run(arguments).code == 0)
    let again = await loop.run(arguments)
    #expect(again.output.contains("7 runs (7 reused)"))
    let ledger = await loop.run(["runs", "verify-ledger", "--lake", loop.path("lake"), "--json"])
    #expect(ledger.code == 0)
    let value = try JSONValue(parsing: ledger.output)
    #expect(value["intact"] == .bool(true))
    #expect(value["trials"] == .integer(7))
  }

  @Test("a universe leaves out symbols without data and names them, unless all are required")
  func leavesOutMissingSymbols() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let cycle = LoopDocuments.cycle.replacing("symbols: [SPY, QQQ]", with: "mode: universe")
    let arguments = ["--config", try loop.writeDocuments(cycle), "--once"]
    let output = ["--output", loop.path("out")]
    let outcome = await loop.run(arguments + output)
    #expect(outcome.code == 0, "\(outcome.problems)")
    #expect(outcome.problems.contains("warning: XLK is left out"))
    let strict = await loop.run(arguments + output + ["--set", "pack.require_all=true"])
    #expect(strict.code == 1)
    #expect(strict.problems.contains("XLK: no bars of XLK"))
  }

  private func document(_ name: String, _ files: [String: Data]) throws -> JSONValue {
    try JSONValue(parsing: Array(try #require(files[name], "\(name) is missing")))
  }
}
