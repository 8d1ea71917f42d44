#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An error of the file system, with the path and what was being done.
public enum FileError: Error, Hashable, Sendable {
  /// Nothing exists at the path.
  case notFound(path: String)

  /// The process may not do this at the path.
  case permissionDenied(path: String, operation: String)

  /// The disk or the quota is full.
  case diskFull(path: String)

  /// Another failure; `reason` is the system's text for it.
  case failed(path: String, operation: String, reason: String)

  /// Describes the error number that the last system call left.
  static func last(_ operation: String, _ path: String) -> FileError {
    let code = errno
    return switch code {
    case ENOENT: .notFound(path: path)
    case EACCES, EPERM, EROFS: .permissionDenied(path: path, operation: operation)
    case ENOSPC, EDQUOT, EFBIG: .diskFull(path: path)
    default: .failed(path: path, operation: operation, reason: String(cString: strerror(code)))
    }
  }
}

extension FileError: CustomStringConvertible {
  /// The failure in words.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file or folder"
    case .permissionDenied(let path, let operation): "\(path): no permission to \(operation)"
    case .diskFull(let path): "\(path): the disk is full"
    case .failed(let path, let operation, let reason): "\(path): cannot \(operation): \(reason)"
    }
  }
}
