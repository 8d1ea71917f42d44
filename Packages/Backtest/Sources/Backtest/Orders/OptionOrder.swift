public import MarketModel

/// The terms of a listed option.
public struct OptionLeg: Hashable, Sendable {
  /// Whether the holder may sell or buy the underlying.
  public enum Right: String, Hashable, Sendable, CaseIterable {
    /// The right to sell.
    case put

    /// The right to buy.
    case call
  }

  /// What is delivered.
  public var underlying: Symbol

  /// The price at which the right may be used.
  public var strike: Double

  /// The instant after which the right is gone.
  public var expiry: Timestamp

  /// Put or call.
  public var right: Right

  /// Creates the terms; nothing is checked.
  public init(underlying: Symbol, strike: Double, expiry: Timestamp, right: Right) {
    self.underlying = underlying
    self.strike = strike
    self.expiry = expiry
    self.right = right
  }

  /// What the option pays per unit of the underlying when it expires at a price.
  public func intrinsicValue(at price: Double) -> Double {
    switch right {
    case .put: max(0, strike - price)
    case .call: max(0, price - strike)
    }
  }
}

/// One or several option legs that trade together or not at all.
public struct OptionOrder: Hashable, Sendable {
  /// A leg with its signed number of contracts.
  public struct Part: Hashable, Sendable {
    /// What is traded.
    public var leg: OptionLeg

    /// How many contracts: positive buys, negative sells.
    public var contracts: Double

    /// Creates a part.
    public init(_ leg: OptionLeg, contracts: Double) {
      self.leg = leg
      self.contracts = contracts
    }
  }

  /// The legs; at least one.
  public var parts: [Part]

  /// A number that the strategy may use to tell its fills apart.
  public var tag: Int32

  /// Creates an order.
  public init(_ parts: [Part], tag: Int32 = 0) {
    self.parts = parts
    self.tag = tag
  }
}
