public import MarketModel

/// Where the rows of a data set went: every bar is a row, or is counted here once.
public struct DatasetReport: Hashable, Sendable {
  /// The undefined values of one column, counted over all bars of its own series.
  public struct ColumnLoss: Hashable, Sendable {
    /// The column.
    public let column: String

    /// The symbol whose bars it is computed from.
    public let symbol: Symbol

    /// The rows before the first value.
    public let warmUp: Int

    /// The undefined rows after the first value.
    public let gaps: Int
  }

  /// The daily bars of the symbol that were read.
  public let barsRead: Int

  /// The bars after they were put together; as many as were read for daily rows.
  public let bars: Int

  /// The bars without one of the volatility index on their date.
  public let unmatched: Int

  /// The joined rows in which a column was undefined.
  public let undefined: Int

  /// The complete rows before the first date asked for.
  public let beforeFirstDate: Int

  /// The rows of the data set.
  public let rows: Int

  /// The losses of the columns that have any, in the order of the columns.
  public let losses: [ColumnLoss]
}
