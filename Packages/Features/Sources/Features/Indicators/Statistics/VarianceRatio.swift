internal import ConfigValidation
public import MarketModel

/// The variance of changes over *lag* bars as a multiple of *lag* times that over one bar.
///
/// Changes are those of logarithms, overlapping, each about its own mean. Above 1 moves persist,
/// below 1 they revert. Undefined while nothing moves; a value that is not positive starts the
/// windows afresh.
///
/// ## References
///
/// - A. Lo and A. C. MacKinlay (1988), *Stock Market Prices Do Not Follow Random Walks*.
@frozen
public struct VarianceRatio: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var values: RollingWindow
  @usableFromInline var short: RollingMoments
  @usableFromInline var long: RollingMoments

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Both are at least two.
  @inlinable
  public init(period: Int, lag: Int, input: BarField) {
    self.input = input
    precondition(lag > 1, "a long change spans several bars")
    values = RollingWindow(capacity: lag)
    short = RollingMoments(period: period)
    long = short
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { values.capacity + long.period - 1 }

  /// Consumes the next value and returns the ratio.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard value > 0 else {
      self = VarianceRatio(period: long.period, lag: values.capacity, input: input)
      return nil
    }
    let before = values.count > 0 ? values[ago: 0] : nil
    let oldest = values.push(value)
    if let before, let change = logarithmicRatio(value, over: before) { short.push(change) }
    guard let oldest, let change = logarithmicRatio(value, over: oldest) else { return nil }
    long.push(change)
    guard long.isFull, let slow = long.variance(.population),
      let quick = short.variance(.population)
    else { return nil }
    return ratio(slow, over: Double(values.capacity) * quick)
  }
}

extension VarianceRatio {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "variance_ratio",
    summary: "The variance of long log changes over that expected from short ones.",
    formula: "var(log(x[k] / x[k-lag])) / (lag * var(log(x[k] / x[k-1]))), last period changes",
    schema: ParameterSchema([.window(60), .window(named: "lag", 5), .input(.close)]),
    witness: "numpy var"
  ) { parameters in
    VarianceRatio(
      period: parameters.integer("period"),
      lag: parameters.integer("lag"),
      input: parameters.barField("input")
    )
  }
}
