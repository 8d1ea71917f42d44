public import MarketModel

/// The name of one series of a lake: its table and the values of the partition columns.
public struct SeriesKey: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The table.
  public let table: LakeTable

  /// The values of the partition columns in their order, whole numbers in decimal.
  public let values: [String]

  /// Creates a key.
  ///
  /// - Precondition: There are as many values as partition columns.
  public init(table: LakeTable, values: [String]) {
    precondition(values.count == table.partition.count, "\(table) has other partition columns")
    self.table = table
    self.values = values
  }

  /// Names a series of bars.
  public static func bars(_ symbol: Symbol, _ interval: BarInterval, provider: String) -> SeriesKey
  {
    SeriesKey(table: .bars, values: [symbol.name, provider, "\(interval.seconds)"])
  }

  /// Names the series of a table that is partitioned by symbol and provider.
  ///
  /// - Precondition: `table` is quotes, trades, funding, open interest, option snapshots or a daily fact.
  public static func market(
    _ table: LakeTable,
    _ symbol: Symbol,
    provider: String
  ) -> SeriesKey {
    SeriesKey(table: table, values: [symbol.name, provider])
  }

  /// The value of a partition column, or `nil` when the table is not partitioned by it.
  public subscript(column: String) -> String? {
    table.partition.firstIndex { $0.name == column }.map { values[$0] }
  }

  /// The symbol, or the scope of regimes.
  public var symbol: Symbol { Symbol(values[0]) }

  /// The provider, or `nil` for regimes.
  public var provider: String? { self["provider"] }

  /// The bar interval, or `nil` where the table has none.
  public var interval: BarInterval? {
    self["interval_seconds"].flatMap { Int64($0) }.flatMap { BarInterval(seconds: $0) }
  }

  /// The table and the values, such as `bars SPY yahoo 86400`.
  public var description: String { ([table.rawValue] + values).joined(separator: " ") }

  /// Compares by table, then by the bytes of the values, whole numbers by size.
  public static func < (left: SeriesKey, right: SeriesKey) -> Bool {
    guard left.table == right.table else {
      return left.table.rawValue.utf8.lexicographicallyPrecedes(right.table.rawValue.utf8)
    }
    for (field, (one, other)) in zip(left.table.partition, zip(left.values, right.values))
    where one != other {
      if field.type == .int64, let one = Int64(one), let other = Int64(other) { return one < other }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    return false
  }
}
