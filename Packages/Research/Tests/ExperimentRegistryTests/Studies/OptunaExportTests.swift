import ConfigValidation
import ExperimentRegistry
import Foundation
import MarketModel
import Optimizer
import Testing

@Suite("Export to Optuna")
struct OptunaExportTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A Python that has Optuna, its dashboard and pandas, or `nil`.
  private static let python: String? = {
    let named = ProcessInfo.processInfo.environment["ASSAY_OPTUNA_PYTHON"]
    let places = ["optuna-venv", "bench-venv"].map { "\(root.path)/.deps/\($0)/bin/python" }
    return ([named].compactMap(\.self) + places).first { path in
      FileManager.default.isExecutableFile(atPath: path)
        && (try? run(path, ["-c", "import optuna, optuna_dashboard, pandas"]).status) == 0
    }
  }()

  private static func run(
    _ program: String,
    _ arguments: [String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Runs a study of 40 trials, the last batch half told, in a registry.
  private static func made(
    _ folder: TemporaryFolder,
    directions: [SearchDirection]
  ) async throws -> RunRegistry {
    let registry = try folder.registry()
    var study = try madeStudy(directions: directions)
    let storage = madeStorage(registry)
    try await study.run(36, storage: storage)
    let asked = try study.ask()
    try storage.recordAsked(asked)
    try study.tell(asked[1].number, .failed(reason: "late"))
    try storage.recordTold([study.trials[asked[1].number]])
    try storage.commit()
    return registry
  }

  private static func export(_ registry: RunRegistry) throws -> OptunaExport {
    try #require(
      OptunaExport(
        registry.archive(ofStudy: "made"),
        times: registry.times(ofStudy: "made"),
        purpose: registry.study(named: "made").purpose
      )
    )
  }

  @Test("gives the same bytes for the same study")
  func isDeterministic() async throws {
    var files: [[Data]] = []
    for _ in 0..<2 {
      let folder = try TemporaryFolder()
      let export = try Self.export(try await Self.made(folder, directions: [.minimize]))
      let path = folder.path + "/study.db"
      try Data("something else".utf8).write(to: URL(filePath: path))
      try export.writeDatabase(to: path)
      files.append([
        try Data(contentsOf: URL(filePath: path)), Data(export.journal.utf8),
        Data(export.csv.utf8),
      ])
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!names.contains { $0.hasSuffix(".new") })
    }
    #expect(files[0] == files[1])
  }

  @Test("says which file it cannot write")
  func namesFile() async throws {
    let folder = try TemporaryFolder()
    let export = try Self.export(try await Self.made(folder, directions: [.minimize]))
    #expect {
      try export.writeDatabase(to: folder.path + "/none/study.db")
    } throws: { "\($0)".contains("/none/study.db") }
  }

  @Test(
    "is read by Optuna and shown by its dashboard, trial by trial",
    .enabled("needs Python with optuna, optuna-dashboard and pandas") { python != nil },
    arguments: [[SearchDirection.minimize], [.minimize, .maximize]]
  )
  func isReadByOptuna(directions: [SearchDirection]) async throws {
    let folder = try TemporaryFolder()
    let registry = try await Self.made(folder, directions: directions)
    let archive = try registry.archive(ofStudy: "made")
    let export = try Self.export(registry)
    try export.writeDatabase(to: folder.path + "/study.db")
    try Data(export.journal.utf8).write(to: URL(filePath: folder.path + "/study.log"))
    try Data(export.csv.utf8).write(to: URL(filePath: folder.path + "/study.csv"))
    let expected = Self.words(of: archive)
    try Data(expected.text(pretty: true).utf8).write(
      to: URL(filePath: folder.path + "/expected.json")
    )
    let script = Self.root.appending(path: "Fixtures/reference/scripts/optuna_export.py").path
    let result = try Self.run(
      try #require(Self.python),
      [script, folder.path, "--continue"]
    )
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("dashboard on database: 40 trials are the same"))
    #expect(result.output.contains("dashboard on journal: 40 trials are the same"))
  }

  /// The study for the script that compares.
  private static func words(of archive: StudyArchive) -> JSONValue {
    let trials = archive.trials.map { trial -> JSONValue in
      var (state, reason) = ("running", JSONValue.null)
      switch trial.state {
      case .running: break
      case .complete: state = "complete"
      case .pruned: state = "pruned"
      case .failed(let why): (state, reason) = ("failed", .string(why))
      }
      return [
        "number": .integer(Int64(trial.number)), "state": .string(state), "reason": reason,
        "parameters": trial.parameters.json, "values": .array(trial.values.map { .number($0) }),
        "reports": .array(
          trial.reports.map { [.integer(Int64($0.step)), .number($0.value)] }
        ),
        "notes": .object(trial.notes),
      ]
    }
    return [
      "name": .string(archive.definition.name),
      "directions": .array(archive.definition.directions.map { .string($0.rawValue) }),
      "best": JSONValue(archive.study?.best?.number), "trials": .array(trials),
      "axes": [
        ["fast", 2, 30, false, 1], ["slow", 5, 200, true, 1], ["hold", 0, 8, false, 4],
        ["threshold", 0.0, 0.9, false, 0.15], ["rate", 1e-7, 1.0, true, nil],
        ["trail", 0.01, 0.2, false, nil],
      ],
    ]
  }
}
