internal import ConfigValidation
internal import DataLake

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The log of one run: lines of JSON that are only appended, each on the disk when the call returns.
///
/// A process that was killed leaves at most the beginning of a line at the end, which readers ignore and
/// the next writer removes.
final class TrackingLog {
  static let fileName = "events.jsonl"

  let path: String
  private let file: Int32

  /// Opens the log of a folder for writing, and returns what is in it.
  ///
  /// - Throws: ``TrackingError/runHeld(path:)``, ``TrackingError/damagedLog(path:line:reason:)``,
  ///   ``TrackingError/file(_:)``.
  static func open(
    folder: String
  ) throws(TrackingError) -> (log: TrackingLog, events: [TrackingEvent]) {
    do { try AtomicFile.prepareFolder(folder) } catch { throw .file(error) }
    let log = try TrackingLog(path: folder + "/" + fileName)
    let bytes = try bytes(of: log.path)
    let whole = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    if whole < bytes.count {
      guard ftruncate(log.file, off_t(whole)) == 0 else { throw log.failure("shorten") }
    }
    return (log, try events(in: bytes, path: log.path))
  }

  /// Reads the log of a folder, also while it is being written.
  static func read(folder: String) throws(TrackingError) -> [TrackingEvent] {
    let path = folder + "/" + fileName
    return try events(in: bytes(of: path), path: path)
  }

  private init(path: String) throws(TrackingError) {
    self.path = path
    #if canImport(Darwin)
    file = Darwin.open(path, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0o644)
    #elseif canImport(Musl)
    file = Musl.open(path, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0o644)
    #else
    file = Glibc.open(path, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0o644)
    #endif
    guard file >= 0 else { throw failure("open") }
    // A program that this process is just starting holds a copy of the file until it runs.
    var attempts = 10
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw failure("lock") }
      attempts -= 1
      guard attempts > 0 else { throw .runHeld(path: path) }
      usleep(20_000)
    }
  }

  deinit {
    // Closing releases the lock.
    close(file)
  }

  /// Appends one line, whole or not at all.
  ///
  /// - Throws: ``TrackingError/file(_:)``.
  func append(_ event: TrackingEvent) throws(TrackingError) {
    let bytes = event.json.utf8Bytes(pretty: false) + [UInt8(ascii: "\n")]
    let before = lseek(file, 0, SEEK_END)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(file, buffer.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let failure = failure("write")
        _ = ftruncate(file, before)
        throw failure
      }
      written += count
    }
    guard fsync(file) == 0 || errno == EINVAL else { throw failure("flush") }
  }

  private func failure(_ operation: String) -> TrackingError {
    let code = errno
    return switch code {
    case ENOSPC, EDQUOT, EFBIG: .file(.diskFull(path: path))
    case EACCES, EPERM, EROFS: .file(.permissionDenied(path: path, operation: operation))
    default:
      .file(.failed(path: path, operation: operation, reason: String(cString: strerror(code))))
    }
  }

  private static func bytes(of path: String) throws(TrackingError) -> [UInt8] {
    do { return try AtomicFile.read(path) } catch { throw .file(error) }
  }

  private static func events(
    in bytes: [UInt8],
    path: String
  ) throws(TrackingError) -> [TrackingEvent] {
    let whole = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    let lines = bytes[..<whole].split(
      separator: UInt8(ascii: "\n"),
      omittingEmptySubsequences: false
    )
    var events: [TrackingEvent] = []
    for (index, line) in lines.dropLast().enumerated() {
      let json: JSONValue
      do {
        json = try JSONValue(parsing: String(decoding: line, as: UTF8.self))
      } catch {
        throw .damagedLog(path: path, line: index + 1, reason: error.description)
      }
      guard let event = TrackingEvent(json: json) else {
        throw .damagedLog(
          path: path,
          line: index + 1,
          reason: "expected an event, found another object"
        )
      }
      events.append(event)
    }
    guard events.isEmpty || events[0].isBeginning else {
      throw .damagedLog(path: path, line: 1, reason: "expected the beginning of a run")
    }
    return events
  }
}

extension TrackingEvent {
  fileprivate var isBeginning: Bool {
    if case .began = self { true } else { false }
  }
}
