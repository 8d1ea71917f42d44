extension JSONValue {
  /// Reads one JSON document (RFC 8259) and nothing else.
  ///
  /// The reader is strict: no comments, no trailing commas, no repeated member names, no bare
  /// control characters, no half surrogate pairs, no numbers beyond `Double`, valid UTF-8 only.
  /// A whole number that does not fit `Int64` becomes a ``number(_:)``.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - depthLimit: The deepest nesting of arrays and objects that is accepted.
  /// - Throws: ``JSONError`` with line and column of the first problem.
  /// - Complexity: O(bytes), plus O(*m* log *m*) for an object of *m* members.
  public init(parsing bytes: [UInt8], depthLimit: Int = 256) throws(JSONError) {
    self = try bytes.withUnsafeBufferPointer { (text) throws(JSONError) in
      var parser = JSONParser(text: text, depthLimit: depthLimit)
      return try parser.parseDocument()
    }
  }

  /// Reads one JSON document out of a text; see ``init(parsing:depthLimit:)``.
  public init(parsing text: String, depthLimit: Int = 256) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
  }
}

/// A recursive-descent reader over the bytes of one document.
struct JSONParser {
  let text: UnsafeBufferPointer<UInt8>
  let depthLimit: Int
  var position = 0
  private var depth = 0

  init(text: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
    self.text = text
    self.depthLimit = depthLimit
  }

  mutating func parseDocument() throws(JSONError) -> JSONValue {
    let value = try parseValue()
    skipSpace()
    guard position == text.count else { throw unexpected("the end of the document") }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    skipSpace()
    guard position < text.count else { throw unexpected("a value") }
    switch text[position] {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseLiteral("true", .bool(true))
    case UInt8(ascii: "f"): return try parseLiteral("false", .bool(false))
    case UInt8(ascii: "n"): return try parseLiteral("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw unexpected("a value")
    }
  }

  private mutating func parseObject() throws(JSONError) -> JSONValue {
    try enter()
    var members: [JSONMember] = []
    var offsets: [Int] = []
    skipSpace()
    if !consume(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        guard peek() == UInt8(ascii: "\"") else { throw unexpected("a member name in quotes") }
        offsets.append(position)
        let name = try parseString()
        skipSpace()
        guard consume(UInt8(ascii: ":")) else { throw unexpected("':'") }
        members.append(JSONMember(name, try parseValue()))
        skipSpace()
      } while consume(UInt8(ascii: ","))
      guard consume(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
    }
    if let repeated = repeatedMember(of: members) {
      throw error(.duplicateKey(members[repeated].name), at: offsets[repeated])
    }
    depth -= 1
    return .object(members)
  }

  private mutating func parseArray() throws(JSONError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    skipSpace()
    if !consume(UInt8(ascii: "]")) {
      repeat {
        elements.append(try parseValue())
        skipSpace()
      } while consume(UInt8(ascii: ","))
      guard consume(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
    }
    depth -= 1
    return .array(elements)
  }

  private mutating func parseLiteral(
    _ literal: StaticString,
    _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    let count = literal.utf8CodeUnitCount
    guard position + count <= text.count else { throw unexpected("a value") }
    for offset in 0..<count where text[position + offset] != literal.utf8Start[offset] {
      throw unexpected("a value")
    }
    position += count
    return value
  }

  private mutating func enter() throws(JSONError) {
    guard depth < depthLimit else { throw error(.tooDeep(limit: depthLimit), at: position) }
    depth += 1
    position += 1
  }

  func peek() -> UInt8? { position < text.count ? text[position] : nil }

  mutating func consume(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < text.count {
      switch text[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  /// Returns the position of the first member whose name appeared before, or `nil`.
  private func repeatedMember(of members: [JSONMember]) -> Int? {
    if members.count <= 16 {
      for index in members.indices.dropFirst()
      where members[..<index].contains(where: { $0.name == members[index].name }) {
        return index
      }
      return nil
    }
    var seen = Set<String>(minimumCapacity: members.count)
    return members.firstIndex { !seen.insert($0.name).inserted }
  }

  func unexpected(_ expected: String) -> JSONError {
    let found: String
    switch peek() {
    case nil: found = "the end of the text"
    case let byte? where (0x21...0x7E).contains(byte): found = "'\(Character(UnicodeScalar(byte)))'"
    case let byte?: found = "byte 0x\(String(byte, radix: 16, uppercase: true))"
    }
    return error(.unexpected(expected: expected, found: found), at: position)
  }

  /// Counts lines only when something went wrong, so that reading pays nothing for positions.
  func error(_ reason: JSONError.Reason, at offset: Int) -> JSONError {
    let before = text[..<min(offset, text.count)]
    let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONError(line: line, column: before.count - lineStart + 1, reason: reason)
  }
}
