/// The public trades of one symbol, column by column, oldest first.
///
/// Times may repeat; the stored order is the source's. Invariants, checked when a series is made:
/// all columns have one length, times do not fall, prices and sizes are finite.
public struct TradeSeries: Sendable, Hashable {
  /// What was traded.
  public let symbol: Symbol

  /// Times in nanoseconds since the epoch, not falling; shape `[count]`.
  public let times: [Int64]

  /// Prices; shape `[count]`.
  public let prices: [Double]

  /// Traded quantities; shape `[count]`.
  public let sizes: [Double]

  /// Who crossed the spread, `nil` where the source does not say; shape `[count]`.
  public let aggressors: [AggressorSide?]

  /// Creates a series from columns of equal length.
  ///
  /// - Throws: ``SeriesError`` naming the first column or row that breaks an invariant.
  /// - Complexity: O(*n*).
  public init(
    symbol: Symbol,
    times: [Int64],
    prices: [Double],
    sizes: [Double],
    aggressors: [AggressorSide?]
  ) throws(SeriesError) {
    guard aggressors.count == times.count else {
      throw .unequalLengths(
        column: "aggressors",
        expected: times.count,
        found: aggressors.count
      )
    }
    try checkTicks(times: times, columns: [("prices", prices), ("sizes", sizes)])
    self.symbol = symbol
    self.times = times
    self.prices = prices
    self.sizes = sizes
    self.aggressors = aggressors
  }

  /// The number of trades.
  @inlinable
  public var count: Int { times.count }

  /// The trade at a position.
  ///
  /// - Precondition: `index` lies inside `0..<count`.
  @inlinable
  public subscript(index: Int) -> Trade {
    Trade(
      time: Timestamp(nanoseconds: times[index]),
      price: prices[index],
      size: sizes[index],
      aggressor: aggressors[index]
    )
  }
}
