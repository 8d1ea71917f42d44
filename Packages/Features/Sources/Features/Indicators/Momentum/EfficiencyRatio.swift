internal import ConfigValidation
public import MarketModel

/// The distance covered in *period* bars as a share of the path walked, from 0 to 1.
///
/// Undefined while nothing has moved.
///
/// ## References
///
/// - P. J. Kaufman (1995), *Smarter Trading*.
@frozen
public struct EfficiencyRatio: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var window: RollingWindow
  @usableFromInline var path: SlidingSum
  @usableFromInline var previous: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    window = RollingWindow(capacity: period)
    path = SlidingSum(period: period)
    previous = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { path.period }

  /// Consumes the next value and returns the share.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    defer { previous = value }
    let older = window.push(value)
    guard let previous else { return nil }
    guard let walked = path.update(value: abs(value - previous)), let older else { return nil }
    return ratio(abs(value - older), over: walked).map { min($0, 1) }
  }
}

extension EfficiencyRatio {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "efficiency_ratio",
    summary: "The distance covered as a share of the path walked, 0 to 1.",
    formula: "er[i] = |x[i] - x[i-period]| / sum(|x[k] - x[k-1]|)",
    schema: ParameterSchema([.period(10), .input(.close)]),
    witness: "numpy sums"
  ) { parameters in
    EfficiencyRatio(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
