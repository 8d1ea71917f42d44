/// The kind of an instrument.
public enum AssetClass: String, Hashable, Sendable, CaseIterable, Codable {
  /// A share of a company.
  case equity

  /// A share of an exchange-traded fund.
  case exchangeTradedFund = "etf"

  /// A computed number that cannot be traded.
  case index

  /// A coin or token, delivered at once.
  case cryptoSpot = "crypto_spot"

  /// A future without expiry that pays funding.
  case perpetual

  /// A right to buy or sell another instrument.
  case option

  /// Whether orders for an instrument of this kind make sense.
  public var isTradable: Bool { self != .index }
}
