/// Which columns of a file hold the parts of a fact.
///
/// Names are compared without regard to case. Parts that are not mapped are looked for under their
/// usual names. A column that is neither a part nor left out is refused, as is a missing part.
public struct FactColumnMap: Hashable, Sendable {
  /// A part of a fact that a column can hold.
  public enum Part: String, Hashable, Sendable, CaseIterable {
    /// The day or the instant.
    case date

    /// The symbol, in files that hold several.
    case symbol

    /// The exchange, in files that hold several; it becomes the provider of the row.
    case exchange

    /// The fact itself.
    case value

    /// The value of open interest in USD.
    case usd

    /// The price by which funding is settled.
    case markPrice = "mark_price"
  }

  /// The mapped names.
  public var names: [Part: String]

  /// The columns that are left out.
  public var ignored: [String]

  /// Creates a map.
  public init(_ names: [Part: String] = [:], ignoring ignored: [String] = []) {
    self.names = names
    self.ignored = ignored
  }

  /// Parses `date=day,value=px,ignore=source`; `ignore` may be repeated.
  ///
  /// - Throws: ``IngestError/unusableRequest(option:expected:found:)`` for an unknown part, a
  ///   repeated one, or an item without a name.
  public init(parsing text: String) throws(IngestError) {
    let parsed = try parseColumnMap(
      text,
      parts: Part.allCases.map(\.rawValue),
      part: FactColumnMap.part(named:)
    )
    self.init(parsed.names, ignoring: parsed.ignored)
  }

  private static func part(named text: String) -> Part? {
    let name = text.lowercased()
    return switch name {
    case "ts", "time", "timestamp": .date
    default: Part(rawValue: name)
    }
  }

  /// The usual names of a part, in lower case.
  static func usualNames(of part: Part, in table: FactTable) -> [String] {
    switch part {
    case .date: ["date", "ts", "timestamp", "datetime", "time"]
    case .symbol: ["symbol", "asset_id", "asset", "ticker"]
    case .exchange: ["exchange"]
    case .value:
      switch table {
      case .price: ["price_usd", "price", "close"]
      case .marketcap: ["marketcap_usd", "marketcap", "market_cap"]
      case .volume: ["volume_usd", "volume"]
      case .funding: ["rate", "funding_rate"]
      case .openInterest: ["open_interest"]
      }
    case .usd: ["open_interest_usd", "open_interest_value"]
    case .markPrice: ["mark_price"]
    }
  }

  /// Whether a table has use for a part.
  static func has(_ part: Part, in table: FactTable) -> Bool {
    switch part {
    case .date, .symbol, .exchange, .value: true
    case .usd: table == .openInterest
    case .markPrice: table == .funding
    }
  }
}

/// The positions of a fact's parts in the records of one file.
struct FactPositions {
  var date: Int
  var symbol: Int?
  var exchange: Int?
  var value: Int?

  /// The value of open interest in USD, or the price of a settlement.
  var second: Int?

  /// Names for messages, by position.
  var names: [String]

  /// Finds the parts in a header, logging every missing, doubled and unexpected column.
  init?(
    header: [String],
    map: FactColumnMap,
    table: FactTable,
    line: Int?,
    log: inout ProblemLog
  ) {
    var search = ColumnSearch(header: header, ignored: map.ignored, line: line)
    func find(
      _ part: FactColumnMap.Part,
      required: Bool,
      log: inout ProblemLog
    ) -> Int? {
      search.find(
        part.rawValue,
        mapped: map.names[part],
        usual: FactColumnMap.usualNames(of: part, in: table),
        required: required,
        log: &log
      )
    }
    let before = log.count
    let date = find(.date, required: true, log: &log)
    symbol = find(.symbol, required: false, log: &log)
    exchange = find(.exchange, required: false, log: &log)
    second =
      switch table {
      case .openInterest: find(.usd, required: false, log: &log)
      case .funding: find(.markPrice, required: false, log: &log)
      case .price, .marketcap, .volume: nil
      }
    let isOptional = table == .openInterest && second != nil
    value = find(.value, required: !isOptional, log: &log)
    search.refuseOthers(of: table.rawValue, log: &log)
    names = header
    guard let date, log.count == before else { return nil }
    self.date = date
  }
}
