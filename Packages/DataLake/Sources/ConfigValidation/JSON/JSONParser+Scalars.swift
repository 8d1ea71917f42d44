extension JSONParser {
  /// Reads a string whose opening quote is the current byte.
  mutating func parseString() throws(JSONError) -> String {
    let opening = position
    position += 1
    let start = position
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""):
        defer { position += 1 }
        return try decoded(UnsafeBufferPointer(rebasing: text[start..<position]), from: opening)
      case UInt8(ascii: "\\"): return try parseEscapedString(from: start, opening: opening)
      case 0..<0x20: throw unexpected("a string without bare control characters")
      default: position += 1
      }
    }
    throw unexpected("'\"'")
  }

  /// The slow path: the string holds at least one escape, and the current byte is the first.
  private mutating func parseEscapedString(
    from start: Int,
    opening: Int
  ) throws(JSONError) -> String {
    var bytes = Array(text[start..<position])
    while position < text.count {
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: bytes, as: UTF8.self) else {
          throw error(.invalidUnicode, at: opening)
        }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        try parseEscape(into: &bytes)
      case 0..<0x20: throw unexpected("a string without bare control characters")
      default:
        bytes.append(byte)
        position += 1
      }
    }
    throw unexpected("'\"'")
  }

  private mutating func parseEscape(into bytes: inout [UInt8]) throws(JSONError) {
    guard let escape = peek() else { throw unexpected("an escape") }
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escape)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      bytes.append(contentsOf: String(Character(try parseUnicodeEscape())).utf8)
      return
    default: throw unexpected("one of the escapes \" \\ / b f n r t u")
    }
    position += 1
  }

  /// Reads `uXXXX`, and the second half of a surrogate pair where the first one is.
  private mutating func parseUnicodeEscape() throws(JSONError) -> UnicodeScalar {
    let start = position - 1
    var code = try parseHexQuad()
    if (0xD800..<0xDC00).contains(code) {
      guard consume(UInt8(ascii: "\\")), peek() == UInt8(ascii: "u") else {
        throw error(.invalidUnicode, at: start)
      }
      let low = try parseHexQuad()
      guard (0xDC00..<0xE000).contains(low) else { throw error(.invalidUnicode, at: start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = UnicodeScalar(code) else { throw error(.invalidUnicode, at: start) }
    return scalar
  }

  private mutating func parseHexQuad() throws(JSONError) -> UInt32 {
    position += 1
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }

  private func decoded(
    _ bytes: UnsafeBufferPointer<UInt8>,
    from opening: Int
  ) throws(JSONError) -> String {
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw error(.invalidUnicode, at: opening)
    }
    return string
  }

  /// Reads a number whose first byte is the current one.
  mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = position
    let isNegative = consume(UInt8(ascii: "-"))
    var mantissa: UInt64 = 0
    var digits = 0
    var isExactMantissa = true
    let leadingZero = peek() == UInt8(ascii: "0")
    try parseDigits(into: &mantissa, &digits, &isExactMantissa)
    if leadingZero, position - start - (isNegative ? 1 : 0) > 1 {
      throw error(
        .unexpected(expected: "no digit after a leading zero", found: "one"),
        at: start
      )
    }
    var isWhole = true
    var exponent = 0
    if consume(UInt8(ascii: ".")) {
      isWhole = false
      let first = position
      try parseDigits(into: &mantissa, &digits, &isExactMantissa)
      exponent = first - position
    }
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      position += 1
      let isSmall = peek() == UInt8(ascii: "-")
      if isSmall || peek() == UInt8(ascii: "+") { position += 1 }
      var (power, powerDigits, isExactPower) = (UInt64(0), 0, true)
      try parseDigits(into: &power, &powerDigits, &isExactPower)
      let bounded = isExactPower ? Int(min(power, 100_000)) : 100_000
      exponent += isSmall ? -bounded : bounded
    }
    if isWhole, isExactMantissa, let value = signed(mantissa, isNegative) { return .integer(value) }
    if isExactMantissa, mantissa < 1 << 53, let value = exactProduct(mantissa, exponent) {
      return .number(isNegative ? -value : value)
    }
    let literal = String(decoding: text[start..<position], as: UTF8.self)
    guard let value = Double(literal), value.isFinite else {
      throw error(.numberOutOfRange(literal), at: start)
    }
    return .number(value)
  }

  private mutating func parseDigits(
    into value: inout UInt64,
    _ digits: inout Int,
    _ isExact: inout Bool
  ) throws(JSONError) {
    let start = position
    while position < text.count {
      let digit = text[position] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      // A significant digit beyond the nineteenth would overflow; the slow path rereads the text.
      if digits < 19 {
        value = value &* 10 &+ UInt64(digit)
        if value != 0 { digits += 1 }
      } else {
        isExact = false
      }
      position += 1
    }
    guard position > start else { throw unexpected("a digit") }
  }

  private func signed(_ magnitude: UInt64, _ isNegative: Bool) -> Int64? {
    if isNegative {
      // JSON tells -0 from 0 only as a real number.
      guard magnitude != 0, magnitude <= UInt64(Int64.max) + 1 else { return nil }
      return Int64(truncatingIfNeeded: 0 &- magnitude)
    }
    return Int64(exactly: magnitude)
  }

  /// Clinger's fast path: both factors are exact doubles, so one rounding gives the nearest double.
  private func exactProduct(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard (-22...22).contains(exponent) else { return nil }
    let power = powersOfTen[abs(exponent)]
    return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]
