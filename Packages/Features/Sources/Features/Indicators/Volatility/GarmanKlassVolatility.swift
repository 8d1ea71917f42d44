internal import ConfigValidation
public import MarketModel

/// The volatility of the last *period* bars, from their ranges and bodies.
///
/// Multiplied by the square root of `periodsPerYear`; with 1 it stays per bar. A bar with a price
/// that is not positive is undefined and starts the window afresh.
///
/// ## References
///
/// - M. Garman and M. Klass (1980), *On the Estimation of Security Price Volatilities*.
@frozen
public struct GarmanKlassVolatility: CausalTransform, Hashable {
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
    guard let variance = bar.garmanKlassVariance else {
      variances.removeAll()
      return nil
    }
    guard let mean = variances.mean(adding: variance) else { return nil }
    return (max(mean, 0) * periodsPerYear).squareRoot().finiteOrNil
  }
}

extension GarmanKlassVolatility {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "garman_klass",
    summary: "The volatility that ranges and bodies of bars tell, scaled to a year.",
    formula: "sqrt(mean(log(h/l)^2 / 2 - (2*log(2) - 1) * log(c/o)^2) * periods_per_year)",
    schema: ParameterSchema([
      .period(20),
      .number("periods_per_year", 1...1_000_000, 1, "Bars in a year; 1 leaves it per bar."),
    ]),
    witness: "numpy"
  ) { parameters in
    GarmanKlassVolatility(
      period: parameters.integer("period"),
      periodsPerYear: parameters.number("periods_per_year")
    )
  }
}
