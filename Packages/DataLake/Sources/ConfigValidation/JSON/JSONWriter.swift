extension JSONValue {
  /// The document as text, always the same for the same value.
  ///
  /// Members stand in their own order. A real number is the shortest text that reads back to the
  /// same `Double` and always shows that it is one (`10000.0`, `1e-07`); a whole number has
  /// neither point nor exponent.
  ///
  /// - Parameter pretty: Whether each element and member stands on its own line, indented by two
  ///   spaces a level; otherwise there is no space at all.
  /// - Returns: The text, without a final line break.
  /// - Precondition: Every number is finite.
  /// - Complexity: O(length of the text).
  public func text(pretty: Bool) -> String {
    String(decoding: utf8Bytes(pretty: pretty), as: UTF8.self)
  }

  /// The same text as ``text(pretty:)`` in UTF-8, without a final line break.
  ///
  /// - Precondition: Every number is finite.
  public func utf8Bytes(pretty: Bool) -> [UInt8] {
    var writer = JSONWriter(isPretty: pretty, sortsMembers: false)
    writer.write(self, depth: 0)
    return writer.bytes
  }

  /// The text to hash: no spaces, members of every object ordered by the bytes of their names.
  ///
  /// Values that differ only in the order of members have the same canonical text.
  ///
  /// - Precondition: Every number is finite.
  public var canonicalText: String {
    var writer = JSONWriter(isPretty: false, sortsMembers: true)
    writer.write(self, depth: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension JSONValue: CustomStringConvertible {
  /// The compact text.
  public var description: String { text(pretty: false) }
}

private struct JSONWriter {
  let isPretty: Bool
  let sortsMembers: Bool
  var bytes: [UInt8] = []

  init(isPretty: Bool, sortsMembers: Bool) {
    self.isPretty = isPretty
    self.sortsMembers = sortsMembers
  }

  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .integer(let number): append(String(number))
    case .number(let number):
      precondition(number.isFinite, "JSON has no text for \(number)")
      append(number.description)
    case .string(let text): write(text)
    case .array(let elements): write(elements, depth: depth)
    case .object(let members):
      write(sortsMembers ? members.sorted(by: precedesInBytes) : members, depth: depth)
    }
  }

  private mutating func write(_ elements: [JSONValue], depth: Int) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(depth + 1)
      write(element, depth: depth + 1)
    }
    if !elements.isEmpty { breakLine(depth) }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ members: [JSONMember], depth: Int) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(depth + 1)
      write(member.name)
      append(isPretty ? ": " : ":")
      write(member.value, depth: depth + 1)
    }
    if !members.isEmpty { breakLine(depth) }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0C: append("\\f")
      case 0x0D: append("\\r")
      case 0..<0x20:
        append("\\u00")
        bytes.append(hexadecimalDigits[Int(byte >> 4)])
        bytes.append(hexadecimalDigits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func breakLine(_ depth: Int) {
    guard isPretty else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

private let hexadecimalDigits = Array("0123456789abcdef".utf8)

private func precedesInBytes(_ left: JSONMember, _ right: JSONMember) -> Bool {
  left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
}
