/// How much worse than its reference price an order fills.
///
/// Slippage applies to market orders and triggered stops; a limit order never fills beyond its limit.
public protocol SlippageModel: Hashable, Sendable {
  /// The price concession per unit, not negative.
  func concession(_ inputs: SlippageInputs) -> Double

  /// The same concession as a line in the price, when it is one.
  var linear: LinearSlippage? { get }

  /// The name of the model and its numbers, in a fixed order.
  var canonicalFields: [CanonicalField] { get }
}

/// A concession that is proportional to the price, plus a constant.
@frozen
public struct LinearSlippage: Hashable, Sendable {
  /// The fraction of the reference price.
  public var priceFraction: Double

  /// The amount per unit, in units of price.
  public var perUnit: Double

  /// Creates a line.
  public init(priceFraction: Double, perUnit: Double) {
    self.priceFraction = priceFraction
    self.perUnit = perUnit
  }
}

/// What a slippage model may look at: the fill and the bar that it falls in.
@frozen
public struct SlippageInputs: Hashable, Sendable {
  /// The price before slippage.
  public var referencePrice: Double

  /// The signed number of units.
  public var units: Double

  /// The range of the last bar that has closed before the fill.
  public var barRange: Double

  /// The volume of the last bar that has closed before the fill.
  public var barVolume: Double

  /// Creates the inputs.
  public init(referencePrice: Double, units: Double, barRange: Double, barVolume: Double) {
    self.referencePrice = referencePrice
    self.units = units
    self.barRange = barRange
    self.barVolume = barVolume
  }
}

/// A fraction of the price plus a fixed amount per unit.
public struct FixedSlippage: SlippageModel {
  /// The fraction of the reference price; 0.0001 is one basis point.
  public var priceFraction: Double

  /// The amount per unit, in units of price.
  public var perUnit: Double

  /// Creates a model.
  public init(priceFraction: Double, perUnit: Double) {
    self.priceFraction = priceFraction
    self.perUnit = perUnit
  }

  /// The concession per unit.
  public func concession(_ inputs: SlippageInputs) -> Double {
    inputs.referencePrice * priceFraction + perUnit
  }

  /// The concession as a line.
  public var linear: LinearSlippage? {
    LinearSlippage(priceFraction: priceFraction, perUnit: perUnit)
  }

  /// The name of the model and its numbers.
  public var canonicalFields: [CanonicalField] {
    [
      .init("slippage", "fixed"), .init("slippage.price_fraction", priceFraction),
      .init("slippage.per_unit", perUnit),
    ]
  }
}

/// A fraction of the last bar's range, scaled by the square root of the share of its volume.
///
/// `concession = coefficient · range · sqrt(|units| / volume)`; a bar without volume concedes the whole
/// coefficient times its range.
public struct VolumeShareSlippage: SlippageModel {
  /// The concession, as a fraction of the range, of an order as large as the bar's volume.
  public var coefficient: Double

  /// Creates a model.
  public init(coefficient: Double) { self.coefficient = coefficient }

  /// The concession per unit.
  public func concession(_ inputs: SlippageInputs) -> Double {
    let share = inputs.barVolume > 0 ? min(1, abs(inputs.units) / inputs.barVolume) : 1
    return coefficient * inputs.barRange * share.squareRoot()
  }

  /// Not a line.
  public var linear: LinearSlippage? { nil }

  /// The name of the model and its numbers.
  public var canonicalFields: [CanonicalField] {
    [.init("slippage", "volume_share"), .init("slippage.coefficient", coefficient)]
  }
}
