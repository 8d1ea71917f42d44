/// What came of sending a spool.
public struct SyncOutcome: Hashable, Sendable {
  /// How many runs were made on the server.
  public var createdRuns = 0

  /// How many runs had something new that was sent.
  public var updatedRuns = 0

  /// How many runs have all of their log on the server.
  public var completeRuns = 0

  /// How many settings, tags, numbers and files were sent.
  public var values = 0

  /// What was left out or changed on the way, in the order of the runs.
  public var notices: [SyncNotice] = []

  /// What went wrong, with the name of the tree of runs; the spool keeps what was not sent.
  public var failures: [SyncFailure] = []

  /// Whether nothing went wrong; notices may still name what was left out.
  public var isSuccess: Bool { failures.isEmpty }
}

/// Why a tree of runs was not sent whole.
public struct SyncFailure: Hashable, Sendable {
  /// The run that is in no other run.
  public let run: String

  /// What went wrong.
  public let error: TrackingError

  /// Creates a failure.
  public init(run: String, error: TrackingError) {
    self.run = run
    self.error = error
  }
}

/// Something a person may want to know about a run that was sent.
public enum SyncNotice: Hashable, Sendable {
  /// The run was deleted on the server, and is left alone.
  case deleted(run: String)

  /// The server has more than one run of the key; the one that began first is used.
  case doubled(run: String, ids: [String])

  /// A name holds what the server refuses.
  case renamed(run: String, name: String, to: String)

  /// A value is longer than the server takes; the spool has all of it.
  case shortened(run: String, name: String, characters: Int)

  /// A file is not there any more.
  case artifactMissing(run: String, name: String, path: String)

  /// A file is not what it was when it was logged.
  case artifactChanged(run: String, name: String, path: String)

  /// The server does not take files for others.
  case artifactsNotTaken(run: String, address: String)
}

extension SyncNotice: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .deleted(let run): "\(run): was deleted on the server; not sent"
    case .doubled(let run, let ids):
      "\(run): the server has several: \(ids.joined(separator: ", ")); using the first"
    case .renamed(let run, let name, let new): "\(run): '\(name)' is named '\(new)' there"
    case .shortened(let run, let name, let characters):
      "\(run): \(name) has \(characters) characters; the server takes fewer, the spool has all"
    case .artifactMissing(let run, let name, let path):
      "\(run): artifact \(name): expected a file \(path), found none; not sent"
    case .artifactChanged(let run, let name, let path):
      "\(run): artifact \(name): \(path) has changed since it was logged; not sent"
    case .artifactsNotTaken(let run, let address):
      "\(run): the server keeps artifacts at '\(address)' and takes none; start it with "
        + "--serve-artifacts"
    }
  }
}
