/// The quotes of one symbol, column by column, oldest first.
///
/// Times may repeat: many venues stamp by the millisecond, and the stored order is the source's.
/// Invariants, checked when a series is made: all columns have one length, times do not fall,
/// prices and sizes are finite.
public struct QuoteSeries: Sendable, Hashable {
  /// What is quoted.
  public let symbol: Symbol

  /// Times in nanoseconds since the epoch, not falling; shape `[count]`.
  public let times: [Int64]

  /// Best bids; shape `[count]`.
  public let bidPrices: [Double]

  /// Quantities at the best bids; shape `[count]`.
  public let bidSizes: [Double]

  /// Best asks; shape `[count]`.
  public let askPrices: [Double]

  /// Quantities at the best asks; shape `[count]`.
  public let askSizes: [Double]

  /// Creates a series from columns of equal length.
  ///
  /// - Throws: ``SeriesError`` naming the first column or row that breaks an invariant.
  /// - Complexity: O(*n*).
  public init(
    symbol: Symbol,
    times: [Int64],
    bidPrices: [Double],
    bidSizes: [Double],
    askPrices: [Double],
    askSizes: [Double]
  ) throws(SeriesError) {
    try checkTicks(
      times: times,
      columns: [
        ("bidPrices", bidPrices), ("bidSizes", bidSizes), ("askPrices", askPrices),
        ("askSizes", askSizes),
      ]
    )
    self.symbol = symbol
    self.times = times
    self.bidPrices = bidPrices
    self.bidSizes = bidSizes
    self.askPrices = askPrices
    self.askSizes = askSizes
  }

  /// The number of quotes.
  @inlinable
  public var count: Int { times.count }

  /// The quote at a position.
  ///
  /// - Precondition: `index` lies inside `0..<count`.
  @inlinable
  public subscript(index: Int) -> Quote {
    Quote(
      time: Timestamp(nanoseconds: times[index]),
      bidPrice: bidPrices[index],
      bidSize: bidSizes[index],
      askPrice: askPrices[index],
      askSize: askSizes[index]
    )
  }

  /// The newest quote made at or before an instant, or `nil` before the first.
  ///
  /// - Complexity: O(log *n*).
  public func last(at instant: Timestamp) -> Quote? {
    let next = times.partitionPoint { $0 > instant.nanoseconds }
    return next == 0 ? nil : self[next - 1]
  }
}

/// Checks what every series of ticks must hold.
func checkTicks(
  times: [Int64],
  columns: [(name: String, values: [Double])]
) throws(SeriesError) {
  for column in columns where column.values.count != times.count {
    throw .unequalLengths(column: column.name, expected: times.count, found: column.values.count)
  }
  for row in times.indices.dropFirst() where times[row] < times[row - 1] {
    throw .timesNotRising(
      row: row,
      previous: Timestamp(nanoseconds: times[row - 1]),
      found: Timestamp(nanoseconds: times[row])
    )
  }
  for column in columns {
    if let row = column.values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: column.name, row: row, value: column.values[row])
    }
  }
}
