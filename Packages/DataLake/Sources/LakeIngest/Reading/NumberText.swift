/// Reading numbers from the bytes of a field, correctly rounded.
enum NumberText {
  /// Returns the double nearest to a decimal text, or `nil` when the text is not a finite decimal.
  ///
  /// Words such as `nan` and `inf`, hexadecimal digits and thousands separators are refused, and so
  /// is a number too large for a double. Up to 19 digits whose significand is at most 2⁵³ and whose
  /// power of ten is at most 22 take the exact path of one operation (Clinger 1990); everything
  /// else goes through the standard library, which rounds correctly.
  static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var index = 0
    let count = bytes.count
    guard count > 0 else { return nil }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    if isNegative || bytes[0] == UInt8(ascii: "+") { index = 1 }
    var significand: UInt64 = 0
    var digits = 0
    var scale = 0
    var seenPoint = false
    scan: while index < count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        // Past nineteen digits the significand may overflow: the slow path takes over below.
        if digits <= 19 { significand = significand &* 10 &+ UInt64(byte &- 48) }
        if seenPoint { scale -= 1 }
      case UInt8(ascii: "."):
        guard !seenPoint else { return nil }
        seenPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        break scan
      default:
        return nil
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if index < count {
      guard let exponent = integer(bytes, from: index + 1) else { return nil }
      guard abs(exponent) < 10_000 else { return nil }
      scale += Int(exponent)
    }
    if digits <= 19, significand <= 1 << 53, abs(scale) <= 22 {
      let magnitude = Double(significand)
      let value = scale < 0 ? magnitude / powersOfTen[-scale] : magnitude * powersOfTen[scale]
      return isNegative ? -value : value
    }
    guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// Returns the integer that a decimal text spells, or `nil`.
  static func integer(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int64? {
    var index = start
    guard index < bytes.count else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < bytes.count, bytes.count - index <= 19 else { return nil }
    var value: Int64 = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte >= 48, byte <= 57 else { return nil }
      let (product, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int64(byte &- 48))
      guard !high, !carry else { return nil }
      value = sum
      index += 1
    }
    return isNegative ? -value : value
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
