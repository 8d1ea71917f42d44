public import ConfigValidation
public import MarketModel

/// A run that is about to be computed.
public struct RunRegistration: Hashable, Sendable {
  /// What decides its numbers.
  public let identity: RunIdentity

  /// The name of the strategy as configurations use it.
  public let strategyClass: String

  /// The specification that asked for it; see ``RunRegistry/recordSpec(_:at:)``.
  public let specID: String?

  /// Creates a registration.
  public init(identity: RunIdentity, strategyClass: String, specID: String?) {
    self.identity = identity
    self.strategyClass = strategyClass
    self.specID = specID
  }
}

/// How far a run has come.
public enum RunStatus: String, Hashable, Sendable, CaseIterable {
  /// Begun, and not ended; a process that was killed leaves its runs here.
  case running

  /// Done; its documents are stored.
  case complete

  /// Ended with an error.
  case failed
}

/// Whether a run must be computed.
public enum RunDecision: Hashable, Sendable {
  /// It was computed before; its documents are stored.
  case reuse(RunRecord)

  /// It is new, failed before, or was left unfinished.
  case compute
}

/// The few measures of a run that lists show; undefined ones are `nil`.
public struct RunSummary: Hashable, Sendable {
  /// The return before costs, as a fraction of the starting cash.
  public var grossReturn: Double?

  /// The return after costs, as a fraction of the starting cash.
  public var netReturn: Double?

  /// The annualised Sharpe ratio.
  public var sharpe: Double?

  /// The largest drawdown, as a fraction of the peak.
  public var maximumDrawdown: Double?

  /// The number of closed round trips.
  public var trades: Int

  /// The cost per unit of traded value at which nothing is left, in basis points.
  public var breakEvenCostBasisPoints: Double?

  /// Creates a summary.
  public init(
    grossReturn: Double?,
    netReturn: Double?,
    sharpe: Double?,
    maximumDrawdown: Double?,
    trades: Int,
    breakEvenCostBasisPoints: Double?
  ) {
    self.grossReturn = grossReturn
    self.netReturn = netReturn
    self.sharpe = sharpe
    self.maximumDrawdown = maximumDrawdown
    self.trades = trades
    self.breakEvenCostBasisPoints = breakEvenCostBasisPoints
  }
}

/// What the registry knows of a run.
public struct RunRecord: Hashable, Sendable {
  /// The identifier.
  public let id: RunID

  /// The identifier of the strategy, with its version.
  public let strategyID: String

  /// The name of the strategy as configurations use it.
  public let strategyClass: String

  /// Every parameter.
  public let parameters: ParameterSet

  /// The canonical text whose hash is the identifier.
  public let identityText: String

  /// The identifier of the data.
  public let dataSetID: String

  /// The specification that asked for it.
  public let specID: String?

  /// How far it has come.
  public let status: RunStatus

  /// How often it was begun.
  public let attempts: Int

  /// When it was begun last.
  public let begunAt: Timestamp

  /// When it ended, or `nil` while it has not.
  public let endedAt: Timestamp?

  /// Why it failed.
  public let failure: String?

  /// Its measures, once complete.
  public let summary: RunSummary?
}

/// What a finished run leaves behind.
public struct RunCompletion: Hashable, Sendable {
  /// The run.
  public let id: RunID

  /// Its measures.
  public let summary: RunSummary

  /// Its documents, from which artifacts are written again when the run is reused.
  public let documents: [RunDocument]

  /// Creates a completion.
  public init(id: RunID, summary: RunSummary, documents: [RunDocument]) {
    self.id = id
    self.summary = summary
    self.documents = documents
  }
}

/// A document stored with a run, without anything volatile in it.
public struct RunDocument: Hashable, Sendable {
  /// What it is, such as `run` or `regime_stress`; one of each kind per run.
  public let kind: String

  /// The bytes.
  public let content: [UInt8]

  /// Creates a document.
  public init(kind: String, content: [UInt8]) {
    self.kind = kind
    self.content = content
  }
}

/// Which runs to list; `nil` does not restrict.
public struct RunQuery: Hashable, Sendable {
  /// The identifier or the class name of the strategy.
  public var strategy: String?

  /// The cycle that used the run.
  public var cycleID: String?

  /// How far it has come.
  public var status: RunStatus?

  /// At most this many, the newest.
  public var limit: Int?

  /// Creates a query.
  public init(
    strategy: String? = nil,
    cycleID: String? = nil,
    status: RunStatus? = nil,
    limit: Int? = nil
  ) {
    self.strategy = strategy
    self.cycleID = cycleID
    self.status = status
    self.limit = limit
  }
}
