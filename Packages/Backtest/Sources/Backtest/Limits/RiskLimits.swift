/// The rules that may refuse an order before it reaches the market.
///
/// An order that would break a rule is refused whole and reported; it is never cut down. An order that
/// only reduces a position is always let through.
public struct RiskLimits: Hashable, Sendable {
  /// The largest absolute position in one symbol, in units, or `nil` for no limit.
  public var maximumPositionUnits: Double?

  /// The largest absolute value of one position, as a fraction of equity, or `nil` for no limit.
  public var maximumPositionFraction: Double?

  /// The largest sum of absolute position values, as a multiple of equity, or `nil` for no limit.
  public var maximumGrossLeverage: Double?

  /// Whether a purchase must be paid from cash.
  public var requiresBuyingPower: Bool

  /// Whether a position may become negative.
  public var allowsShorting: Bool

  /// Creates the rules.
  public init(
    maximumPositionUnits: Double? = nil,
    maximumPositionFraction: Double? = nil,
    maximumGrossLeverage: Double? = nil,
    requiresBuyingPower: Bool,
    allowsShorting: Bool
  ) {
    self.maximumPositionUnits = maximumPositionUnits
    self.maximumPositionFraction = maximumPositionFraction
    self.maximumGrossLeverage = maximumGrossLeverage
    self.requiresBuyingPower = requiresBuyingPower
    self.allowsShorting = allowsShorting
  }

  /// Whether no rule can refuse anything.
  var isUnlimited: Bool {
    maximumPositionUnits == nil && maximumPositionFraction == nil && maximumGrossLeverage == nil
      && !requiresBuyingPower && allowsShorting
  }

  var canonicalFields: [CanonicalField] {
    [
      .init("limits.maximum_position_units", maximumPositionUnits),
      .init("limits.maximum_position_fraction", maximumPositionFraction),
      .init("limits.maximum_gross_leverage", maximumGrossLeverage),
      .init("limits.requires_buying_power", requiresBuyingPower),
      .init("limits.allows_shorting", allowsShorting),
    ]
  }
}
