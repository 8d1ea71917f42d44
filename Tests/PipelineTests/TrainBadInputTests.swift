import Foundation
import Testing

@Suite(
  "walk-forward-training train with bad input",
  .enabled(if: LoopHarness.hasDatabase, "needs the database library: make deps")
)
struct TrainBadInputTests {
  /// A command line that cannot work, the exit code and parts of the message.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var options: String
    var code: Int32
    var messages: [String]

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "no document",
      options: "--config @none.yaml",
      code: 2,
      messages: ["none.yaml"]
    ),
    Case(
      name: "no lake",
      options: "--lake @none",
      code: 1,
      messages: ["expected the folder of a lake"]
    ),
    Case(
      name: "a fold count of zero",
      options: "--max-folds 0",
      code: 2,
      messages: ["expected 1 or more for --max-folds, found 0"]
    ),
    Case(
      name: "an instant that is none",
      options: "--now yesterday",
      code: 2,
      messages: ["expected an ISO 8601 instant for --now, found 'yesterday'"]
    ),
    Case(
      name: "a device that is none",
      options: "--device gpu",
      code: 2,
      messages: ["expected cpu, cuda or cuda:N for --device, found 'gpu'"]
    ),
    Case(
      name: "several problems of the document at once",
      options: "--set training.epoch=3 --set models=[{\"name\":lihgtgbm}] --set seed=-1",
      code: 2,
      messages: [
        "training.epoch: is not a known field; did you mean 'epochs'?",
        "found 'lihgtgbm'; did you mean 'lightgbm'?", "seed: expected an integer of at least 0",
      ]
    ),
    Case(
      name: "fewer rows than one fold",
      options: "--set walk_forward.train_months=120",
      code: 1,
      messages: ["train_months 120 and oos_months 4: walk-forward: expected 3775 or more dates"]
    ),
    Case(
      name: "a context that is longer than the data",
      options: "--set training.lookback_window=5000",
      code: 1,
      messages: ["lookback_window 5000 and horizon 2: expected at least 5002 rows"]
    ),
    Case(
      name: "one of two horizons that does not fit",
      options: "--set training.horizons=[2,700]",
      code: 1,
      messages: ["horizon 700: lookback_window 8 and horizon 700: expected at least 708 rows"]
    ),
    Case(
      name: "two horizons over data that are not there",
      options: "--set training.horizons=[2,3] --symbol GOOG",
      code: 1,
      messages: ["error: the lake has no daily bars of GOOG"]
    ),
    Case(
      name: "a gap that is too small",
      options: "--set walk_forward.embargo_bars=1",
      code: 1,
      messages: ["embargo", "2", "1"]
    ),
    Case(
      name: "an output that cannot be written",
      options: "--output @c.yaml/reports",
      code: 1,
      messages: ["c.yaml"]
    ),
    Case(
      name: "a folder of models that cannot be written",
      options: "--set training.model_output_dir=/proc/none",
      code: 1,
      messages: ["/proc/none"]
    ),
  ]

  @Test("exits with its code and says what is wrong", arguments: cases)
  func refuses(one: Case) async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining()
    var line = "train \(one.options)"
    if !one.options.contains("--config") { line += " --config @c.yaml" }
    if !one.options.contains("--lake") { line += " --lake @lake" }
    if !one.options.contains("--output") { line += " --output @reports" }
    let found = await harness.run(line)
    #expect(found.code == one.code, "\(found.problems)")
    for message in one.messages {
      #expect(found.problems.contains(message), "\(message) in \(found.problems)")
    }
  }

  @Test("a target of one class fails its folds with the reason")
  func singleClass() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining(
      models: "[{name: ewma}, {name: logistic}]",
      target: "threshold_60pct",
      baselines: "[]"
    )
    let found = await harness.run("--config @c.yaml --lake @lake --output @reports")
    #expect(found.code == 1)
    #expect(
      found.output.contains("logistic: no forecasts of fold 0: targets: expected two classes")
    )
    #expect(found.problems.contains("logistic fold 1: failed: targets: expected two classes"))
    #expect(found.problems.contains("error: no model could be fitted on any fold"))
  }

  @Test(
    "a device that is not there is named",
    .enabled(if: TrainingHarness.hasTorch, "run: make deps-torch")
  )
  func device() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining(models: "[{name: transformer}, {name: naive}]")
    let found = await harness.run("--config @c.yaml --lake @lake --output @reports --device cuda:7")
    #expect(found.code == 1)
    #expect(found.problems.contains("cuda:7"))
  }

  @Test(
    "a network that diverges keeps its reason, and the other models go on",
    .enabled(if: TrainingHarness.hasTorch, "run: make deps-torch")
  )
  func divergence() async throws {
    let harness = try TrainingHarness()
    // Decay of a hundred times each weight in a step.
    let wild = "learning_rate: 10, weight_decay: 10, epochs: 40"
    try await harness.prepareTraining(models: "[{name: transformer, \(wild)}, {name: naive}]")
    let found = await harness.run("--config @c.yaml --lake @lake --output @reports --max-folds 1")
    #expect(found.code == 0, "\(found.problems)")
    #expect(found.output.contains("transformer: no forecasts of fold 0: epoch "))
    #expect(found.output.contains("expected a finite loss, found"))
    #expect(found.problems.contains("naive fold 0: "))
  }

  @Test(
    "a checkpoint of another network is refused in its fold, naming what differs",
    .enabled(if: TrainingHarness.hasTorch, "run: make deps-torch")
  )
  func foreignCheckpoint() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining(
      models: "[{name: transformer}, {name: patch_transformer}, {name: naive}]"
    )
    let line = "--config @c.yaml --lake @lake --output @reports --max-folds 1"
    #expect(await harness.run(line).code == 0)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: harness.path("reports"))
        .first { $0.hasPrefix("walk_forward_") }
    )
    let models = harness.path("reports/\(name)/models")
    let own = "\(models)/transformer/fold_0/checkpoints/checkpoint.safetensors"
    try FileManager.default.removeItem(atPath: "\(models)/transformer/fold_0/forecasts.json")
    try FileManager.default.removeItem(atPath: own)
    try FileManager.default.copyItem(
      atPath: "\(models)/patch_transformer/fold_0/checkpoints/checkpoint.safetensors",
      toPath: own
    )
    let found = await harness.run(line)
    #expect(found.code == 0, "\(found.problems)")
    #expect(found.problems.contains("transformer fold 0: failed: \(own): expected a checkpoint"))
    #expect(found.problems.contains("naive fold 0: read back"))
  }

  @Test(
    "a checkpoint that does not fit on the disk fails its fold, and nothing is half-written",
    .enabled(if: TrainingHarness.hasTorch, "run: make deps-torch"),
    .enabled(if: TrainingProgram.isBuilt, "needs the program itself, for a limit of its own")
  )
  func fullDisk() async throws {
    let harness = try TrainingHarness()
    try await harness.prepareTraining(models: "[{name: transformer, hidden: 64}, {name: naive}]")
    let arguments = [
      "train", "--config", harness.path("c.yaml"), "--lake", harness.path("lake"), "--output",
      harness.path("reports"), "--max-folds", "1", "--workers", "1",
    ]
    let limited = try TrainingProgram.run(arguments, fileKibibytes: 400)
    #expect(limited.code == 0, "\(limited.text)")
    #expect(limited.text.contains("transformer fold 0: failed: "))
    #expect(limited.text.contains("checkpoint.safetensors"))
    let files = try harness.loop.files(in: "reports").keys.map { $0 }
    #expect(!files.contains { $0.contains("checkpoint.safetensors") }, "\(files)")
    #expect(files.contains { $0.hasSuffix("models/naive/fold_0/forecasts.json") })
    let whole = try TrainingProgram.run(arguments, fileKibibytes: nil)
    #expect(whole.code == 0, "\(whole.text)")
    #expect(whole.text.contains("naive fold 0: read back"))
    #expect(!whole.text.contains("failed"))
  }
}

/// The program as an executable of its own, beside the tests.
enum TrainingProgram {
  static var path: String {
    let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appendingPathComponent("walk-forward-training").path
  }

  static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Runs the program; no file can grow beyond a size, as on a full disk.
  static func run(
    _ arguments: [String],
    fileKibibytes: Int?
  ) throws -> (code: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    // Without the signal, a write beyond the limit fails as one on a full disk does.
    let limit = fileKibibytes.map { "trap '' XFSZ; ulimit -f \($0); " } ?? ""
    process.arguments = ["-c", limit + "exec \"$0\" \"$@\"", path] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}
