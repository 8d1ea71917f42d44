/// The best bid and the best ask at an instant.
@frozen
public struct Quote: Hashable, Sendable {
  /// When the quote was made.
  public var time: Timestamp

  /// The highest price that a buyer offers.
  public var bidPrice: Double

  /// The quantity wanted at the bid.
  public var bidSize: Double

  /// The lowest price that a seller accepts.
  public var askPrice: Double

  /// The quantity offered at the ask.
  public var askSize: Double

  /// Creates a quote; nothing is checked.
  @inlinable
  public init(
    time: Timestamp,
    bidPrice: Double,
    bidSize: Double,
    askPrice: Double,
    askSize: Double
  ) {
    self.time = time
    self.bidPrice = bidPrice
    self.bidSize = bidSize
    self.askPrice = askPrice
    self.askSize = askSize
  }

  /// The price halfway between bid and ask.
  @inlinable
  public var midPrice: Double { 0.5 * (bidPrice + askPrice) }

  /// The ask less the bid; negative when the quote is crossed.
  @inlinable
  public var spread: Double { askPrice - bidPrice }

  /// Whether the bid lies above the ask, as happens for instants between venues.
  @inlinable
  public var isCrossed: Bool { bidPrice > askPrice }
}
