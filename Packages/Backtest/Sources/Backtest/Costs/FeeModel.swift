/// What a broker charges for a fill.
///
/// A model is a value: equal models charge alike, and ``canonicalFields`` identifies it in a run id.
public protocol FeeModel: Hashable, Sendable {
  /// The charge for a fill, not negative.
  ///
  /// - Parameters:
  ///   - units: The signed number of units.
  ///   - price: The price per unit, with slippage.
  ///   - multiplier: What one unit at a price of 1 is worth.
  /// - Returns: The charge in units of cash.
  func fee(units: Double, price: Double, multiplier: Double) -> Double

  /// The same charge as a line, when it is one; the engine then charges it without a call.
  var linear: LinearFee? { get }

  /// The name of the model and its numbers, in a fixed order.
  var canonicalFields: [CanonicalField] { get }
}

/// A charge that is proportional to value and to quantity.
@frozen
public struct LinearFee: Hashable, Sendable {
  /// The part of the traded value that is charged.
  public var valueFraction: Double

  /// The charge for each unit.
  public var perUnit: Double

  /// Creates a line.
  public init(valueFraction: Double, perUnit: Double) {
    self.valueFraction = valueFraction
    self.perUnit = perUnit
  }
}

/// A fraction of the traded value.
public struct ProportionalFee: FeeModel {
  /// The fraction of the traded value; 0.0001 is one basis point.
  public var rate: Double

  /// Creates a model.
  public init(rate: Double) { self.rate = rate }

  /// The charge for a fill.
  public func fee(units: Double, price: Double, multiplier: Double) -> Double {
    abs(units) * price * multiplier * rate
  }

  /// The charge as a line.
  public var linear: LinearFee? { LinearFee(valueFraction: rate, perUnit: 0) }

  /// The name of the model and its numbers.
  public var canonicalFields: [CanonicalField] {
    [.init("fees", "proportional"), .init("fees.rate", rate)]
  }
}

/// A charge for each unit, with a least charge for each fill.
public struct PerUnitFee: FeeModel {
  /// The charge for each unit or contract.
  public var amount: Double

  /// The least charge for a fill.
  public var minimum: Double

  /// Creates a model.
  public init(amount: Double, minimum: Double) {
    self.amount = amount
    self.minimum = minimum
  }

  /// The charge for a fill.
  public func fee(units: Double, price: Double, multiplier: Double) -> Double {
    max(minimum, abs(units) * amount)
  }

  /// The charge as a line, when there is no least charge.
  public var linear: LinearFee? {
    minimum == 0 ? LinearFee(valueFraction: 0, perUnit: amount) : nil
  }

  /// The name of the model and its numbers.
  public var canonicalFields: [CanonicalField] {
    [.init("fees", "per_unit"), .init("fees.amount", amount), .init("fees.minimum", minimum)]
  }
}

/// No charge.
public struct NoFee: FeeModel {
  /// Creates the model.
  public init() {}

  /// Zero.
  public func fee(units: Double, price: Double, multiplier: Double) -> Double { 0 }

  /// The charge as a line.
  public var linear: LinearFee? { LinearFee(valueFraction: 0, perUnit: 0) }

  /// The name of the model.
  public var canonicalFields: [CanonicalField] { [.init("fees", "none")] }
}
