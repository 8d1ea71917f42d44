/// Numbers as people read them in a table; `–` where a value is undefined.
public enum NumberText {
  /// What stands for an undefined value.
  public static let undefined = "–"

  /// A number with a fixed count of decimals, such as `-1.25`.
  public static func fixed(_ value: Double?, decimals: Int) -> String {
    guard let value, value.isFinite else { return undefined }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return String(value) }
    let digits = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let split = padded.index(padded.endIndex, offsetBy: -decimals)
    let text =
      decimals == 0 ? padded : "\(padded[padded.startIndex..<split]).\(padded[split...])"
    return value < 0 && scaled != 0 ? "-\(text)" : text
  }

  /// A fraction as a percentage, such as `12.34%` for 0.1234.
  public static func percent(_ fraction: Double?, decimals: Int) -> String {
    guard let fraction, fraction.isFinite else { return undefined }
    return fixed(fraction * 100, decimals: decimals) + "%"
  }

  /// A count with its digits in groups of three, such as `1,048,576`.
  public static func grouped(_ count: Int) -> String {
    let digits = String(count.magnitude)
    var text = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0, (digits.count - offset) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return count < 0 ? "-\(text)" : text
  }

  /// A length of time as `850ms`, `12.3s`, `4m 05s` or `2h 10m`.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return undefined }
    if seconds < 1 { return "\(Int((seconds * 1_000).rounded()))ms" }
    if seconds < 60 { return fixed(seconds, decimals: 1) + "s" }
    let whole = Int(seconds.rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if whole < 3_600 { return "\(whole / 60)m \(two(whole % 60))s" }
    return "\(whole / 3_600)h \(two(whole / 60 % 60))m"
  }
}
