/// Which columns of a file hold the parts of a bar.
///
/// Names are compared without regard to case. Parts that are not mapped are looked for under their
/// usual names.
public struct ColumnMap: Hashable, Sendable {
  /// A part of a bar that a column can hold.
  public enum Part: String, Hashable, Sendable, CaseIterable {
    /// The time of the bar.
    case stamp

    /// A time of day that is added to a date in `stamp`.
    case timeOfDay = "time_of_day"

    /// The symbol, in files that hold several.
    case symbol

    /// The first price.
    case open

    /// The highest price.
    case high

    /// The lowest price.
    case low

    /// The last price.
    case close

    /// The last price, corrected for splits and dividends.
    case adjustedClose = "adjusted_close"

    /// The traded quantity; mapped to `-` where a source has none, which stores zero.
    case volume
  }

  /// The mapped names.
  public var names: [Part: String]

  /// Creates a map.
  public init(_ names: [Part: String] = [:]) {
    self.names = names
  }

  /// Parses `open=o,close=c,stamp=when`.
  ///
  /// - Throws: ``IngestError/unusableRequest(option:expected:found:)`` for an unknown part, a
  ///   repeated one, or an item without a name.
  public init(parsing text: String) throws(IngestError) {
    names = [:]
    let parts = Part.allCases.map(\.rawValue).joined(separator: ", ")
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(trimmed)
      guard sides.count == 2, !sides[1].isEmpty, let part = ColumnMap.part(named: sides[0]),
        names[part] == nil
      else {
        throw .unusableRequest(
          option: "columns",
          expected: "part=column with each part once, of \(parts)",
          found: "'\(item)'"
        )
      }
      names[part] = sides[1]
    }
  }

  private static func part(named text: String) -> Part? {
    let name = text.lowercased()
    return switch name {
    case "ts", "time", "date", "timestamp": .stamp
    case "adj_close": .adjustedClose
    default: Part(rawValue: name)
    }
  }

  /// The usual names of a part, in lower case.
  static func usualNames(of part: Part) -> [String] {
    switch part {
    case .stamp:
      ["ts", "timestamp", "datetime", "date", "time", "open_time", "open time", "t", "<date>"]
    case .timeOfDay: ["<time>"]
    case .symbol: ["symbol", "ticker", "<ticker>"]
    case .open: ["open", "o", "<open>"]
    case .high: ["high", "h", "<high>"]
    case .low: ["low", "l", "<low>"]
    case .close: ["close", "c", "<close>"]
    case .adjustedClose: ["adj close", "adj_close", "adjclose", "adjusted_close"]
    case .volume: ["volume", "vol", "v", "<vol>"]
    }
  }
}

/// The positions of a bar's parts in the records of one file.
struct ColumnPositions {
  var stamp: Int
  var timeOfDay: Int?
  var symbol: Int?
  var open: Int
  var high: Int
  var low: Int
  var close: Int
  var adjustedClose: Int?
  var volume: Int?

  /// Names for messages, by position.
  var names: [String]

  /// Finds the parts in a header, logging each required one that is absent.
  init?(
    header: [String],
    map: ColumnMap,
    requiresVolume: Bool,
    line: Int,
    log: inout ProblemLog
  ) {
    let lowered = header.map { $0.lowercased() }
    func find(_ part: ColumnMap.Part, required: Bool, log: inout ProblemLog) -> Int? {
      let mapped = map.names[part]
      if part == .volume, mapped == "-" { return nil }
      let wanted = mapped.map { [$0.lowercased()] } ?? ColumnMap.usualNames(of: part)
      for name in wanted {
        guard let position = lowered.firstIndex(of: name) else { continue }
        if lowered.lastIndex(of: name) != position {
          log.add(
            line: line,
            column: part.rawValue,
            expected: "one column named '\(name)'",
            found: "\(lowered.count { $0 == name })"
          )
        }
        return position
      }
      if required || mapped != nil {
        log.add(
          line: line,
          column: part.rawValue,
          expected: "a column named \(wanted.map { "'\($0)'" }.joined(separator: " or "))",
          found: shown(header)
        )
      }
      return nil
    }
    let stamp = find(.stamp, required: true, log: &log)
    let open = find(.open, required: true, log: &log)
    let high = find(.high, required: true, log: &log)
    let low = find(.low, required: true, log: &log)
    let close = find(.close, required: true, log: &log)
    volume = find(.volume, required: requiresVolume, log: &log)
    timeOfDay = find(.timeOfDay, required: false, log: &log)
    symbol = find(.symbol, required: false, log: &log)
    adjustedClose = find(.adjustedClose, required: false, log: &log)
    guard let stamp, let open, let high, let low, let close else { return nil }
    (self.stamp, self.open, self.high, self.low, self.close) = (stamp, open, high, low, close)
    names = header
  }

  /// The fixed columns of Binance's klines.
  static let klines = ColumnPositions(
    klineNames: [
      "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count",
      "taker_buy_volume", "taker_buy_quote_volume", "ignore",
    ]
  )

  private init(klineNames: [String]) {
    (stamp, open, high, low, close, volume) = (0, 1, 2, 3, 4, 5)
    names = klineNames
  }
}

/// The columns of a header for a message: without control characters, and cut when they are many.
///
/// A file that is no text at all has a first line of any length and content.
func shown(_ header: [String]) -> String {
  let text = header.joined(separator: ",")
  let visible = String(
    text.unicodeScalars.prefix(200).map { $0.properties.isControl ? "\u{FFFD}" : Character($0) }
  )
  return text.unicodeScalars.count > 200 ? "\(visible)…" : visible
}

extension Unicode.Scalar.Properties {
  fileprivate var isControl: Bool { generalCategory == .control }
}

/// A text without the blanks around it.
func trimmed(_ text: Substring) -> String {
  var slice = text
  while slice.first == " " { slice.removeFirst() }
  while slice.last == " " { slice.removeLast() }
  return String(slice)
}
