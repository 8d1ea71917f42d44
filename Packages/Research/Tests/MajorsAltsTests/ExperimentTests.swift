import ConfigValidation
import DataLake
import DataLakeTesting
import ExperimentRegistry
import MajorsAlts
import MarketModel
import Testing

/// Whether the database library is installed, without which no Parquet file can be written.
private let hasDatabase = (try? TemporaryLake.database(near: #filePath)) != nil

@Suite("Experiments", .enabled(if: hasDatabase, "libduckdb is not installed"))
struct ExperimentTests {
  static let circumstances = ExperimentCircumstances(
    now: Timestamp(seconds: 1_600_000_000),
    gitCommit: nil
  )

  private func spec(_ text: String, in folder: String, name: String) throws -> ExperimentSpec {
    let path = "\(folder)/\(name).yaml"
    let head = "title: \(name)\nexperiment_id: \(name)\ncategory_path: msm\n"
    try AtomicFile.write(Array((head + text).utf8), to: path)
    return try ExperimentSpec(path: path)
  }

  private func batch(_ folder: String) throws -> ExperimentBatch {
    let registry = try RunRegistry(path: folder + "/registry.sqlite")
    let store = ExperimentStore(
      directory: folder + "/out",
      database: try TemporaryLake.database(near: #filePath),
      registry: registry
    )
    return ExperimentBatch(store: store, circumstances: Self.circumstances)
  }

  private func facts() throws -> ExperimentFacts {
    ExperimentFacts(panel: try MadePanel(days: 400, fundingRate: 0.0001).panel(), origin: "made")
  }

  private func bytes(_ folder: String) throws -> [String: [UInt8]] {
    let files = [
      "manifest.json", "metrics.json", "regime_evaluation.json", "regime_timeseries.parquet",
      "returns.parquet", "features.parquet",
    ]
    return try Dictionary(
      uniqueKeysWithValues: files.map { ($0, try AtomicFile.read("\(folder)/\($0)")) }
    )
  }

  @Test("write the same bytes whoever runs them, and reuse what is whole")
  func areReproducible() async throws {
    let (one, other) = (try TemporaryLake.makeDirectory(), try TemporaryLake.makeDirectory())
    let text = "backtest: {lookback_window_days: 90}\n"
    let first = try batch(one).run(spec(text, in: one, name: "made"), over: facts())
    let second = try batch(other).run(spec(text, in: other, name: "made"), over: facts())
    let folders = (try #require(first.folder), try #require(second.folder))
    #expect(try bytes(folders.0) == bytes(folders.1))
    #expect(!first.isReused)

    let again = try batch(one).run(spec(text, in: one, name: "made"), over: facts())
    #expect(again.isReused)
    #expect(again.metrics == first.metrics)

    try AtomicFile.write([1], to: folders.0 + "/returns.parquet")
    let leftover = folders.0 + "/returns.parquet.assay-tmp-abcdef"
    try AtomicFile.write([1], to: leftover)
    let repaired = try batch(one).run(spec(text, in: one, name: "made"), over: facts())
    #expect(!repaired.isReused)
    #expect(throws: FileError.notFound(path: leftover)) { try AtomicFile.read(leftover) }
    #expect(try bytes(folders.0) == bytes(folders.1))
  }

  @Test("give the same files and ledger for any number of workers", arguments: [2, 3])
  func ignoreWorkers(workers: Int) async throws {
    var results: [[String: [UInt8]]] = []
    var heads: [LedgerHead] = []
    for count in [1, workers] {
      let folder = try TemporaryLake.makeDirectory()
      let specs = try (1...4).map { number in
        try spec("target: {short_leg: {n: \(number)}}\n", in: folder, name: "made\(number)")
      }
      var files: [String: [UInt8]] = [:]
      try await batch(folder).run(specs, over: facts(), workers: count) { _ in
      } didRun: { index, outcome in
        let written = outcome.folder.flatMap { try? bytes($0) } ?? [:]
        for entry in written { files["\(index) \(entry.key)"] = entry.value }
        return true
      }
      #expect(files.count == 24)
      files["catalog"] = try AtomicFile.read("\(folder)/out/catalog/catalog.parquet")
      results.append(files)
      heads.append(try RunRegistry(path: folder + "/registry.sqlite").ledgerHead())
    }
    #expect(results[0] == results[1])
    #expect(heads[0] == heads[1])
    #expect(heads[0].count == 4)
  }

  @Test("keep one row of the catalog for each run")
  func catalogHasOneRowPerRun() throws {
    let folder = try TemporaryLake.makeDirectory()
    for name in ["a", "b", "a"] {
      let text = "target: {short_leg: {n: \(name == "a" ? 2 : 3)}}\n"
      _ = try batch(folder).run(spec(text, in: folder, name: name), over: facts())
    }
    let table = try ParquetFile.read(
      folder + "/out/catalog/catalog.parquet",
      database: TemporaryLake.database(near: #filePath)
    )
    #expect(try table.texts("experiment_id") == ["a", "b"])
    #expect(try table.integers("target_n") == [2, 3])
  }

  @Test("record why one cannot be computed, and count it all the same")
  func recordFailures() throws {
    let folder = try TemporaryLake.makeDirectory()
    let impossible = try spec(
      "target: {short_leg: {min_mcap_usd: 1.0e+14}}\n",
      in: folder,
      name: "none"
    )
    let outcome = try batch(folder).run(impossible, over: facts())
    #expect(outcome.problem == "\(MonitorError.nothingToTrade)")
    let registry = try RunRegistry(path: folder + "/registry.sqlite")
    #expect(try registry.ledgerHead().count == 1)
    #expect(try registry.runs(matching: RunQuery(status: .failed)).count == 1)
  }
}

@Suite("ExperimentSpec")
struct ExperimentSpecTests {
  private func write(_ documents: [String: String]) throws -> String {
    let folder = try TemporaryLake.makeDirectory()
    for (name, text) in documents {
      try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(name)")
    }
    return folder
  }

  @Test("is laid over the document that it extends")
  func extends() throws {
    let folder = try write([
      "base.yaml": "costs: {taker_bps: 3, slippage_bps: 2}\nbacktest: {min_test_days: 5}\n",
      "spec.yaml": """
      extends: base.yaml
      title: T
      experiment_id: t
      category_path: exec
      costs: {taker_bps: 7}
      """,
    ])
    let spec = try ExperimentSpec(path: folder + "/spec.yaml")
    #expect(spec.settings.costs.feeFraction == 0.0007)
    #expect(spec.settings.costs.slippageFraction == 0.0002)
    #expect(spec.settings.backtest.minimumTestDays == 5)
    #expect(spec.settings.category == .execution)
    let changed = try ExperimentSpec(
      path: folder + "/spec.yaml",
      assignments: ["costs.slippage_bps=9"]
    )
    #expect(changed.settings.costs.slippageFraction == 0.0009)
  }

  @Test("refuses keys that nobody reads, such as a section indented too far")
  func refusesMisplacedKeys() throws {
    let folder = try write([
      "spec.yaml": """
      title: T
      experiment_id: t
      category_path: msm
      state_mapping:
        n_regimes: 5
        backtest:
          rebalance_frequency_days: 7
      costs: {takr_bps: 5}
      """
    ])
    let error = #expect(throws: ConfigurationError.self) {
      try ExperimentSpec(path: folder + "/spec.yaml")
    }
    let text = "\(try #require(error))"
    #expect(text.contains("spec.yaml:6") && text.contains("state_mapping.backtest"))
    #expect(text.contains("spec.yaml:8") && text.contains("did you mean 'taker_bps'"))
  }

  @Test("names a base that is missing, and a circle")
  func refusesBadBases() throws {
    let folder = try write([
      "a.yaml": "title: A\nextends: none.yaml\n", "b.yaml": "extends: c.yaml\n",
      "c.yaml": "extends: b.yaml\n",
    ])
    let missing = #expect(throws: ConfigurationError.self) {
      try ExperimentSpec(path: folder + "/a.yaml")
    }
    #expect("\(try #require(missing))".contains("a.yaml:2"))
    #expect("\(try #require(missing))".contains("none.yaml"))
    let circle = #expect(throws: ConfigurationError.self) {
      try ExperimentSpec(path: folder + "/b.yaml")
    }
    #expect("\(try #require(circle))".contains("circle"))
  }

  @Test("says everything that is wrong at once")
  func listsAllProblems() throws {
    let folder = try write([
      "spec.yaml": """
      experiment_id: "a b"
      category_path: msm2
      target: {horizon_days: [5, 1], short_leg: {n: 0}}
      state_mapping: {n_regimes: 4}
      """
    ])
    let error = #expect(throws: ConfigurationError.self) {
      try ExperimentSpec(path: folder + "/spec.yaml")
    }
    let text = "\(try #require(error))"
    for field in ["title", "experiment_id", "category_path", "horizon_days", "n_regimes", ".n:"] {
      #expect(text.contains(field), "\(field)")
    }
  }
}
