import ConfigValidation
import Foundation
import Testing
import TorchEngine

@Suite("walk-forward-training hpo", .enabled(if: LoopHarness.hasDatabase))
struct HpoCommandTests {
  private static let hasTorch: Bool = {
    var folders: [String] = []
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      folders.append(folder.path)
    }
    return TorchLocation(explicit: nil, projectDirectories: folders).paths
      .contains { FileManager.default.fileExists(atPath: $0) }
  }()

  private static let document = """
    experiment: made
    budget: 100K
    data: {symbol: SPY}
    features: {tiers: [a20], calendar: []}
    target: {name: direction}
    model: {name: patch_transformer, patch_length: 5, stride: 5}
    training: {lookback_window: 20, horizons: [1], optimizer: adam}
    subset: 0.2
    trials: 2
    startup_trials: 2
    training_search_space: {lr: {min: 0.001, max: 0.01, scale: log}, epochs: [1, 2]}
    seed: 7
    """

  private func harness(days: Int = 1_300) async throws -> TrainingHarness {
    let harness = try TrainingHarness()
    #expect(await harness.makeLake(symbols: "SPY", days: days, start: "2012-01-03").code == 0)
    try harness.loop.write(Self.document, to: "hpo.yaml")
    return harness
  }

  @Test("searches two budgets, whose results the scaling study reads", .enabled(if: hasTorch))
  func study() async throws {
    let harness = try await harness()
    let line = "hpo --config @hpo.yaml --lake @lake --output @out --now 2026-11-21T12:00:00Z"
    for budget in ["100K", "400K"] {
      let found = await harness.run("\(line) --budget \(budget)")
      #expect(found.code == 0, "\(found.problems)")
      #expect(found.output.contains("base rate") && found.problems.contains("2/2  trial "))
    }
    let files = try harness.loop.files(in: "out")
    let fit = await harness.run("scaling fit @out/made --json")
    #expect(fit.code == 0, "\(fit.problems)")
    let law = try #require(try JSONValue(parsing: fit.output)["fits"]?[0])
    let best = try ["100K", "400K"].map { budget in
      try JSONValue(
        parsing: String(
          decoding: try #require(files["made/made_\(budget)_best.json"]),
          as: UTF8.self
        )
      )
    }
    #expect(
      law["data_points"]?.arrayValue?.compactMap { $0["error"]?.numberValue }
        == best.compactMap { $0["best_value"]?.numberValue }
    )
    #expect(law["base_rate_loss"] == best[0]["base_rate_loss"])
    let report = await harness.run("scaling report @out --output @summary")
    #expect(report.code == 0 && report.output.contains("made h1: best budget "))
    #expect(try harness.loop.files(in: "summary").count == 3)
    let again = await harness.run("\(line) --budget 100K")
    #expect(again.code == 0 && again.problems.contains("2 trials were finished before"))
    #expect(try harness.loop.files(in: "out") == files)
    let other = await harness.run("\(line) --budget 100K --set subset=0.3")
    #expect(other.code == 1 && other.problems.contains("document.subset: expected 0.2, found 0.3"))
  }

  @Test("a dry run counts what this machine cannot train, and trains nothing")
  func dryRun() async throws {
    let harness = try await harness()
    let line = "hpo --config @hpo.yaml --lake @lake --output @out"
    let found = await harness.run("\(line) --budget 2B --memory 8G --dry-run")
    #expect(found.code == 0, "\(found.problems)")
    #expect(found.output.contains("75 of 75 architectures"))
    #expect(found.problems.contains("do not fit into memory"))
    #expect(!FileManager.default.fileExists(atPath: harness.path("out")))
    let refused = await harness.run("\(line) --budget 2B --memory 8G")
    #expect(refused.code == 1 && refused.problems.contains("--memory states another limit"))
  }

  @Test("mistakes have their codes and words")
  func mistakes() async throws {
    let harness = try await harness()
    let line = "hpo --config @hpo.yaml --lake @lake --output @out"
    for (words, code, part) in [
      ("--budget 2Q", 2, "did you mean '2M'?"), ("--trials 0", 2, "1 or more for --trials"),
      ("--timeout soon", 2, "for --timeout, found 'soon'"), ("--memory 8", 2, "for --memory"),
      ("--device gpu", 2, "for --device"), ("--now noon", 2, "for --now"),
      ("--set trails=3", 2, "did you mean 'trials'?"),
      ("--budget 5K", 2, "expected a budget within a quarter"),
      ("--symbol NONE", 1, "NONE"),
      ("--set data.to=2016-06-30", 1, "rows: expected more than 1000"),
    ] {
      let found = await harness.run("\(line) \(words)")
      #expect(Int(found.code) == code, "\(words): \(found.problems)")
      #expect(found.problems.contains(part), "\(words): \(found.problems)")
    }
  }

  @Test("--resume wants a search that was begun", .enabled(if: hasTorch))
  func resume() async throws {
    let harness = try await harness()
    let found = await harness.run(
      "hpo --config @hpo.yaml --lake @lake --output @out --resume"
    )
    #expect(found.code == 1 && found.problems.contains("--resume: expected a search"))
  }
}
