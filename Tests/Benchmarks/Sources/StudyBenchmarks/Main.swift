import BenchmarkHarness
import ConfigValidation
import ExperimentRegistry
import Foundation
import MarketModel
import Optimizer

// Foundation has a type of the same name.
typealias Timing = BenchmarkHarness.Measurement

/// Measures kept studies (W8): durably appended trials, and opening a study of 50,000 trials.
@main
struct Main {
  static let trials = 50_000
  static let batch = 500
  static let size = "50000 trials x 10 dims"

  static func main() throws {
    let runs = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5
    let folder = NSTemporaryDirectory() + "study-benchmarks-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = try makeHistory()
    try measureAppends(made, folder, runs: runs)
    try measureLedger(made, folder, runs: runs)
    try measureOpening(made, folder, runs: runs)
  }

  static func study(_ sampler: some TrialSampler) throws -> Study {
    let space = try SearchSpace((0..<10).map { .number("x\($0)", -5...5) })
    return try Study(
      space: space,
      sampler: sampler,
      pruner: nil,
      directions: [.minimize],
      seed: 0,
      batchSize: batch
    )
  }

  /// A study of TPE with trials drawn by chance, since only keeping them is measured.
  static func makeHistory() throws -> (definition: StudyDefinition, history: StudyHistory) {
    var random = try study(RandomSampler(avoidsRepeats: false))
    try random.optimize(trials: trials) { trial in
      try (0..<10).reduce(0) { sum, axis in
        let x = try trial.double("x\(axis)")
        return sum + x * x
      }
    }
    return (try study(TPESampler(.standard)).definition(named: "bench"), random.history)
  }

  /// Appends every batch as asked, then as told, each durably.
  static func append(
    _ made: (definition: StudyDefinition, history: StudyHistory),
    to storage: some StudyStorage
  ) throws {
    _ = try storage.open(made.definition)
    for batch in made.history.batches {
      try storage.recordAsked(Array(batch))
      try storage.recordTold(Array(batch))
      try storage.commit()
    }
  }

  static func registryStudy(_ folder: String, name: String, counts: Bool) throws -> RegistryStudy {
    RegistryStudy(
      registry: try RunRegistry(path: folder + "/\(name).sqlite"),
      name: "bench",
      purpose: StudyPurpose(
        objective: "loss",
        strategyID: nil,
        dataSetID: nil,
        settings: .object([])
      ),
      holder: "a benchmark",
      now: { Timestamp(nanoseconds: 0) },
      counting: counts ? Main.counted : nil
    )
  }

  static let counted: @Sendable (TrialRecord) -> CountedTrial = { trial in
    CountedTrial(
      of: RunIdentity(
        strategyID: "BENCH_V1",
        parameters: trial.parameters,
        execution: ["fees": 1],
        statistics: ["seed": 1],
        metrics: ["periods": 252],
        packHashes: ["09af"],
        engineVersion: "1"
      )
    )
  }

  static func measureAppends(
    _ made: (definition: StudyDefinition, history: StudyHistory),
    _ folder: String,
    runs: Int
  ) throws {
    var turn = 0
    let count = Double(made.history.trials.count)
    let journal = Timing(runs: runs) {
      turn += 1
      try? append(made, to: StudyJournal(path: folder + "/append-\(turn).jsonl"))
    }
    report(journal, "W8.append_journal", items: count)
    for counts in [false, true] {
      let registry = Timing(runs: runs) {
        turn += 1
        guard let storage = try? registryStudy(folder, name: "append-\(turn)", counts: counts)
        else { return }
        try? append(made, to: storage)
      }
      report(
        registry,
        counts ? "W8.append_registry_and_ledger" : "W8.append_registry",
        items: count
      )
    }
  }

  static func measureLedger(
    _ made: (definition: StudyDefinition, history: StudyHistory),
    _ folder: String,
    runs: Int
  ) throws {
    let rows = made.history.trials.map(counted)
    var turn = 0
    let ledger = Timing(runs: runs) {
      turn += 1
      guard let registry = try? RunRegistry(path: folder + "/ledger-\(turn).sqlite") else { return }
      for start in stride(from: 0, to: rows.count, by: batch) {
        let end = min(rows.count, start + batch)
        _ = try? registry.append(Array(rows[start..<end]), at: Timestamp(nanoseconds: 0))
      }
    }
    report(ledger, "W8.append_ledger", items: Double(rows.count))
  }

  /// Opens a kept study: reads and checks it, takes it back into a TPE study, finds the best trial.
  static func measureOpening(
    _ made: (definition: StudyDefinition, history: StudyHistory),
    _ folder: String,
    runs: Int
  ) throws {
    let path = folder + "/open.jsonl"
    try append(made, to: StudyJournal(path: path))
    try append(made, to: try registryStudy(folder, name: "open", counts: false))
    var best = 0.0
    func open(_ storage: some StudyStorage) throws {
      var study = try study(TPESampler(.standard))
      try study.restore(try storage.open(made.definition))
      best = study.best?.values[0] ?? 0
    }
    let journal = Timing(runs: runs) { try? open(StudyJournal(path: path)) }
    report(journal, "W8.open_journal", items: Double(trials), checks: [("best", best)])
    best = 0
    let registry = Timing(runs: runs) {
      guard let storage = try? registryStudy(folder, name: "open", counts: false) else { return }
      try? open(storage)
    }
    report(registry, "W8.open_registry", items: Double(trials), checks: [("best", best)])
    let restore = Timing(runs: runs) {
      guard var study = try? study(TPESampler(.standard)) else { return }
      try? study.restore(made.history)
      best = study.best?.values[0] ?? 0
    }
    report(restore, "W8.restore_tpe", items: Double(trials), checks: [("best", best)])
  }

  static func report(
    _ measurement: Timing,
    _ workload: String,
    items: Double,
    checks: [(String, Double)] = []
  ) {
    measurement.report(
      workload,
      variant: "1 thread, batches of \(batch)",
      size: size,
      items: items,
      unit: "trials/s",
      checks: checks
    )
  }
}
