#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The right to run a cycle on a registry, held by one process at a time.
///
/// An advisory lock (`flock`) on a file beside the registry. The kernel releases it when the process
/// ends, however it ends, so a killed loop never blocks the next one. Reading the registry needs no lock.
public final class CycleLock: Sendable {
  private let descriptor: Int32

  /// Waits for the lock and takes it.
  ///
  /// - Parameters:
  ///   - registryPath: The path of the registry; the lock file is this path with `.lock` at its end.
  ///   - holder: What another process is told that waits in vain, such as a process identifier.
  ///   - waitSeconds: How long to wait; 0 tries once.
  /// - Throws: ``RegistryError/lockHeld(path:holder:waitedSeconds:)`` when another process keeps the
  ///   lock, ``RegistryError/cannotOpen(path:reason:)`` when the lock file cannot be made.
  public init(
    registryPath: String,
    holder: String,
    waitSeconds: Double
  ) throws(RegistryError) {
    let path = registryPath + ".lock"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
    let pauseMicroseconds = 50_000
    var attempts = Int((waitSeconds * 1e6 / Double(pauseMicroseconds)).rounded(.up))
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR else {
        close(file)
        throw .cannotOpen(path: path, reason: String(cString: strerror(code)))
      }
      guard attempts > 0 else {
        let other = Self.text(of: file)
        close(file)
        throw .lockHeld(path: registryPath, holder: other, waitedSeconds: waitSeconds)
      }
      attempts -= 1
      usleep(UInt32(pauseMicroseconds))
    }
    descriptor = file
    Self.replaceText(of: file, with: holder)
  }

  deinit {
    // Closing releases the lock.
    close(descriptor)
  }

  private static func text(of file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(file, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// Says who holds the lock; a failure here only makes another process's message less helpful.
  private static func replaceText(of file: Int32, with text: String) {
    let bytes = Array(text.utf8.prefix(256))
    guard ftruncate(file, 0) == 0 else { return }
    _ = pwrite(file, bytes, bytes.count, 0)
  }
}
