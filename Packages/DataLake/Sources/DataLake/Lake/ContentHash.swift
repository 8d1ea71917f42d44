import Crypto

/// A SHA-256 digest that identifies content by its logical values.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
  /// The digest in 64 lower-case hexadecimal digits.
  public let hex: String

  /// Creates a hash from its text, or returns `nil` when that is not 64 lower-case hex digits.
  public init?(_ hex: String) {
    guard hex.utf8.count == 64,
      hex.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    self.hex = hex
  }

  /// Hashes bytes.
  public init(of bytes: [UInt8]) {
    self.init(SHA256.hash(data: bytes))
  }

  /// Hashes the UTF-8 bytes of a text.
  public init(of text: String) {
    self.init(of: Array(text.utf8))
  }

  /// Hashes the logical values of a table: names, types, presence and values of all columns.
  ///
  /// The order of the rows and columns counts; the lake sorts before it hashes. Numbers enter as
  /// 8 little-endian bytes (negative zero as zero), texts with their length, missing values as
  /// their absence alone.
  ///
  /// - Complexity: O(bytes).
  public init(of table: ColumnTable) {
    var hasher = SHA256()
    hasher.add("assay-table-1")
    hasher.add(Int64(table.rowCount))
    hasher.add(Int64(table.columns.count))
    for column in table.columns {
      hasher.add(column.name)
      hasher.add(column.type.rawValue)
      hasher.add(column.validity)
      hasher.add(column.values)
    }
    self.init(hasher.finalize())
  }

  private init(_ digest: SHA256.Digest) {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    hex = String(decoding: text, as: UTF8.self)
  }

  /// The hexadecimal digits.
  public var description: String { hex }
}

extension SHA256 {
  fileprivate mutating func add(_ value: Int64) {
    withUnsafeBytes(of: value.littleEndian) { update(bufferPointer: $0) }
  }

  fileprivate mutating func add(_ text: String) {
    add(Int64(text.utf8.count))
    var text = text
    text.withUTF8 { update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }

  fileprivate mutating func add(_ validity: [Bool]?) {
    guard let validity else { return add(Int64(0)) }
    add(Int64(1))
    validity.map { $0 ? UInt8(1) : 0 }.withUnsafeBytes { update(bufferPointer: $0) }
  }

  fileprivate mutating func add(_ values: ColumnValues) {
    switch values {
    case .timestamp(let values), .int64(let values): addWords(values.map { $0.littleEndian })
    case .double(let values):
      // Adding zero turns negative zero, which equals zero, into it.
      addWords(values.map { ($0 + 0).bitPattern.littleEndian })
    case .text(let values): addTexts(values)
    case .bool(let values): add(values)
    }
  }

  /// Feeds the same bytes as one `add` per text, gathered into blocks.
  private mutating func addTexts(_ values: [String]) {
    let blockSize = 1 << 16
    var block: [UInt8] = []
    block.reserveCapacity(2 * blockSize)
    for var value in values {
      withUnsafeBytes(of: Int64(value.utf8.count).littleEndian) { block.append(contentsOf: $0) }
      value.withUTF8 { block.append(contentsOf: $0) }
      guard block.count >= blockSize else { continue }
      block.withUnsafeBytes { update(bufferPointer: $0) }
      block.removeAll(keepingCapacity: true)
    }
    block.withUnsafeBytes { update(bufferPointer: $0) }
  }

  private mutating func addWords<Word>(_ words: [Word]) {
    words.withUnsafeBytes { update(bufferPointer: $0) }
  }
}
