/// Open, high, low, close and volume over a half-open interval of time.
///
/// A bar is keyed by its open time and becomes visible at its close time.
@frozen
public struct Bar: Hashable, Sendable {
  /// The first instant of the interval.
  public var openTime: Timestamp

  /// The end of the interval (exclusive), and the instant at which the bar becomes visible.
  public var closeTime: Timestamp

  /// The first price.
  public var open: Double

  /// The highest price.
  public var high: Double

  /// The lowest price.
  public var low: Double

  /// The last price.
  public var close: Double

  /// The traded quantity in units of the instrument.
  public var volume: Double

  /// Creates a bar; nothing is checked.
  @inlinable
  public init(
    openTime: Timestamp,
    closeTime: Timestamp,
    open: Double,
    high: Double,
    low: Double,
    close: Double,
    volume: Double
  ) {
    self.openTime = openTime
    self.closeTime = closeTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}
