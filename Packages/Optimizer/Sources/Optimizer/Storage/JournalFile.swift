#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An open file that only grows, and the right to write to it.
final class JournalFile {
  let path: String
  private let descriptor: Int32
  private var count: Int

  /// Opens a file to append to it.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - count: How many bytes of it stay; the rest is cut off.
  /// - Throws: ``StudyJournalError`` when the system refuses.
  init(appendingTo path: String, keeping count: Int) throws(StudyJournalError) {
    descriptor = open(path, O_WRONLY | O_CLOEXEC)
    self.path = path
    self.count = count
    guard descriptor >= 0 else { throw .last("open", path) }
    guard ftruncate(descriptor, off_t(count)) == 0 else { throw .last("cut", path) }
    try flush()
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Appends bytes; after a failure the file is as long as it was.
  func append(_ bytes: [UInt8]) throws(StudyJournalError) {
    var written = 0
    while written < bytes.count {
      let step = bytes.withUnsafeBytes { buffer in
        pwrite(
          descriptor,
          buffer.baseAddress.map { $0 + written },
          bytes.count - written,
          off_t(count + written)
        )
      }
      if step < 0, errno == EINTR { continue }
      guard step > 0 else {
        let failure = StudyJournalError.last("write", path)
        _ = ftruncate(descriptor, off_t(count))
        throw failure
      }
      written += step
    }
    count += written
  }

  /// Returns when what was appended would survive a power cut.
  func flush() throws(StudyJournalError) {
    #if canImport(Darwin)
    let isFlushed = fcntl(descriptor, F_FULLFSYNC) != -1 || fsync(descriptor) == 0
    #else
    let isFlushed = fdatasync(descriptor) == 0
    #endif
    guard isFlushed || errno == EINVAL else { throw .last("flush", path) }
  }

  /// Reads a whole file; `nil` when there is none.
  static func read(_ path: String) throws(StudyJournalError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw .last("open", path)
    }
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    guard size >= 0 else { throw .last("read", path) }
    var failure: StudyJournalError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let step = pread(file, buffer.baseAddress.map { $0 + filled }, size - filled, off_t(filled))
        if step < 0, errno == EINTR { continue }
        if step < 0 { failure = .last("read", path) }
        guard step > 0 else { return }
        filled += step
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Makes a file with its first bytes, whole or not at all.
  static func create(_ path: String, _ bytes: [UInt8]) throws(StudyJournalError) {
    let temporary = path + ".new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .last("create", path) }
    close(file)
    do throws(StudyJournalError) {
      let new = try JournalFile(appendingTo: temporary, keeping: 0)
      try new.append(bytes)
      try new.flush()
      guard rename(temporary, path) == 0 else { throw StudyJournalError.last("create", path) }
    } catch {
      unlink(temporary)
      throw error
    }
    try flushFolder(of: path)
  }

  private static func flushFolder(of path: String) throws(StudyJournalError) {
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = end.map { String(path[...$0]) } ?? "."
    let file = open(folder, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .last("open", folder) }
    defer { close(file) }
    guard fsync(file) == 0 || errno == EINVAL else { throw .last("flush", folder) }
  }
}

/// The right to work on a study, held by one process at a time.
///
/// An advisory lock on a file beside the journal, which the kernel releases when the process ends.
final class JournalLock {
  private let descriptor: Int32

  /// Takes the lock, or says who has it.
  init(journal path: String, holder: String) throws(StudyJournalError) {
    let file = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    descriptor = file
    guard file >= 0 else { throw .last("lock", path) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw .last("lock", path) }
      var bytes = [UInt8](repeating: 0, count: 256)
      let count = pread(file, &bytes, bytes.count, 0)
      let other = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      throw .held(path: path, holder: other)
    }
    let bytes = Array(holder.utf8.prefix(256))
    // A failure here only makes another process's message less helpful.
    guard ftruncate(file, 0) == 0 else { return }
    _ = pwrite(file, bytes, bytes.count, 0)
  }

  deinit {
    // Closing releases the lock.
    if descriptor >= 0 { close(descriptor) }
  }
}

extension StudyJournalError {
  /// Describes the error number that the last system call left.
  static func last(_ operation: String, _ path: String) -> StudyJournalError {
    let code = errno
    return switch code {
    case ENOSPC, EDQUOT, EFBIG: .diskFull(path: path)
    default: .file(path: path, operation: operation, reason: String(cString: strerror(code)))
    }
  }
}

/// What a process says of itself to others that want the same study.
func processName() -> String { "process \(getpid())" }
