/// Who crossed the spread.
public enum AggressorSide: String, Hashable, Sendable, CaseIterable, Codable {
  /// The buyer took an offer.
  case buy

  /// The seller hit a bid.
  case sell
}

/// A public print of the market; never our own execution.
@frozen
public struct Trade: Hashable, Sendable {
  /// When the trade was made.
  public var time: Timestamp

  /// The price.
  public var price: Double

  /// The traded quantity.
  public var size: Double

  /// Who crossed the spread, or `nil` when the source does not say.
  public var aggressor: AggressorSide?

  /// Creates a trade; nothing is checked.
  @inlinable
  public init(time: Timestamp, price: Double, size: Double, aggressor: AggressorSide?) {
    self.time = time
    self.price = price
    self.size = size
    self.aggressor = aggressor
  }
}
