/// What holders of a long position in a perpetual future pay to holders of a short one.
public struct FundingRate: Hashable, Sendable {
  /// The instant of settlement: positions held then pay or receive.
  public var time: Timestamp

  /// The payment as a fraction of the position's value; negative when shorts pay longs.
  public var rate: Double

  /// The price by which the position is valued, or `nil` when the source does not say.
  public var markPrice: Double?

  /// Creates a rate; nothing is checked.
  public init(time: Timestamp, rate: Double, markPrice: Double?) {
    self.time = time
    self.rate = rate
    self.markPrice = markPrice
  }
}

/// The quantity of contracts that are open in a market.
public struct OpenInterest: Hashable, Sendable {
  /// When it was measured.
  public var time: Timestamp

  /// The quantity in units of the underlying.
  public var quantity: Double

  /// The value in the quote currency, or `nil` when the source does not say.
  public var value: Double?

  /// Creates a measurement; nothing is checked.
  public init(time: Timestamp, quantity: Double, value: Double?) {
    self.time = time
    self.quantity = quantity
    self.value = value
  }
}
