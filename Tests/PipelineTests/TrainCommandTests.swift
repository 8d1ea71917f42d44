import ConfigValidation
import DataLake
import DataLakeTesting
import Foundation
import Testing

@Suite(
  "walk-forward-training train",
  .enabled(if: LoopHarness.hasDatabase, "needs the database library: make deps")
)
struct TrainCommandTests {
  @Test("trains each horizon as a run of its own, and reads it back when asked again")
  func horizons() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining("horizons: [2, 5]")
    let line = "train --config @c.yaml --lake @lake --output @reports --workers 2"
    let first = await harness.run(line)
    #expect(first.code == 0, "\(first.problems)")
    #expect(first.output.contains("SPY  forward_return over 2 bars, 3 folds"))
    #expect(first.output.contains("SPY  forward_return over 5 bars, 3 folds"))
    #expect(first.output.contains("not better than naive: p ="))
    #expect(first.problems.contains("9/9  "))
    let files = try harness.loop.files(in: "reports").filter { $0.key.hasPrefix("walk_forward_") }
    let folders = Set(files.keys.map { $0.prefix { $0 != "/" } })
    #expect(folders.count == 2)
    for folder in folders {
      for name in [
        "folds.json", "metrics.json", "gates.json", "importance.json", "predictions.parquet",
        "resolved_config.yaml", "models/ridge/fold_2/model.json",
      ] {
        #expect(files["\(folder)/\(name)"] != nil, "\(name)")
      }
    }
    let again = await harness.run(line + " --resume")
    #expect(again.code == 0, "\(again.problems)")
    #expect(again.output == first.output)
    let readBack = again.problems.split(separator: "\n").filter { $0.hasSuffix(": read back") }
    #expect(readBack.count == 18)
    let kept = try harness.loop.files(in: "reports").filter { $0.key.hasPrefix("walk_forward_") }
    #expect(kept == files)
  }

  @Test("prints results as JSON alone")
  func json() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining()
    let line = "--config @c.yaml --lake @lake --output @reports --max-folds 1 --json"
    for flag in ["", " --dry-run"] {
      let found = await harness.run(line + flag)
      #expect(found.code == 0, "\(found.problems)")
      let document = try JSONValue(parsing: found.output)
      let horizons = try #require(document["horizons"]?.arrayValue)
      #expect(horizons.map { $0["horizon"]?.integerValue } == [2])
      let names = horizons[0]["models"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      #expect(names == ["naive", "ridge", "ewma"])
    }
  }

  @Test("a dry run works without engines, writes nothing and says what is missing")
  func dryRun() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining("horizons: [2, 5]", models: "[{name: tft}, {name: naive}]")
    let bare = try harness.makeProjectWithoutEngines()
    let found = await harness.run(
      "--config @c.yaml --lake @lake --output @reports --dry-run",
      project: bare
    )
    #expect(found.code == 0, "\(found.problems)")
    #expect(found.output.contains("over 2 bars"))
    #expect(found.output.contains("over 5 bars"))
    #expect(found.output.contains("not estimated, since these cannot be fitted here:"))
    #expect(found.output.contains("make deps-torch"))
    #expect(!FileManager.default.fileExists(atPath: harness.path("reports")))
    let trained = await harness.run(
      "--config @c.yaml --lake @lake --output @reports",
      project: bare
    )
    #expect(trained.code == 1)
    #expect(trained.problems.contains("tft: the tensor library cannot be loaded"))
  }

  @Test("takes another symbol from the command line, and names it when the lake lacks it")
  func symbol() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining()
    let other = await harness.run(
      "--config @c.yaml --lake @lake --output @reports --symbol VIX --max-folds 1"
    )
    #expect(other.code == 0, "\(other.problems)")
    #expect(other.output.contains("VIX  forward_return"))
    let missing = await harness.run("--config @c.yaml --lake @lake --symbol GOOG")
    #expect(missing.code == 1)
    #expect(missing.problems.contains("GOOG"))
  }

  @Test("insists on a beginning when it is to resume")
  func resume() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining()
    let found = await harness.run(
      "--config @c.yaml --lake @lake --output @reports --resume"
    )
    #expect(found.code == 1)
    #expect(found.problems.contains("--resume: expected a training that was begun, found none at"))
    #expect(found.problems.contains(harness.path("reports/walk_forward_")))
    #expect(!FileManager.default.fileExists(atPath: harness.path("reports")))
  }
}

extension TrainingHarness {
  /// Whether networks can be taught.
  static var hasTorch: Bool { hasLibrary("libassay_torch.so") }

  private static func hasLibrary(_ name: String) -> Bool {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return FileManager.default.fileExists(atPath: folder.path + "/.deps/lib/" + name)
  }

  /// Makes a lake of three folds, and a document `c.yaml` for it.
  func prepareTraining(
    _ training: String = "horizons: [2]",
    models: String = "[{name: naive}, {name: ridge}, {name: ewma}]",
    target: String = "forward_return",
    baselines: String = "[naive]"
  ) async throws {
    let made = await makeLake(days: 760, start: "2017-01-03")
    guard made.code == 0 else { throw MadeLakeError(problems: made.problems) }
    try loop.write(
      """
      data: {symbol: SPY}
      features: {tiers: [a20]}
      target: {name: \(target)}
      training: {lookback_window: 8, batch_size: 64, epochs: 2, hidden: 8, heads: 2, \(training)}
      walk_forward: {train_months: 12, oos_months: 4, separation: labels, baselines: \(baselines)}
      models: \(models)
      seed: 7
      """,
      to: "c.yaml"
    )
  }
}

/// A lake for a test could not be made.
struct MadeLakeError: Error {
  var problems: String
}
