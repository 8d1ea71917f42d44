internal import ConfigValidation
public import MarketModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The sample standard deviation of the last *period* logarithmic close-to-close returns.
///
/// Multiplied by the square root of `periodsPerYear`; with 1 it stays per bar. Undefined while a
/// return in the window has no logarithm, because a close is not positive.
@frozen
public struct RealisedVolatility: CausalTransform, Hashable {
  @usableFromInline let scale: Double
  @usableFromInline var moments: RollingMoments
  @usableFromInline var previousLog: Double?

  /// Creates the volatility of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of returns in the window; at least two.
  ///   - periodsPerYear: The number of bars in a year; positive. 1 leaves the result per bar.
  @inlinable
  public init(period: Int, periodsPerYear: Double) {
    precondition(period > 1, "one return does not deviate")
    precondition(periodsPerYear > 0, "a year has bars")
    scale = periodsPerYear.squareRoot()
    moments = RollingMoments(period: period)
    previousLog = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { moments.period }

  /// Consumes the next bar and returns the volatility.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    guard bar.close > 0 else {
      previousLog = nil
      moments = RollingMoments(period: moments.period)
      return nil
    }
    let logarithm = naturalLogarithm(bar.close)
    defer { previousLog = logarithm }
    guard let previousLog else { return nil }
    moments.push(logarithm - previousLog)
    guard moments.isFull, let deviation = moments.standardDeviation(.sample) else { return nil }
    return deviation * scale
  }
}

/// The natural logarithm, behind a symbol that inlined code may call.
@usableFromInline
func naturalLogarithm(_ value: Double) -> Double { log(value) }

extension RealisedVolatility {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "realised_volatility",
    summary: "The sample deviation of the last period logarithmic returns, scaled to a year.",
    formula: "rv[i] = samplestd(log(close[k] / close[k-1])) * sqrt(periods_per_year)",
    schema: ParameterSchema([
      .window(20),
      .number("periods_per_year", 1...1_000_000, 1, "Bars in a year; 1 leaves it per bar."),
    ]),
    witness: "numpy std(ddof=1) of log returns"
  ) { parameters in
    RealisedVolatility(
      period: parameters.integer("period"),
      periodsPerYear: parameters.number("periods_per_year")
    )
  }
}
