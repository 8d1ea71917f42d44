public import MarketModel

/// The assets that a list named as the universe, at each date on which it was drawn up.
///
/// **Causality.** A day sees the newest list that was drawn up on it or before.
public struct UniverseSnapshots: Hashable, Sendable {
  /// The dates of the lists, rising.
  public let dates: [CivilDate]

  /// The assets of each list, in rising order of their names; shape `[dates]`.
  public let assets: [[Symbol]]

  /// Creates snapshots from rows in any order; an asset may stand in a list more than once.
  public init(rows: [(date: CivilDate, asset: Symbol)]) {
    var lists: [CivilDate: Set<Symbol>] = [:]
    for row in rows { lists[row.date, default: []].insert(row.asset.asset) }
    dates = lists.keys.sorted()
    assets = dates.map { (lists[$0] ?? []).sorted() }
  }

  /// The columns that lists may have; `snapshot_date` and `symbol` are needed, others are not read.
  public static let columns = [
    "rebalance_date", "snapshot_date", "symbol", "asset_id", "coingecko_id", "venue", "basket_name",
    "selection_version", "rank", "weight", "marketcap", "volume_14d", "source",
  ]

  /// Reads rows of comma-separated text with a header of ``columns``.
  ///
  /// - Parameters:
  ///   - text: The rows.
  ///   - source: Their name, for messages.
  /// - Throws: ``UniverseFileError`` with every problem.
  public init(csv text: String, source: String) throws(UniverseFileError) {
    var lines = ListedLines(
      text,
      source: source,
      required: ["snapshot_date", "symbol"],
      known: Self.columns
    )
    var rows: [(date: CivilDate, asset: Symbol)] = []
    if let date = lines.position(of: "snapshot_date"), let symbol = lines.position(of: "symbol") {
      for (line, fields) in lines.rows {
        let day = CivilDate(fields[date])
        if day == nil {
          lines.add(line, "snapshot_date", "a date such as 2020-01-31", "'\(fields[date])'")
        }
        if fields[symbol].isEmpty { lines.add(line, "symbol", "a name", "nothing") }
        if let day, !fields[symbol].isEmpty { rows.append((day, Symbol(fields[symbol]))) }
      }
    }
    try lines.throwIfAny()
    self.init(rows: rows)
  }

  /// The position of the newest list at a day, or `nil` before the first one.
  public func index(on day: CivilDate) -> Int? {
    let after = dates.partitionPoint { $0 > day }
    return after > 0 ? after - 1 : nil
  }

  /// Whether the newest list at a day names an asset.
  public func contains(_ asset: Symbol, on day: CivilDate) -> Bool {
    guard let list = index(on: day).map({ assets[$0] }) else { return false }
    let position = list.partitionPoint { $0 >= asset }
    return position < list.count && list[position] == asset
  }
}
