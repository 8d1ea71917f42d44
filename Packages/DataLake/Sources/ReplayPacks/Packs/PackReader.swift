import ConfigValidation
import DataLake
import MarketModel

/// Reads fields of a JSON document, naming file and field of whatever is not as expected.
struct PackReader {
  let path: String

  var directory: String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  func wrong(_ field: String, _ expected: String, found: JSONValue? = nil) -> PackError {
    let found = found.map { ", found \($0.kindDescription)" } ?? ""
    return .malformed(path: path, field: field, reason: "expected \(expected)\(found)")
  }

  func array(_ value: JSONValue?, _ field: String) throws(PackError) -> [JSONValue] {
    guard let array = value?.arrayValue else { throw wrong(field, "an array", found: value) }
    return array
  }

  func text(_ value: JSONValue?, _ field: String) throws(PackError) -> String {
    guard let text = value?.stringValue else { throw wrong(field, "a text", found: value) }
    return text
  }

  func optionalText(_ value: JSONValue?, _ field: String) throws(PackError) -> String? {
    guard let value, !value.isNull else { return nil }
    return try text(value, field)
  }

  func integer(_ value: JSONValue?, _ field: String) throws(PackError) -> Int64 {
    guard let integer = value?.integerValue else {
      throw wrong(field, "a whole number", found: value)
    }
    return integer
  }

  func number(_ value: JSONValue?, _ field: String) throws(PackError) -> Double {
    guard let number = value?.numberValue else { throw wrong(field, "a number", found: value) }
    return number
  }

  func optionalNumber(_ value: JSONValue?, _ field: String) throws(PackError) -> Double? {
    guard let value, !value.isNull else { return nil }
    return try number(value, field)
  }

  func truth(_ value: JSONValue?, _ field: String) throws(PackError) -> Bool {
    guard let truth = value?.boolValue else { throw wrong(field, "true or false", found: value) }
    return truth
  }

  /// An instant in milliseconds, within the range of nanoseconds.
  func instant(_ value: JSONValue?, _ field: String) throws(PackError) -> Timestamp {
    let milliseconds = try integer(value, field)
    guard milliseconds.magnitude < 9_000_000_000_000 else {
      throw wrong(field, "milliseconds since 1970")
    }
    return Timestamp(milliseconds: milliseconds)
  }

  func optionalInstant(_ value: JSONValue?, _ field: String) throws(PackError) -> Timestamp? {
    guard let value, !value.isNull else { return nil }
    return try instant(value, field)
  }
}

/// The part of a pack's metadata that decides what it is.
struct PackHeader {
  let symbol: Symbol
  let provider: String
  let interval: BarInterval
  let startDate: CivilDate
  let endDate: CivilDate

  init(_ metadata: JSONValue?, _ reader: PackReader) throws(PackError) {
    symbol = Symbol(try reader.text(metadata?["symbol"], "metadata.symbol"))
    provider = try reader.text(metadata?["provider"], "metadata.provider")
    let seconds = try reader.integer(metadata?["bar_duration"], "metadata.bar_duration")
    guard let interval = BarInterval(seconds: seconds) else {
      throw reader.wrong("metadata.bar_duration", "positive seconds")
    }
    self.interval = interval
    startDate = try PackHeader.date(metadata, "start_date", reader)
    endDate = try PackHeader.date(metadata, "end_date", reader)
  }

  private static func date(
    _ metadata: JSONValue?,
    _ name: String,
    _ reader: PackReader
  ) throws(PackError) -> CivilDate {
    guard let date = CivilDate(try reader.text(metadata?[name], "metadata.\(name)")) else {
      throw reader.wrong("metadata.\(name)", "a date such as 2024-01-31")
    }
    return date
  }

  /// The bars of a table with the lake's schema.
  func bars(_ rows: ColumnTable) throws -> BarSeries {
    try BarSeries(
      symbol: symbol,
      interval: interval,
      openTimes: try rows.timestamps("open_time"),
      closeTimes: try rows.timestamps("close_time"),
      open: try rows.doubles("open"),
      high: try rows.doubles("high"),
      low: try rows.doubles("low"),
      close: try rows.doubles("close"),
      volume: try rows.doubles("volume")
    )
  }
}

extension ReplayPack {
  /// What a pack says about itself, in the customary names.
  var metadata: JSONValue {
    [
      "symbol": .string(symbol.name),
      "provider": .string(provider),
      "bars_provider": .string(provider),
      "options_snapshot_providers": .array(
        Set(snapshots.map(\.provider)).sorted().map { .string($0) }
      ),
      "bar_duration": .integer(interval.seconds),
      "start_date": .string(startDate.description),
      "end_date": .string(endDate.description),
      "bar_count": .integer(Int64(bars.count)),
      "outcome_count": .integer(Int64(outcomeCount)),
      "regime_count": .integer(Int64(regimes.count)),
      "snapshot_count": .integer(Int64(snapshots.count)),
    ]
  }
}
