internal import Crypto
public import DataLake

/// The digests of a file's bytes that manifests hold: one to rely on, one that old tools know.
public struct FileChecksums: Hashable, Sendable {
  /// The SHA-256.
  public let sha256: FileDigest

  /// The MD5 in 32 lower-case hexadecimal digits; finds accidents, not intent.
  public let md5: String

  /// Hashes the bytes of a file.
  ///
  /// - Throws: ``FileError`` when the file cannot be read.
  /// - Complexity: O(bytes) time and memory.
  public init(ofFile path: String) throws(FileError) {
    self.init(of: try AtomicFile.read(path))
  }

  /// Hashes bytes.
  public init(of bytes: [UInt8]) {
    sha256 = FileDigest(of: bytes)
    md5 = Insecure.MD5.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
