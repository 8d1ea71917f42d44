internal import ConfigValidation
internal import DataLake
internal import ExperimentRegistry

/// Sends what a spool holds to an MLflow server.
///
/// Sending is idempotent: a run carries its key as a tag, by which it is found again, and repeated
/// values change nothing. So a sync that was killed is repeated, on the same server or another one.
public struct MLflowSync: Sendable {
  /// What is sent.
  public let spool: TrackingSpool

  /// Where to.
  public let server: MLflowServer

  /// Creates a sync.
  public init(spool: TrackingSpool, server: MLflowServer) {
    self.spool = spool
    self.server = server
  }

  /// Sends everything that the server does not have yet.
  ///
  /// A server that is away, or refuses a tree of runs, is part of the outcome and not thrown: training
  /// goes on, and the spool keeps what is missing.
  ///
  /// - Parameter holder: What another process is told that wants to send, such as a process identifier.
  /// - Returns: What was sent, and what went wrong.
  /// - Throws: ``TrackingError/syncHeld(path:holder:)``, ``TrackingError/file(_:)``.
  public func send(holder: String) async throws(TrackingError) -> SyncOutcome {
    var outcome = SyncOutcome()
    let names = try spool.runNames()
    guard !names.isEmpty else { return outcome }
    let lock = try lock(holder)
    defer { withExtendedLifetime(lock) {} }
    var sender = TreeSender(client: MLflowClient(server: server), spool: spool)
    for name in names {
      do {
        if let tree = try spool.load(spool.folder + "/" + name) {
          try await sender.send(tree, &outcome)
        }
      } catch {
        outcome.failures.append(SyncFailure(run: name, error: error))
        // The other trees would only wait for the same server.
        if error.isServerAway { break }
      }
    }
    return outcome
  }

  private func lock(_ holder: String) throws(TrackingError) -> CycleLock {
    let path = spool.folder + "/sync"
    do {
      return try CycleLock(registryPath: path, holder: holder, waitSeconds: 0)
    } catch {
      switch error {
      case .lockHeld(_, let holder, _): throw .syncHeld(path: spool.folder, holder: holder)
      default:
        throw .file(
          .failed(path: path + ".lock", operation: "lock", reason: error.description)
        )
      }
    }
  }
}
