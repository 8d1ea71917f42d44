#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Keeps other processes out of a folder until the value is released; waits for one that is in it.
///
/// The operating system drops the lock of a killed process. Nothing is left in the folder.
final class FolderLock {
  private let file: Int32

  /// Waits for the folder.
  ///
  /// - Returns: `nil` where the folder cannot be opened.
  init?(_ path: String) {
    file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    while flock(file, LOCK_EX) != 0, errno == EINTR {}
  }

  deinit { if file >= 0 { close(file) } }
}
