#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file that is written piece by piece and then appears whole, or not at all.
///
/// For content that is too large to be held, or that grows while a run goes on; ``AtomicFile`` says what
/// readers see. A writer that is dropped before ``commit()`` leaves the target as it was, and nothing
/// beside it.
///
/// ```swift
/// var file = try AtomicFileWriter(path: "rows.csv")
/// for row in 0..<1_000_000 { try file.write("\(row)\n") }
/// try file.commit()
/// ```
public struct AtomicFileWriter: ~Copyable {
  /// The number of bytes that are collected before the file system is called.
  private static let pieceSize = 1 << 16

  private let path: String
  private let temporary: String
  private let file: Int32
  private var pending: [UInt8]
  private var isInPlace = false

  /// Begins a file, making missing folders.
  ///
  /// - Throws: ``FileError`` naming the path.
  public init(path: String) throws(FileError) {
    let temporary = try AtomicFile.makeTemporary(beside: path)
    let file = open(temporary, O_WRONLY | O_TRUNC)
    if file < 0 {
      let error = FileError.last("write", path)
      unlink(temporary)
      throw error
    }
    self.path = path
    self.temporary = temporary
    self.file = file
    pending = []
    pending.reserveCapacity(2 * Self.pieceSize)
  }

  /// Adds text as UTF-8.
  ///
  /// - Throws: ``FileError``; the target is then unchanged.
  public mutating func write(_ text: String) throws(FileError) {
    pending.append(contentsOf: text.utf8)
    if pending.count >= Self.pieceSize { try writePending() }
  }

  /// Puts the file in the place of its target.
  ///
  /// - Throws: ``FileError``; the target is then unchanged.
  public consuming func commit() throws(FileError) {
    try writePending()
    try AtomicFile.putInPlace(temporary, path)
    isInPlace = true
  }

  private mutating func writePending() throws(FileError) {
    try AtomicFile.append(pending, to: file, path)
    pending.removeAll(keepingCapacity: true)
  }

  deinit {
    close(file)
    if !isInPlace { unlink(temporary) }
  }
}
