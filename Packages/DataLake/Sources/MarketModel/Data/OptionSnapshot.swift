/// The quote of one option in a snapshot of a chain.
public struct OptionQuote: Hashable, Sendable {
  /// The terms.
  public var contract: OptionContract

  /// The highest price that a buyer offers, or `nil` when there is no buyer.
  public var bidPrice: Double?

  /// The lowest price that a seller accepts, or `nil` when there is no seller.
  public var askPrice: Double?

  /// The volatility that the price implies, as a yearly fraction, or `nil` when unknown.
  public var impliedVolatility: Double?

  /// The change of the price per unit of the underlying's, or `nil` when unknown.
  public var delta: Double?

  /// Creates a quote; nothing is checked.
  public init(
    contract: OptionContract,
    bidPrice: Double?,
    askPrice: Double?,
    impliedVolatility: Double? = nil,
    delta: Double? = nil
  ) {
    self.contract = contract
    self.bidPrice = bidPrice
    self.askPrice = askPrice
    self.impliedVolatility = impliedVolatility
    self.delta = delta
  }

  /// The price halfway between bid and ask, or `nil` when one of them is missing.
  public var midPrice: Double? {
    guard let bidPrice, let askPrice else { return nil }
    return 0.5 * (bidPrice + askPrice)
  }
}

/// The quotes of an underlying's options at one instant.
public struct OptionSnapshot: Hashable, Sendable {
  /// The instant that the provider names.
  public var time: Timestamp

  /// The instant at which the snapshot was received and became visible; not before `time`.
  public var receivedAt: Timestamp

  /// The symbol of the underlying.
  public var underlying: Symbol

  /// The price of the underlying.
  public var underlyingPrice: Double

  /// The implied volatility at the money as a yearly fraction, or `nil` when unknown.
  public var atTheMoneyVolatility: Double?

  /// The quotes, ordered by contract.
  public let quotes: [OptionQuote]

  /// Creates a snapshot; quotes are put in the order of their contracts.
  public init(
    time: Timestamp,
    receivedAt: Timestamp,
    underlying: Symbol,
    underlyingPrice: Double,
    atTheMoneyVolatility: Double?,
    quotes: [OptionQuote]
  ) {
    self.time = time
    self.receivedAt = receivedAt
    self.underlying = underlying
    self.underlyingPrice = underlyingPrice
    self.atTheMoneyVolatility = atTheMoneyVolatility
    self.quotes = quotes.sorted { $0.contract < $1.contract }
  }

  /// The number of distinct strikes.
  public var strikeCount: Int { Set(quotes.map(\.contract.strike)).count }
}
