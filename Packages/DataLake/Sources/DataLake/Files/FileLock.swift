#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An exclusive lock on a file, held until the value is released or the process ends.
///
/// The operating system drops the lock of a killed process, so a crash leaves nothing to clean.
final class FileLock {
  private let file: Int32

  /// Takes the lock, or returns `nil` when someone else holds it.
  init?(path: String) throws(FileError) {
    try Folder.make(Folder.parent(of: path))
    let opened = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw .last("lock", path) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(opened)
      if code == EWOULDBLOCK { return nil }
      errno = code
      throw .last("lock", path)
    }
    file = opened
  }

  deinit { close(file) }
}
