#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Writes files so that a reader, or a process killed at any instant, sees the old or the new
/// content and never a part of it.
///
/// The content goes to a temporary file in the same folder, which is flushed to the disk and
/// renamed over the target; then the folder is flushed. Missing folders are made.
public enum AtomicFile {
  /// The text between the name of a target and the random end of its temporary file.
  static let temporaryMark = ".assay-tmp-"

  /// Reads the whole content of a file.
  ///
  /// - Throws: ``FileError`` when there is no such file or it cannot be read.
  public static func read(_ path: String) throws(FileError) -> [UInt8] {
    try Folder.read(path)
  }

  /// Writes bytes.
  ///
  /// - Throws: ``FileError``; the target is then unchanged.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    do {
      try replace(path) { (temporary) throws(FileError) in try fill(temporary, with: bytes) }
    } catch {
      switch error {
      case .file(let error), .production(let error): throw error
      }
    }
  }

  private static func fill(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let file = open(path, O_WRONLY | O_TRUNC)
    guard file >= 0 else { throw .last("write", path) }
    defer { close(file) }
    try append(bytes, to: file, path)
  }

  /// Writes bytes to an open file until all are written.
  static func append(_ bytes: [UInt8], to file: Int32, _ path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        #if canImport(Darwin)
        Darwin.write(file, buffer.baseAddress.map { $0 + written }, bytes.count - written)
        #elseif canImport(Musl)
        Musl.write(file, buffer.baseAddress.map { $0 + written }, bytes.count - written)
        #else
        Glibc.write(file, buffer.baseAddress.map { $0 + written }, bytes.count - written)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .last("write", path) }
      written += count
    }
  }

  /// Writes text as UTF-8.
  ///
  /// - Throws: ``FileError``; the target is then unchanged.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Makes a folder where there is none, and checks that files can be made in it.
  ///
  /// For work that takes long before it writes: what is wrong with the place is known at once.
  ///
  /// - Throws: ``FileError`` naming the folder.
  public static func prepareFolder(_ path: String) throws(FileError) {
    try Folder.make(path)
    unlink(try makeTemporary(beside: path + "/probe"))
  }

  /// What can stop an atomic replacement: the file system, or the producer of the content.
  enum ReplacementError<Production: Error>: Error {
    case file(FileError)
    case production(Production)
  }

  /// Lets `produce` fill a temporary file and puts it in the place of the target.
  ///
  /// - Throws: ``ReplacementError``; the target is then unchanged and the temporary file removed.
  static func replace<Production: Error>(
    _ path: String,
    _ produce: (String) throws(Production) -> Void
  ) throws(ReplacementError<Production>) {
    let temporary: String
    do { temporary = try makeTemporary(beside: path) } catch { throw .file(error) }
    do { try produce(temporary) } catch {
      unlink(temporary)
      throw .production(error)
    }
    do { try putInPlace(temporary, path) } catch {
      unlink(temporary)
      throw .file(error)
    }
  }

  /// Removes what killed writers left in a folder; files that were written whole stay.
  ///
  /// Only for a folder that nobody else is writing to.
  ///
  /// - Throws: ``FileError`` when the folder cannot be listed or a file not removed; a folder that does not
  ///   exist has nothing in it.
  public static func removeLeftovers(in folder: String) throws(FileError) {
    for name in try Folder.names(in: folder) where name.contains(temporaryMark) {
      try Folder.remove(folder + "/" + name)
    }
  }

  /// Makes an empty temporary file in the folder of a target.
  static func makeTemporary(beside path: String) throws(FileError) -> String {
    try Folder.make(Folder.parent(of: path))
    var template = Array((path + temporaryMark + "XXXXXX").utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw .last("write", path) }
    fchmod(file, 0o644)
    close(file)
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Flushes a temporary file and renames it over its target.
  static func putInPlace(_ temporary: String, _ path: String) throws(FileError) {
    try flush(temporary)
    guard rename(temporary, path) == 0 else { throw .last("replace", path) }
    try flush(Folder.parent(of: path))
  }

  /// Flushes a file or folder to the disk.
  static func flush(_ path: String) throws(FileError) {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw .last("open", path) }
    defer { close(file) }
    guard fsync(file) == 0 || errno == EINVAL else { throw .last("flush", path) }
  }
}
