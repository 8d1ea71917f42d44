public import DataLake

/// The SHA-256 of a file's bytes, by which manifests know a file again.
public struct FileDigest: Hashable, Sendable, CustomStringConvertible {
  /// The digest in 64 lower-case hexadecimal digits.
  public let hex: String

  /// Creates a digest from its text, or returns `nil` when that is not 64 lower-case hex digits.
  public init?(_ hex: String) {
    guard let hash = ContentHash(hex) else { return nil }
    self.hex = hash.hex
  }

  /// Hashes the bytes of a file.
  ///
  /// - Throws: ``FileError`` when the file cannot be read.
  /// - Complexity: O(bytes) time and memory.
  public init(ofFile path: String) throws(FileError) {
    self.init(of: try AtomicFile.read(path))
  }

  /// Hashes bytes.
  public init(of bytes: [UInt8]) {
    hex = ContentHash(of: bytes).hex
  }

  /// The hexadecimal digits.
  public var description: String { hex }
}
