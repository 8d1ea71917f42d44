internal import ConfigValidation
public import MarketModel

/// The volatility of the last *period* bars, from prices within them, free of their drift.
///
/// Multiplied by the square root of `periodsPerYear`; with 1 it stays per bar. A bar with a price
/// that is not positive is undefined and starts the window afresh.
///
/// ## References
///
/// - L. Rogers and S. Satchell (1991), *Estimating Variance from High, Low and Closing Prices*.
@frozen
public struct RogersSatchellVolatility: CausalTransform, Hashable {
  @usableFromInline let periodsPerYear: Double
  @usableFromInline var variances: SlidingSum

  /// Creates the volatility of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of bars in the window; positive.
  ///   - periodsPerYear: The number of bars in a year; positive. 1 leaves the result per bar.
  @inlinable
  public init(period: Int, periodsPerYear: Double) {
    precondition(periodsPerYear > 0, "a year has bars")
    self.periodsPerYear = periodsPerYear
    variances = SlidingSum(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { variances.period - 1 }

  /// Consumes the next bar and returns the volatility.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    guard let variance = bar.rogersSatchellVariance else {
      variances.removeAll()
      return nil
    }
    guard let mean = variances.mean(adding: variance) else { return nil }
    return (max(mean, 0) * periodsPerYear).squareRoot().finiteOrNil
  }
}

extension RogersSatchellVolatility {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "rogers_satchell",
    summary: "The volatility within bars, free of drift, scaled to a year.",
    formula: "sqrt(mean(log(h/c)*log(h/o) + log(l/c)*log(l/o)) * periods_per_year)",
    schema: ParameterSchema([
      .period(20),
      .number("periods_per_year", 1...1_000_000, 1, "Bars in a year; 1 leaves it per bar."),
    ]),
    witness: "numpy"
  ) { parameters in
    RogersSatchellVolatility(
      period: parameters.integer("period"),
      periodsPerYear: parameters.number("periods_per_year")
    )
  }
}
