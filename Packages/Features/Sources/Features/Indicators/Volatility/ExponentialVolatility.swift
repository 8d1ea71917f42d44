internal import ConfigValidation
public import MarketModel

/// The root of an exponentially weighted mean of squared logarithmic returns.
///
/// Starts at the mean of the first *period* squares, then decays by `decay`; RiskMetrics uses
/// 0.94 for days and 0.97 for months. The value of a bar is also the forecast for the next one. A
/// close that is not positive has no return; the mean stays as it was.
///
/// ## References
///
/// - J. P. Morgan/Reuters (1996), *RiskMetrics: Technical Document*.
@frozen
public struct ExponentialVolatility: CausalTransform, Hashable {
  @usableFromInline let periodsPerYear: Double
  @usableFromInline var variance: ExponentialAverage
  @usableFromInline var previousClose: Double

  /// Creates the volatility of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of squared returns of the first mean; positive.
  ///   - decay: The weight that each step keeps, in 0...1.
  ///   - periodsPerYear: The number of bars in a year; positive. 1 leaves the result per bar.
  @inlinable
  public init(period: Int, decay: Double, periodsPerYear: Double) {
    precondition(periodsPerYear > 0, "a year has bars")
    self.periodsPerYear = periodsPerYear
    variance = ExponentialAverage(period: period, smoothing: 1 - decay)
    previousClose = 0
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { variance.period }

  /// Consumes the next bar and returns the volatility.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    guard let change = logarithmicRatio(bar.close, over: previousClose),
      let mean = variance.update(value: change * change)
    else { return nil }
    return (mean * periodsPerYear).squareRoot().finiteOrNil
  }
}

extension ExponentialVolatility {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ewma_volatility",
    summary: "The root of an exponential mean of squared log returns, scaled to a year.",
    formula:
      "v[i] = decay * v[i-1] + (1 - decay) * log(c[i]/c[i-1])^2; sqrt(v * periods_per_year)",
    schema: ParameterSchema([
      .period(20), .number("decay", 0...1, 0.94, "The weight that each step keeps."),
      .number("periods_per_year", 1...1_000_000, 1, "Bars in a year; 1 leaves it per bar."),
    ]),
    witness: "numpy recursion"
  ) { parameters in
    ExponentialVolatility(
      period: parameters.integer("period"),
      decay: parameters.number("decay"),
      periodsPerYear: parameters.number("periods_per_year")
    )
  }
}
