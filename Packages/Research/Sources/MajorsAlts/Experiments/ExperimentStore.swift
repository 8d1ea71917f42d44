internal import Backtest
public import ConfigValidation
public import DataLake
public import ExperimentRegistry
public import MarketModel

/// When and by what an experiment is run; nothing here changes a number.
public struct ExperimentCircumstances: Sendable {
  /// The instant that counts as now.
  public var now: Timestamp

  /// The commit of the code, or `nil` when it is not known.
  public var gitCommit: String?

  /// Creates circumstances.
  public init(now: Timestamp, gitCommit: String?) {
    self.now = now
    self.gitCommit = gitCommit
  }
}

/// Writes experiments into a folder, the catalog beside them and the registry.
///
/// Every file is written atomically, the manifest last: it lists the digests of the others, so a run is whole
/// when its manifest is. One process at a time writes to a store; what a killed one left is removed.
public struct ExperimentStore: Sendable {
  /// The folder that holds `runs` and `catalog`.
  public let directory: String

  let database: DuckDBDatabase
  let registry: RunRegistry

  /// Creates a store.
  public init(directory: String, database: DuckDBDatabase, registry: RunRegistry) {
    self.directory = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    self.database = database
    self.registry = registry
  }

  /// What the store has of an experiment that is about to be run.
  public enum Decision: Sendable {
    /// Its files are whole and were written for the same identity; their measures are given.
    case reuse(folder: String, metrics: JSONValue)

    /// It must be computed.
    case compute
  }

  /// Counts a trial and says whether it must be computed.
  ///
  /// A trial is counted before its result is known, whether or not it is computed in the end.
  ///
  /// - Throws: ``ExperimentStoreError``.
  public func begin(
    _ settings: MonitorSettings,
    _ identity: RunIdentity,
    _ circumstances: ExperimentCircumstances
  ) throws(ExperimentStoreError) -> Decision {
    do throws(RegistryError) {
      try registry.append([CountedTrial(of: identity)], at: circumstances.now)
      let registration = RunRegistration(
        identity: identity,
        strategyClass: "MajorsAlts",
        specID: try registry.recordSpec(settings.json, at: circumstances.now)
      )
      let decision = try registry.begin([registration], at: circumstances.now)
      let folder = folder(of: settings, identity)
      guard case .reuse? = decision.first,
        let metrics = wholeMetrics(in: folder, settings, identity)
      else { return .compute }
      return .reuse(folder: folder, metrics: metrics)
    } catch {
      throw .registry(error)
    }
  }

  /// Writes a computed experiment.
  ///
  /// - Parameters:
  ///   - experiment: The experiment.
  ///   - spec: The document that asked for it.
  ///   - data: What the facts were read from, for the manifest.
  ///   - circumstances: When and by what.
  /// - Returns: The folder of the run.
  /// - Throws: ``ExperimentStoreError``.
  public func store(
    _ experiment: Experiment,
    spec: ExperimentSpec,
    data: JSONValue,
    _ circumstances: ExperimentCircumstances
  ) throws(ExperimentStoreError) -> String {
    let folder = folder(of: experiment.settings, experiment.identity)
    do throws(FileError) {
      try AtomicFile.removeLeftovers(in: folder)
      try AtomicFile.removeLeftovers(in: "\(directory)/catalog")
    } catch {
      throw .file(error)
    }
    let metrics = experiment.metricsDocument.utf8Bytes(pretty: true)
    try write(metrics, "metrics.json", in: folder)
    let evaluation = (experiment.evaluation?.json ?? .null).utf8Bytes(pretty: true)
    try write(evaluation, "regime_evaluation.json", in: folder)
    try write(experiment.regimeTable, "regime_timeseries.parquet", in: folder)
    try write(experiment.returnsTable, "returns.parquet", in: folder)
    try write(experiment.featuresTable, "features.parquet", in: folder)
    let manifest = try manifest(experiment, spec: spec, data: data, in: folder, circumstances)
    try write(manifest.utf8Bytes(pretty: true), "manifest.json", in: folder)
    // Before the registry says that the run is complete: a run that is reused is never added again.
    try ExperimentCatalog(directory: directory, database: database)
      .add(experiment, circumstances)
    do throws(RegistryError) {
      try registry.complete(
        [
          RunCompletion(
            id: experiment.identity.runID,
            summary: experiment.registrySummary,
            documents: [RunDocument(kind: "experiment", content: metrics)]
          )
        ],
        at: circumstances.now
      )
    } catch {
      throw .registry(error)
    }
    return folder
  }

  /// Records that an experiment could not be computed.
  ///
  /// - Throws: ``ExperimentStoreError``.
  public func fail(
    _ identity: RunIdentity,
    reason: String,
    _ circumstances: ExperimentCircumstances
  ) throws(ExperimentStoreError) {
    do throws(RegistryError) {
      try registry.fail(identity.runID, reason: reason, at: circumstances.now)
    } catch {
      throw .registry(error)
    }
  }

  private func folder(of settings: MonitorSettings, _ identity: RunIdentity) -> String {
    "\(directory)/runs/\(settings.experimentID)_\(identity.runID.hex.prefix(12))"
  }

  static let files = [
    "metrics.json", "regime_evaluation.json", "regime_timeseries.parquet", "returns.parquet",
    "features.parquet",
  ]

  /// The measures of a run whose files are all there, unchanged and written for the same document.
  private func wholeMetrics(
    in folder: String,
    _ settings: MonitorSettings,
    _ identity: RunIdentity
  ) -> JSONValue? {
    guard let bytes = try? AtomicFile.read("\(folder)/manifest.json"),
      let manifest = try? JSONValue(parsing: bytes),
      manifest["run_id"]?.stringValue == identity.runID.hex,
      manifest["resolved_config"]?.canonicalText == settings.json.canonicalText
    else { return nil }
    for file in Self.files {
      guard let content = try? AtomicFile.read("\(folder)/\(file)"),
        ContentHash(of: content).hex == manifest["files"]?[file]?.stringValue
      else { return nil }
    }
    return (try? AtomicFile.read("\(folder)/metrics.json")).flatMap {
      try? JSONValue(parsing: $0)
    }
  }

  private func manifest(
    _ experiment: Experiment,
    spec: ExperimentSpec,
    data: JSONValue,
    in folder: String,
    _ circumstances: ExperimentCircumstances
  ) throws(ExperimentStoreError) -> JSONValue {
    var digests: [JSONMember] = []
    do throws(FileError) {
      for file in Self.files {
        let content = try AtomicFile.read("\(folder)/\(file)")
        digests.append(JSONMember(file, .string(ContentHash(of: content).hex)))
      }
    } catch {
      throw .file(error)
    }
    let settings = experiment.settings
    return [
      "run_id": .string(experiment.identity.runID.hex),
      "experiment_id": .string(settings.experimentID),
      "title": .string(settings.title),
      "category_path": .string(settings.category.rawValue),
      "experiment_spec": spec.document.json,
      "resolved_config": settings.json,
      "engine_version": .string(experiment.identity.engineVersion),
      "data": data,
      "files": .object(digests),
      "volatile": [
        "timestamp": .string("\(circumstances.now)"),
        "git_commit": JSONValue(circumstances.gitCommit),
      ],
    ]
  }

  private func write(
    _ bytes: [UInt8],
    _ name: String,
    in folder: String
  ) throws(ExperimentStoreError) {
    do throws(FileError) {
      try AtomicFile.write(bytes, to: "\(folder)/\(name)")
    } catch {
      throw .file(error)
    }
  }

  private func write(
    _ table: ColumnTable,
    _ name: String,
    in folder: String
  ) throws(ExperimentStoreError) {
    do throws(ParquetError) {
      try ParquetFile.write(table, to: "\(folder)/\(name)", database: database)
    } catch {
      throw .parquet(error)
    }
  }
}

/// Why an experiment could not be stored.
public enum ExperimentStoreError: Error, Hashable, Sendable {
  /// The registry refused.
  case registry(RegistryError)

  /// A file could not be written.
  case file(FileError)

  /// A Parquet file could not be written or read.
  case parquet(ParquetError)
}

extension ExperimentStoreError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .registry(let error): "\(error)"
    case .file(let error): "\(error)"
    case .parquet(let error): "\(error)"
    }
  }
}

extension Experiment {
  /// The few measures that lists of runs show.
  fileprivate var registrySummary: ExperimentRegistry.RunSummary {
    ExperimentRegistry.RunSummary(
      grossReturn: metrics.gross.totalReturn,
      netReturn: metrics.net.totalReturn,
      sharpe: metrics.net.sharpe,
      maximumDrawdown: metrics.net.maximumDrawdown,
      trades: run.result.roundTrips.count,
      breakEvenCostBasisPoints: nil
    )
  }
}
