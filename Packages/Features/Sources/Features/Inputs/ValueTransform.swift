public import MarketModel

/// A causal transform that reads one number of each bar.
///
/// The form over plain numbers lets one indicator feed another: the signal line of a MACD is an
/// exponential average of a difference, not of a bar.
public protocol ValueTransform: CausalTransform {
  /// The number that is read from each bar.
  var input: BarField { get }

  /// Consumes the next number and returns what it makes visible.
  ///
  /// - Complexity: That of ``MarketModel/CausalTransform/update(_:)``.
  mutating func update(value: Double) -> Output
}

extension ValueTransform {
  /// Consumes the next bar and returns what it makes visible.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output { update(value: bar[input]) }
}

/// Where an exponential average starts.
public enum Seeding: String, Hashable, Sendable, CaseIterable {
  /// At the first value, which is already a defined output.
  case firstValue

  /// At the mean of the first *period* values, as TA-Lib does; undefined before.
  case simpleMean
}
