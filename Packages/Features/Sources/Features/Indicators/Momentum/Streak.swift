internal import ConfigValidation
public import MarketModel

/// How many bars in a row a value has risen (positive) or fallen (negative).
///
/// An unchanged value ends the streak at zero.
///
/// ## References
///
/// - L. Connors and C. Alvarez (2012), *An Introduction to ConnorsRSI*.
@frozen
public struct Streak: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var previous: Double?
  @usableFromInline var length: Double

  /// Creates the indicator of an empty stream.
  @inlinable
  public init(input: BarField) {
    self.input = input
    (previous, length) = (nil, 0)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 1 }

  /// Consumes the next value and returns the length of the streak.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    defer { previous = value }
    guard let previous else { return nil }
    let sign = value > previous ? 1.0 : value < previous ? -1.0 : 0.0
    length = sign * length > 0 ? length + sign : sign
    return length
  }
}

extension Streak {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "streak",
    summary: "The number of rises (positive) or falls (negative) in a row.",
    formula: "streak[i] = s + sign if sign(x[i] - x[i-1]) = sign(s), else sign",
    schema: ParameterSchema([.input(.close)]),
    witness: "numpy loop"
  ) { parameters in
    Streak(input: parameters.barField("input"))
  }
}
