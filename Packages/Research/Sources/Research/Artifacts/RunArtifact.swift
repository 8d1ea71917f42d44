public import ConfigValidation
public import ExperimentRegistry
public import MarketModel

/// The whole story of one run, as its JSON file tells it: what was done, and what came of it.
///
/// Equal runs give equal bytes, except for ``RunManifest/environment``, which is the only volatile
/// part and is left out of ``contentHash``. Undefined measures are `null`.
public struct RunArtifact: Hashable, Sendable {
  /// What was done.
  public var manifest: RunManifest

  /// What came of it.
  public var result: RunResult

  /// Creates an artifact.
  public init(manifest: RunManifest, result: RunResult) {
    self.manifest = manifest
    self.result = result
  }

  /// The name of the file: `{strategy_id}_{tag}_{run_id}.json`, with the short identifier.
  ///
  /// - Parameter tag: `default` for a single run, `sweep_0`, `sweep_1`, … for the points of a sweep;
  ///   beginning with ``benchmarkTag`` for a run that is only shown for comparison.
  /// - Returns: The name, without a folder.
  public func fileName(tag: String) -> String {
    "\(result.strategyID)_\(tag)_\(manifest.runID.short).json"
  }

  /// Returns the tag in the name of this artifact's file, or `nil` when it has another form.
  ///
  /// - Parameter fileName: The name, without a folder.
  /// - Returns: What stands between the identifiers of strategy and run.
  public func tag(ofFile fileName: String) -> String? {
    let (prefix, suffix) = ("\(result.strategyID)_", "_\(manifest.runID.short).json")
    guard fileName.hasPrefix(prefix), fileName.hasSuffix(suffix),
      fileName.utf8.count > prefix.utf8.count + suffix.utf8.count
    else { return nil }
    return String(fileName.dropFirst(prefix.count).dropLast(suffix.count))
  }

  /// How the tag of a run begins that is only shown for comparison.
  public static let benchmarkTag = "benchmark"
}

/// What a run did: strategy, parameters, settings, data, and the tests made around it.
public struct RunManifest: Hashable, Sendable {
  /// The identifier; files carry its first 16 digits as `run_id` and all of it as `run_hash`.
  public var runID: RunID

  /// The name of the strategy as configurations use it.
  public var strategyClass: String

  /// Every parameter, defaults included.
  public var parameters: ParameterSet

  /// What the engine was told; the text `DEFAULT` stands for nothing but defaults.
  public var executionConfiguration: JSONValue

  /// The version of what the engine means by its numbers.
  public var engineVersion: String

  /// The replay packs.
  public var replayPacks: [PackReference]

  /// Where the data came from, as the packs say.
  public var packSources: JSONValue

  /// Where the configuration wanted the data to come from.
  public var sourcePolicy: JSONValue

  /// The part that may differ between two equal runs.
  public var environment: RunEnvironment

  /// The bootstrap over the trades, when it was made.
  public var monteCarlo: MonteCarloBlock?

  /// The windows of the walk-forward test, when it was made.
  public var walkForward: WalkForwardBlock?

  /// The same run at higher costs, when it was made.
  public var costSensitivity: CostSensitivityBlock?

  /// Creates a manifest without the optional tests.
  public init(
    runID: RunID,
    strategyClass: String,
    parameters: ParameterSet,
    executionConfiguration: JSONValue,
    engineVersion: String,
    replayPacks: [PackReference],
    packSources: JSONValue,
    sourcePolicy: JSONValue,
    environment: RunEnvironment
  ) {
    self.runID = runID
    self.strategyClass = strategyClass
    self.parameters = parameters
    self.executionConfiguration = executionConfiguration
    self.engineVersion = engineVersion
    self.replayPacks = replayPacks
    self.packSources = packSources
    self.sourcePolicy = sourcePolicy
    self.environment = environment
  }
}

/// A replay pack that a run used.
public struct PackReference: Hashable, Sendable {
  /// The name of the pack, or its path relative to the folder of the cycle's output.
  ///
  /// Never an absolute path: the same cycle written elsewhere must give the same bytes.
  public var path: String

  /// The logical content hash of the pack.
  public var hash: String

  /// Creates a reference.
  public init(path: String, hash: String) {
    self.path = path
    self.hash = hash
  }
}

/// The circumstances of a run, which never change a number.
public struct RunEnvironment: Hashable, Sendable {
  /// The commit of the program, when it is known.
  public var gitCommit: String?

  /// The version of the compiler.
  public var swiftVersion: String

  /// When the artifact was made.
  public var timestamp: Timestamp

  /// Creates a description of the circumstances.
  public init(gitCommit: String?, swiftVersion: String, timestamp: Timestamp) {
    self.gitCommit = gitCommit
    self.swiftVersion = swiftVersion
    self.timestamp = timestamp
  }
}

/// What came of a run.
public struct RunResult: Hashable, Sendable {
  /// The identifier of the strategy, with its version.
  public var strategyID: String

  /// The number of bars that the engine replayed.
  public var barsReplayed: Int

  /// The number of outcomes that became visible during the run.
  public var outcomesUsed: Int

  /// The number of regime rows that the packs held.
  public var regimesLoaded: Int

  /// Money, returns and risk.
  public var portfolio: PortfolioBlock

  /// Fills, rejects and costs.
  public var execution: ExecutionBlock

  /// Profit by trading session, ordered by name.
  public var sessions: [RegimeProfit]

  /// The net profit of each closed round trip, in order.
  public var tradeProfits: [Double]

  /// Creates a result.
  public init(
    strategyID: String,
    barsReplayed: Int,
    outcomesUsed: Int,
    regimesLoaded: Int,
    portfolio: PortfolioBlock,
    execution: ExecutionBlock,
    sessions: [RegimeProfit],
    tradeProfits: [Double]
  ) {
    self.strategyID = strategyID
    self.barsReplayed = barsReplayed
    self.outcomesUsed = outcomesUsed
    self.regimesLoaded = regimesLoaded
    self.portfolio = portfolio
    self.execution = execution
    self.sessions = sessions.sorted { $0.key.utf8Precedes($1.key) }
    self.tradeProfits = tradeProfits
  }
}
