internal import ConfigValidation
public import MarketModel

/// The volatility of a GARCH(1,1) model that is fitted again and again to the recent past.
///
/// The model of ``GarchModel`` is fitted to the last `window` logarithmic returns, the newest
/// included, when there are so many for the first time and then every `refitEvery` bars; in
/// between its parameters stand still and the variance follows the returns. Both values are
/// multiplied by the square root of `periodsPerYear`; with 1 they stay per bar.
///
/// Undefined while the returns of the window do not vary; a close that is not positive starts
/// everything afresh. A fit of few returns is unsure: several hundred are wise.
///
/// **Causality.** The parameters at bar *i* come from returns up to the last refit at or before
/// *i*. The volatility of bar *i* uses, with these parameters, the returns before *i*, and the
/// forecast those up to *i*.
///
/// ## References
///
/// - T. Bollerslev (1986), *Generalized Autoregressive Conditional Heteroskedasticity*.
@frozen
public struct ConditionalVolatility: CausalTransform, Hashable {
  /// The two values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["volatility", "forecast"]

    /// The volatility that the model gives this bar.
    public var volatility: Double?

    /// The volatility that it expects of the next bar.
    public var forecast: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (volatility, forecast) = (nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? { index == 0 ? volatility : forecast }
  }

  @usableFromInline let refitEvery: Int
  @usableFromInline let mean: GarchModel.Mean
  @usableFromInline let periodsPerYear: Double
  @usableFromInline var returns: RollingWindow
  @usableFromInline var previousClose: Double
  @usableFromInline var model: GarchModel?
  @usableFromInline var untilRefit: Int
  @usableFromInline var nextVariance: Double

  /// Creates the volatility of an empty stream.
  ///
  /// - Parameters:
  ///   - window: The number of returns of a fit; at least ``GarchModel/minimumCount``.
  ///   - refitEvery: The number of bars from one fit to the next; positive.
  ///   - mean: What surprises are measured from.
  ///   - periodsPerYear: The number of bars in a year; positive. 1 leaves the results per bar.
  @inlinable
  public init(window: Int, refitEvery: Int, mean: GarchModel.Mean, periodsPerYear: Double) {
    precondition(window >= GarchModel.minimumCount, "a fit needs returns")
    precondition(refitEvery > 0, "a period is positive")
    precondition(periodsPerYear > 0, "a year has bars")
    self.refitEvery = refitEvery
    self.mean = mean
    self.periodsPerYear = periodsPerYear
    returns = RollingWindow(capacity: window)
    (previousClose, untilRefit, nextVariance) = (0, 0, 0)
    model = nil
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { returns.capacity }

  /// Consumes the next bar and returns its volatility and the forecast for the next one.
  ///
  /// - Complexity: O(1), and O(*window*) with allocation at a bar that fits the model.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    defer { previousClose = bar.close }
    guard let change = logarithmicRatio(bar.close, over: previousClose) else {
      if returns.count > 0 { startAfresh() }
      return output
    }
    _ = returns.push(change)
    guard returns.isFull else { return output }
    var variance = nextVariance
    if untilRefit == 0 {
      variance = refit()
    } else if let model {
      nextVariance = model.nextVariance(after: change, variance: variance)
    }
    guard model != nil else { return output }
    untilRefit -= 1
    output.volatility = (variance * periodsPerYear).squareRoot().finiteOrNil
    output.forecast = (nextVariance * periodsPerYear).squareRoot().finiteOrNil
    return output
  }

  /// Fits the model to the window; returns the variance of the newest bar and keeps that of the
  /// next.
  @usableFromInline
  mutating func refit() -> Double {
    let past = (0..<returns.count).reversed().map { returns[ago: $0] }
    model = try? GarchModel.fit(past, mean: mean)
    guard let variances = model?.conditionalVariances(of: past) else { return 0 }
    untilRefit = refitEvery
    nextVariance = variances[past.count]
    return variances[past.count - 1]
  }

  @usableFromInline
  mutating func startAfresh() {
    returns = RollingWindow(capacity: returns.capacity)
    (untilRefit, model) = (0, nil)
  }
}

extension ConditionalVolatility {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "garch",
    summary: "The volatility and the forecast of a GARCH(1,1) refitted to a trailing window.",
    formula: "v[i+1] = omega + alpha * (r[i] - mean)^2 + beta * v[i]; sqrt(v * periods_per_year)",
    schema: ParameterSchema([
      .window(named: "window", 250, atLeast: GarchModel.minimumCount),
      .period(named: "refit_every", 25),
      .choice("mean", of: GarchModel.Mean.self, .constant, "What surprises are measured from."),
      .number("periods_per_year", 1...1_000_000, 1, "Bars in a year; 1 leaves it per bar."),
    ]),
    witness: "arch (Python)"
  ) { parameters in
    ConditionalVolatility(
      window: parameters.integer("window"),
      refitEvery: parameters.integer("refit_every"),
      mean: parameters.choice("mean", of: GarchModel.Mean.self),
      periodsPerYear: parameters.number("periods_per_year")
    )
  }
}
