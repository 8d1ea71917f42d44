import CInflate

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads the bytes of a file, decompressing them when the file is gzip.
///
/// Whether a file is compressed is told by its first two bytes, never by its name. Files of several
/// gzip members are read through to the end, and zeros after the last member are ignored, as
/// `gzip` does. Memory use does not depend on the size of the file.
public final class GzipReader {
  /// The path as it was given.
  public let file: String

  private let descriptor: Int32
  private var inflate: OpaquePointer?
  private var input: [UInt8]
  private var inputRange = 0..<0
  private var offset = 0
  private var isCompressed = false
  private var memberIsOpen = false
  private var isAtEndOfInput = false

  /// Opens a file.
  ///
  /// - Throws: ``IngestError/unreadable(file:reason:)``, or
  ///   ``IngestError/zlibMissing(file:searched:message:)`` for a compressed file without zlib.
  public init(file: String) throws(IngestError) {
    self.file = file
    input = [UInt8](repeating: 0, count: 1 << 17)
    descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: file, reason: systemMessage()) }
    try refill()
    isCompressed = inputRange.count >= 2 && input[0] == 0x1F && input[1] == 0x8B
    guard isCompressed else { return }
    inflate = assay_inflate_create()
    memberIsOpen = true
    guard inflate != nil else {
      guard assay_inflate_available() == 1 else {
        throw .zlibMissing(
          file: file,
          searched: String(cString: assay_inflate_searched()),
          message: String(cString: assay_inflate_load_message())
        )
      }
      throw .badGzip(file: file, offset: 0, fault: .outOfMemory)
    }
  }

  deinit {
    assay_inflate_destroy(inflate)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Reads the next bytes into a buffer and returns how many; zero is the end of the file.
  ///
  /// - Throws: ``IngestError/unreadable(file:reason:)`` or
  ///   ``IngestError/badGzip(file:offset:fault:)`` with the offset in the compressed file.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
    guard !buffer.isEmpty else { return 0 }
    while true {
      if inputRange.isEmpty, !isAtEndOfInput { try refill() }
      guard isCompressed else { return copyPlain(into: buffer) }
      if !memberIsOpen {
        guard try openNextMember() else { return 0 }
        continue
      }
      if inputRange.isEmpty { throw .badGzip(file: file, offset: offset, fault: .truncated) }
      let produced = try decompress(into: buffer)
      if produced > 0 { return produced }
    }
  }

  /// Reads everything that is left.
  public func readToEnd() throws(IngestError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try fill(&chunk, from: 0)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[0..<count])
    }
  }

  /// Reads into the tail of an array that begins at a position.
  func fill(_ array: inout [UInt8], from start: Int) throws(IngestError) -> Int {
    // A typed throw does not pass through the closure, so that it is carried out as a result.
    let result: Result<Int, IngestError> = array.withUnsafeMutableBytes { bytes in
      do throws(IngestError) {
        return .success(try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...])))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func copyPlain(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, inputRange.count)
    input[inputRange.lowerBound..<inputRange.lowerBound + count].withUnsafeBytes {
      buffer.copyMemory(from: $0)
    }
    advance(by: count)
    return count
  }

  private func decompress(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(IngestError) -> Int {
    var (consumed, produced) = (0, 0)
    let status = input[inputRange].withUnsafeBufferPointer { source in
      assay_inflate_step(
        inflate,
        source.baseAddress,
        source.count,
        &consumed,
        buffer.baseAddress?.assumingMemoryBound(to: UInt8.self),
        buffer.count,
        &produced
      )
    }
    advance(by: consumed)
    switch UInt32(bitPattern: status) {
    case ASSAY_INFLATE_MORE.rawValue:
      // Neither side moved although both had room: the data cannot be continued.
      if consumed == 0, produced == 0 {
        throw .badGzip(file: file, offset: offset, fault: .corrupt("no progress"))
      }
    case ASSAY_INFLATE_END.rawValue:
      memberIsOpen = false
    case ASSAY_INFLATE_MEMORY.rawValue:
      throw .badGzip(file: file, offset: offset, fault: .outOfMemory)
    default:
      let text = String(cString: assay_inflate_message(inflate))
      throw .badGzip(file: file, offset: offset, fault: .corrupt(text))
    }
    return produced
  }

  /// Looks for another member after one has ended; returns `false` at the end of the file.
  private func openNextMember() throws(IngestError) -> Bool {
    while true {
      if inputRange.isEmpty { try refill() }
      guard !inputRange.isEmpty else { return false }
      if input[inputRange.lowerBound] != 0 { break }
      advance(by: 1)
    }
    guard input[inputRange.lowerBound] == 0x1F, assay_inflate_next_member(inflate) == 1 else {
      throw .badGzip(file: file, offset: offset, fault: .trailingBytes)
    }
    memberIsOpen = true
    return true
  }

  private func advance(by count: Int) {
    inputRange = inputRange.lowerBound + count..<inputRange.upperBound
    offset += count
  }

  private func refill() throws(IngestError) {
    guard !isAtEndOfInput else { return }
    let count = readSystem()
    guard count >= 0 else { throw .unreadable(file: file, reason: systemMessage()) }
    isAtEndOfInput = count == 0
    inputRange = 0..<count
  }

  private func readSystem() -> Int {
    while true {
      let count = input.withUnsafeMutableBytes {
        readDescriptor(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 || errno != EINTR { return count }
    }
  }
}

// The method named `read` hides the function of the C library inside the class.
private func readDescriptor(
  _ descriptor: Int32,
  _ base: UnsafeMutableRawPointer?,
  _ count: Int
) -> Int {
  read(descriptor, base, count)
}

private func systemMessage() -> String {
  String(cString: strerror(errno))
}
