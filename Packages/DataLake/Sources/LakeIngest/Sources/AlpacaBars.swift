import ConfigValidation
import MarketModel

/// Reads Alpaca's bars: `{"bars": {"SPY": [{t,o,h,l,c,v,…}]}}` or `{"bars": […], "symbol": "SPY"}`.
func readAlpacaBars(
  _ file: String,
  options: BarFileOptions
) throws(IngestError) -> RawBarFile {
  try checkAdjustment(options, hasAdjustedClose: false)
  let bytes = try GzipReader(file: file).readToEnd()
  guard !bytes.isEmpty else { throw .empty(file: file) }
  let document: JSONValue
  do throws(JSONError) {
    document = try JSONValue(parsing: bytes)
  } catch {
    throw malformed(
      file,
      line: error.line,
      column: "character \(error.column)",
      expected: "valid JSON",
      found: "text that is not (\(error.reason))"
    )
  }
  var reader = AlpacaBars(file: file)
  switch document["bars"] {
  case .object(let members)?:
    for member in members {
      reader.append(member.value, symbol: member.name, path: "bars.\(member.name)")
    }
  case .array?:
    var symbol: String?
    if case .string(let name)? = document["symbol"] { symbol = name }
    reader.append(document["bars"] ?? .null, symbol: symbol, path: "bars")
  case let other:
    throw malformed(
      file,
      line: nil,
      column: "bars",
      expected: "an object of symbols or an array of bars",
      found: other.map(kindName) ?? "nothing"
    )
  }
  return try reader.finish()
}

/// Turns Alpaca's elements into columns.
private struct AlpacaBars {
  private var result: RawBarFile
  private var log: ProblemLog

  init(file: String) {
    result = RawBarFile(file: file)
    log = ProblemLog(file: file)
    result.kind = .instant
  }

  mutating func append(_ value: JSONValue, symbol: String?, path: String) {
    guard case .array(let elements) = value else {
      // A symbol without bars in the period is written as null.
      if value != .null { problem(path, expected: "an array of bars", found: value) }
      return
    }
    var bars = RawBars(symbol: symbol.map { Symbol($0) })
    for (index, element) in elements.enumerated() {
      let place = "\(path)[\(index)]"
      let stamp = stamp(element["t"], place: "\(place).t")
      let open = number(element["o"], place: "\(place).o")
      let high = number(element["h"], place: "\(place).h")
      let low = number(element["l"], place: "\(place).l")
      let close = number(element["c"], place: "\(place).c")
      let volume = number(element["v"], place: "\(place).v")
      guard let stamp, let open, let high, let low, let close, let volume else { continue }
      bars.stamps.append(stamp)
      bars.open.append(open)
      bars.high.append(high)
      bars.low.append(low)
      bars.close.append(close)
      bars.volume.append(volume)
      bars.lines.append(index)
    }
    result.groups.append(bars)
  }

  func finish() throws(IngestError) -> RawBarFile {
    try log.throwIfAny()
    guard result.groups.contains(where: { $0.count > 0 }) else { throw .empty(file: result.file) }
    return result
  }

  private mutating func number(_ value: JSONValue?, place: String) -> Double? {
    switch value {
    case .integer(let number)?: return Double(number)
    case .number(let number)? where number.isFinite: return number
    default:
      problem(place, expected: "a finite number", found: value)
      return nil
    }
  }

  private mutating func stamp(_ value: JSONValue?, place: String) -> Int64? {
    if case .string(var text)? = value {
      let stamp = text.withUTF8 { StampText.parse($0, unit: .iso) }
      if case .instant(let nanoseconds)? = stamp { return nanoseconds }
    }
    problem(place, expected: "an ISO 8601 instant with an offset", found: value)
    return nil
  }

  private mutating func problem(_ place: String, expected: String, found: JSONValue?) {
    log.add(
      line: nil,
      column: place,
      expected: expected,
      found: found.map { quoted($0.text(pretty: false)) } ?? "nothing"
    )
  }
}

private func kindName(_ value: JSONValue) -> String {
  switch value {
  case .null: "null"
  case .bool: "a truth value"
  case .integer, .number: "a number"
  case .string: "a text"
  case .array: "an array"
  case .object: "an object"
  }
}

/// An error with one problem.
func malformed(
  _ file: String,
  line: Int?,
  column: String?,
  expected: String,
  found: String
) -> IngestError {
  .malformed(
    problems: [
      SourceProblem(file: file, line: line, column: column, expected: expected, found: found)
    ],
    count: 1
  )
}
