public import MarketModel

/// Named columns of feature values over the bars of one symbol, oldest first.
///
/// Row *i* belongs to one bar: it is keyed by the bar's open time and becomes visible at its close
/// time. Invariants, checked when a frame is made: open and close times rise strictly, every close
/// lies after its open, all columns have one length, and names are distinct and not empty.
///
/// **Causality.** A frame that a ``FeatureSet`` makes holds in row *i* only what bars 0 through *i*
/// say. Selecting, renaming, appending and dropping rows keep that; joins state when a row of the
/// other frame counts as visible.
public struct FeatureFrame: Hashable, Sendable {
  /// What the bars trade.
  public let symbol: Symbol

  /// The nominal duration of the bars.
  public let interval: BarInterval

  /// Open times of the bars in nanoseconds since the epoch, rising strictly; shape `[count]`.
  public let openTimes: [Int64]

  /// The instants at which rows become visible, in nanoseconds, rising strictly; shape `[count]`.
  public let closeTimes: [Int64]

  /// The columns, each of length ``count``.
  public let columns: [FeatureColumn]

  /// Creates a frame from times and columns.
  ///
  /// - Throws: ``FeatureFrameError`` naming the first row or column that breaks an invariant.
  /// - Complexity: O(rows + columns²).
  public init(
    symbol: Symbol,
    interval: BarInterval,
    openTimes: [Int64],
    closeTimes: [Int64],
    columns: [FeatureColumn]
  ) throws(FeatureFrameError) {
    self.symbol = symbol
    self.interval = interval
    self.openTimes = openTimes
    self.closeTimes = closeTimes
    self.columns = columns
    try checkTimes()
    try checkColumns()
  }

  /// Creates a frame over the bars of a series.
  ///
  /// - Throws: ``FeatureFrameError`` when a column has another length than the series, or a name
  ///   is empty or stands twice.
  public init(over series: BarSeries, columns: [FeatureColumn]) throws(FeatureFrameError) {
    self.init(
      unchecked: series.symbol,
      series.interval,
      openTimes: series.openTimes,
      closeTimes: series.closeTimes,
      columns: columns
    )
    try checkColumns()
  }

  init(
    unchecked symbol: Symbol,
    _ interval: BarInterval,
    openTimes: [Int64],
    closeTimes: [Int64],
    columns: [FeatureColumn]
  ) {
    self.symbol = symbol
    self.interval = interval
    self.openTimes = openTimes
    self.closeTimes = closeTimes
    self.columns = columns
  }

  /// The number of rows.
  public var count: Int { openTimes.count }

  /// Whether there is no row.
  public var isEmpty: Bool { openTimes.isEmpty }

  /// The names of the columns, in order.
  public var names: [String] { columns.map(\.name) }

  /// The column of a name, or `nil` when the frame lacks it.
  ///
  /// - Complexity: O(columns).
  public subscript(name: String) -> FeatureColumn? { columns.first { $0.name == name } }

  /// The value of a column at a row, or `nil` where it is undefined or the frame lacks the column.
  ///
  /// - Precondition: `row` lies inside `0..<count`.
  public subscript(name: String, row: Int) -> Double? { self[name]?[row] }

  /// Returns the local date of every row by the clock of a calendar; shape `[count]`.
  ///
  /// The date of a row is that of its bar's opening: the session of an equity, the UTC day of a
  /// market that never closes, the first session of a longer bar.
  public func dates(in calendar: TradingCalendar) -> [CivilDate] {
    openTimes.map { calendar.date(of: Timestamp(nanoseconds: $0)) }
  }

  private func checkTimes() throws(FeatureFrameError) {
    guard closeTimes.count == openTimes.count else {
      throw .unequalLengths(column: "closeTimes", expected: count, found: closeTimes.count)
    }
    for row in openTimes.indices {
      let isAfterPrevious =
        row == 0
        || (openTimes[row] > openTimes[row - 1] && closeTimes[row] > closeTimes[row - 1])
      guard isAfterPrevious, closeTimes[row] > openTimes[row] else {
        throw .timesNotRising(
          row: row,
          open: Timestamp(nanoseconds: openTimes[row]),
          close: Timestamp(nanoseconds: closeTimes[row])
        )
      }
    }
  }

  private func checkColumns() throws(FeatureFrameError) {
    for (position, column) in columns.enumerated() {
      guard column.count == count else {
        throw .unequalLengths(column: column.name, expected: count, found: column.count)
      }
      guard !column.name.isEmpty else { throw .emptyName(position: position) }
      if columns[..<position].contains(where: { $0.name == column.name }) {
        throw .duplicateColumn(column.name)
      }
    }
  }
}
