internal import Synchronization

/// A request to stop, made by a signal and read between two units of work.
final class StopFlag: Sendable {
  private let value = Mutex(false)

  /// Whether somebody asked to stop.
  var isSet: Bool { value.withLock { $0 } }

  /// Asks to stop.
  func set() { value.withLock { $0 = true } }
}
