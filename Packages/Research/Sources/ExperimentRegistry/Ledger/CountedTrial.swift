internal import ConfigValidation
internal import Crypto
public import MarketModel

/// One parameter set evaluated on one data set under one set of settings.
///
/// Every look at the data costs something: a statistic that corrects for the number of attempts
/// needs to know all of them, the forgotten ones most of all. So trials are counted before their
/// results are known, and never removed.
public struct CountedTrial: Hashable, Sendable {
  /// The identifier of the data; see ``RunIdentity/dataSetID``.
  public let dataSetID: String

  /// The identifier of the strategy, with its version.
  public let strategyID: String

  /// The parameters as canonical JSON.
  public let parameters: String

  /// The hash of all settings; see ``RunIdentity/settingsHash``.
  public let settingsHash: String

  /// The run that evaluated the trial first.
  ///
  /// Not part of what makes a trial the same: a newer engine gives another run of the same trial.
  public let runID: RunID

  /// Creates the trial that a run evaluates.
  public init(of identity: RunIdentity) {
    self.init(
      dataSetID: identity.dataSetID,
      strategyID: identity.strategyID,
      parameters: identity.parameters.json.canonicalText,
      settingsHash: identity.settingsHash,
      runID: identity.runID
    )
  }

  init(
    dataSetID: String,
    strategyID: String,
    parameters: String,
    settingsHash: String,
    runID: RunID
  ) {
    self.dataSetID = dataSetID
    self.strategyID = strategyID
    self.parameters = parameters
    self.settingsHash = settingsHash
    self.runID = runID
  }

  /// What makes two trials the same, as 32 bytes.
  var key: [UInt8] {
    let value: JSONValue = [
      "data_set": .string(dataSetID), "parameters": .string(parameters),
      "settings": .string(settingsHash), "strategy": .string(strategyID),
    ]
    return Array(SHA256.hash(data: Array(value.canonicalText.utf8)))
  }
}

/// One row of the trial ledger.
public struct LedgerRow: Hashable, Sendable {
  /// The position, counted from 1 without gaps.
  public let sequence: Int

  /// What was tried.
  public let trial: CountedTrial

  /// When it was counted, as told by the caller.
  public let recordedAt: Timestamp

  /// The hash of this row, which covers every field above and the row before.
  ///
  /// SHA-256 over the 32 bytes of the previous hash (zeros before the first row) followed by the
  /// canonical JSON of `{data_set, parameters, recorded_at, run, sequence, settings, strategy}`,
  /// where `recorded_at` counts nanoseconds. Anyone can recompute it with a few lines of any language.
  public let hash: String

  static func hash(
    sequence: Int,
    trial: CountedTrial,
    recordedAt: Timestamp,
    previous: [UInt8]
  ) -> [UInt8] {
    let row: JSONValue = [
      "data_set": .string(trial.dataSetID),
      "parameters": .string(trial.parameters),
      "recorded_at": .integer(recordedAt.nanoseconds),
      "run": .string(trial.runID.hex),
      "sequence": .integer(Int64(sequence)),
      "settings": .string(trial.settingsHash),
      "strategy": .string(trial.strategyID),
    ]
    var hasher = SHA256()
    hasher.update(data: previous)
    hasher.update(data: Array(row.canonicalText.utf8))
    return Array(hasher.finalize())
  }
}

/// The end of the ledger: how many rows it has, and the hash of the last one.
///
/// A copy kept elsewhere (in a cycle's summary, in a log) proves later that the ledger has only
/// grown since: pass it to ``RunRegistry/verifyLedger(expecting:)``.
public struct LedgerHead: Hashable, Sendable {
  /// The number of rows.
  public let count: Int

  /// The hash of the last row; 64 zeros for an empty ledger.
  public let hash: String

  /// Creates a head from a copy that was kept elsewhere.
  public init(count: Int, hash: String) {
    self.count = count
    self.hash = hash
  }
}

/// What a batch did to the ledger.
public struct LedgerAppend: Hashable, Sendable {
  /// The number of trials that were new.
  public let added: Int

  /// The number of trials that had been counted before, in the ledger or earlier in the batch.
  public let alreadyCounted: Int

  /// The end of the ledger afterwards.
  public let head: LedgerHead
}

/// How much has been tried.
public struct TrialTotals: Hashable, Sendable {
  /// The number of trials.
  public let trials: Int

  /// The number of distinct pairs of strategy and parameter set among them.
  public let parameterSets: Int
}

/// What is wrong with the ledger, and where it begins.
public enum LedgerFault: Hashable, Sendable {
  /// The row at this position is gone.
  case missingRow(sequence: Int)

  /// The row does not follow the one before it: rows were exchanged, inserted or renumbered.
  case brokenLink(sequence: Int)

  /// A field of the row was changed.
  case editedRow(sequence: Int)

  /// Rows are gone from the end.
  case truncated(lastSequence: Int, expectedCount: Int)

  /// Rows were added without the registry.
  case foreignRows(firstSequence: Int)

  /// The last row is intact and is not the one that the registry wrote last.
  case otherHead(sequence: Int)

  /// The ledger does not contain a head that was kept elsewhere.
  case forgottenHead(LedgerHead)

  /// The row that says where the ledger ends is gone.
  case missingHead
}

/// The result of checking the whole ledger.
public enum LedgerVerdict: Hashable, Sendable {
  /// Every row is as it was written.
  case intact(LedgerHead)

  /// The first fault.
  case broken(LedgerFault)
}

extension LedgerFault: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .missingRow(let sequence):
      "row \(sequence) was removed"
    case .brokenLink(let sequence):
      "row \(sequence) does not follow the row before it; rows were exchanged or renumbered"
    case .editedRow(let sequence):
      "row \(sequence) was edited"
    case .truncated(let last, let expected):
      "expected \(expected) rows, found the end after row \(last); row \(last + 1) was removed"
    case .foreignRows(let first):
      "row \(first) was added from outside"
    case .otherHead(let sequence):
      "row \(sequence) is not the last row that was written"
    case .forgottenHead(let head):
      "row \(head.count) is not the one recorded elsewhere (\(head.hash.prefix(16)))"
    case .missingHead:
      "the record of the last row was removed"
    }
  }
}
