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
    self.init()
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(trimmed)
      if sides.count == 2, !sides[1].isEmpty {
        if sides[0].lowercased() == "ignore" {
          ignored.append(sides[1])
          continue
        }
        if let part = FactColumnMap.part(named: sides[0]), names[part] == nil {
          names[part] = sides[1]
          continue
        }
      }
      let parts = Part.allCases.map(\.rawValue).joined(separator: ", ")
      throw .unusableRequest(
        option: "columns",
        expected: "part=column with each part once, of \(parts), or ignore=column",
        found: "'\(item)'"
      )
    }
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
    var search = Search(header: header, map: map, table: table, line: line)
    let before = log.count
    let date = search.find(.date, required: true, log: &log)
    symbol = search.find(.symbol, required: false, log: &log)
    exchange = search.find(.exchange, required: false, log: &log)
    second =
      switch table {
      case .openInterest: search.find(.usd, required: false, log: &log)
      case .funding: search.find(.markPrice, required: false, log: &log)
      case .price, .marketcap, .volume: nil
      }
    let isOptional = table == .openInterest && second != nil
    value = search.find(.value, required: !isOptional, log: &log)
    search.refuseOthers(log: &log)
    names = header
    guard let date, log.count == before else { return nil }
    self.date = date
  }

  /// A header whose columns are given to parts one by one.
  private struct Search {
    let header: [String]
    let map: FactColumnMap
    let table: FactTable
    let line: Int?
    let lowered: [String]
    var taken: Set<Int> = []

    init(header: [String], map: FactColumnMap, table: FactTable, line: Int?) {
      self.header = header
      self.map = map
      self.table = table
      self.line = line
      lowered = header.map { $0.lowercased() }
    }

    mutating func find(
      _ part: FactColumnMap.Part,
      required: Bool,
      log: inout ProblemLog
    ) -> Int? {
      let mapped = map.names[part]?.lowercased()
      let wanted = mapped.map { [$0] } ?? FactColumnMap.usualNames(of: part, in: table)
      let ignored = Set(map.ignored.map { $0.lowercased() })
      for name in wanted where !ignored.contains(name) {
        guard let position = lowered.firstIndex(of: name) else { continue }
        if lowered.lastIndex(of: name) != position {
          log.add(
            line: line,
            column: part.rawValue,
            expected: "one column named '\(name)'",
            found: "\(lowered.count { $0 == name })"
          )
        }
        if taken.contains(position) {
          log.add(
            line: line,
            column: part.rawValue,
            expected: "a column of its own",
            found: "'\(name)', which holds another part"
          )
        }
        taken.formUnion(lowered.indices.filter { lowered[$0] == name })
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

    mutating func refuseOthers(log: inout ProblemLog) {
      for name in map.ignored {
        let positions = lowered.indices.filter { lowered[$0] == name.lowercased() }
        if positions.isEmpty {
          log.add(
            line: line,
            column: "ignore",
            expected: "a column named '\(name)'",
            found: shown(header)
          )
        }
        taken.formUnion(positions)
      }
      for position in header.indices where !taken.contains(position) {
        log.add(
          line: line,
          column: shown([header[position]]),
          expected: "only columns of \(table.rawValue) (a column may be mapped or ignored)",
          found: "a column that is none of them"
        )
      }
    }
  }
}
