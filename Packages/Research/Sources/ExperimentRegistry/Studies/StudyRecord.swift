public import ConfigValidation
public import MarketModel
public import Optimizer

/// What a registry keeps of a study beside its definition: what its objective is.
///
/// A study is continued only when this, too, is what it was.
public struct StudyPurpose: Hashable, Sendable {
  /// The name of the objective, such as `sharpe`; one for each direction, joined by commas.
  public let objective: String

  /// The identifier of the strategy that is evaluated, with its version; `nil` for none.
  public let strategyID: String?

  /// The identifier of the data; see ``RunIdentity/dataSetID``; `nil` for none.
  public let dataSetID: String?

  /// Everything else that the objective depends on, such as the resolved document of the search.
  public let settings: JSONValue

  /// Creates a purpose.
  public init(objective: String, strategyID: String?, dataSetID: String?, settings: JSONValue) {
    self.objective = objective
    self.strategyID = strategyID
    self.dataSetID = dataSetID
    self.settings = settings
  }

  /// The purpose as a JSON object.
  public var canonicalForm: JSONValue {
    [
      "objective": .string(objective), "strategy": JSONValue(strategyID),
      "data_set": JSONValue(dataSetID), "settings": settings,
    ]
  }
}

/// How far a study has come.
public enum StudyStatus: String, Hashable, Sendable, CaseIterable {
  /// It runs, or was killed.
  case running

  /// It came to its end.
  case complete

  /// It was given up.
  case failed
}

/// How many trials of a study are in each state.
public struct StudyCounts: Hashable, Sendable {
  /// Asked for and not told.
  public var running = 0

  /// Those with values.
  public var complete = 0

  /// Those given up early.
  public var pruned = 0

  /// Those that failed.
  public var failed = 0

  /// Creates counts of nothing.
  public init() {}

  /// All trials.
  public var total: Int { running + complete + pruned + failed }
}

/// A study in a registry, without its trials.
public struct StudyRecord: Hashable, Sendable {
  /// What the study is.
  public let definition: StudyDefinition

  /// What its objective is.
  public let purpose: StudyPurpose

  /// How far it has come.
  public let status: StudyStatus

  /// Why it was given up, or `nil`.
  public let failure: String?

  /// How many trials are in each state.
  public let counts: StudyCounts

  /// When it was begun, as told by the caller.
  public let begunAt: Timestamp

  /// When something was kept of it last, as told by the caller.
  public let updatedAt: Timestamp
}
