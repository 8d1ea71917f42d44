public import Backtest
public import DataLake

/// The fills of many trials over ticks as typed columns, ready for Parquet.
///
/// The columns are those of ``TradeLogWriter``: `trial`, `ts_ns` and `tag` are whole numbers, `side` is text,
/// the others are real numbers.
public struct TradeLogTable: Sendable {
  /// The names of the columns, in order.
  public static let columnNames = [
    "trial", "ts_ns", "side", "price", "qty", "fee", "position_after", "cash_after", "tag",
  ]

  private var trials: [Int64] = []
  private var times: [Int64] = []
  private var sides: [String] = []
  private var prices: [Double] = []
  private var quantities: [Double] = []
  private var fees: [Double] = []
  private var positions: [Double] = []
  private var cash: [Double] = []
  private var tags: [Int64] = []

  /// Creates a table without rows.
  public init() {}

  /// Adds the fills of a trial, in their order.
  ///
  /// - Complexity: O(*n*).
  public mutating func append(_ fills: [TickFill], trial: Int) {
    for fill in fills {
      trials.append(Int64(trial))
      times.append(fill.time)
      sides.append(fill.units < 0 ? "sell" : "buy")
      prices.append(fill.price)
      quantities.append(abs(fill.units))
      fees.append(fill.fee)
      positions.append(fill.positionAfter)
      cash.append(fill.cashAfter)
      tags.append(Int64(fill.tag))
    }
  }

  /// The rows so far.
  ///
  /// - Throws: `ColumnTableError`, never for rows that were appended here.
  public func table() throws(ColumnTableError) -> ColumnTable {
    let values: [ColumnValues] = [
      .int64(trials), .int64(times), .text(sides), .double(prices), .double(quantities),
      .double(fees), .double(positions), .double(cash), .int64(tags),
    ]
    return try ColumnTable(
      zip(Self.columnNames, values).map { DataLake.Column($0, $1) }
    )
  }
}
