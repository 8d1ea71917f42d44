internal import ConfigValidation
public import MarketModel

/// The volatility of a day, a week and a month, and the forecast that they make for the next bar.
///
/// The heterogeneous autoregressive model: the volatility of a bar is regressed on those of the
/// bar, the week and the month before it. The fit is redone with every bar, over the last
/// `window` bars only, the newest of them included as target. All values are multiplied by the
/// square root of `periodsPerYear`; with 1 they stay per bar. All four begin together.
///
/// The forecast is undefined while the fit has no unique solution and where it is not positive. A
/// bar with a price that is not positive starts everything afresh.
///
/// ## References
///
/// - F. Corsi (2009), *A Simple Approximate Long-Memory Model of Realized Volatility*.
@frozen
public struct HeterogeneousVolatility: CausalTransform, Hashable {
  /// The four values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["daily", "weekly", "monthly", "forecast"]

    /// The volatility of this bar.
    public var daily: Double?

    /// The volatility of the week that ends with it.
    public var weekly: Double?

    /// The volatility of the month that ends with it.
    public var monthly: Double?

    /// The volatility that the model expects of the next bar.
    public var forecast: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (daily, weekly, monthly, forecast) = (nil, nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: daily
      case 1: weekly
      case 2: monthly
      default: forecast
      }
    }
  }

  @usableFromInline let proxy: VarianceProxy
  @usableFromInline let scale: Double
  @usableFromInline var week: SlidingSum
  @usableFromInline var month: SlidingSum
  @usableFromInline var fit: RollingLeastSquares
  @usableFromInline var previous: SIMD4<Double>?
  @usableFromInline var seen: Int

  /// Creates the model of an empty stream.
  ///
  /// - Parameters:
  ///   - window: The number of bars that the fit explains; at least five.
  ///   - week: The number of bars in a week; at least two.
  ///   - month: The number of bars in a month; more.
  ///   - proxy: How the variance of one bar is told from its prices.
  ///   - periodsPerYear: The number of bars in a year; positive. 1 leaves the results per bar.
  @inlinable
  public init(window: Int, week: Int, month: Int, proxy: VarianceProxy, periodsPerYear: Double) {
    precondition(week > 1 && week < month, "a month is longer than a week, and a week than a bar")
    precondition(periodsPerYear > 0, "a year has bars")
    self.proxy = proxy
    scale = periodsPerYear.squareRoot()
    self.week = SlidingSum(period: week)
    self.month = SlidingSum(period: month)
    fit = RollingLeastSquares(period: window)
    (previous, seen) = (nil, 0)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { month.period - 1 + fit.period }

  /// Consumes the next bar and returns the volatilities and the forecast.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    seen += 1
    guard let variance = bar.variance(by: proxy) else {
      startAfresh()
      return output
    }
    let weekly = week.mean(adding: variance)
    guard let monthly = month.mean(adding: variance), let weekly else { return output }
    let row = SIMD4(variance, max(weekly, 0), max(monthly, 0), 0).squareRoot()
    if let previous { fit.push(previous, target: row[0]) }
    previous = row
    guard seen > lookback else { return output }
    (output.daily, output.weekly, output.monthly) = (scale * row[0], scale * row[1], scale * row[2])
    output.forecast = fit.prediction(at: row).flatMap { $0 > 0 ? scale * $0 : nil }
    return output
  }

  @inlinable
  mutating func startAfresh() {
    week.removeAll()
    month.removeAll()
    if fit.filled > 0 { fit = RollingLeastSquares(period: fit.period) }
    previous = nil
  }
}

extension HeterogeneousVolatility {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "har",
    summary: "Volatility of bar, week and month, and their forecast for the next bar.",
    formula:
      "forecast = b0 + b1*daily + b2*weekly + b3*monthly, least squares over the last window",
    schema: ParameterSchema([
      .window(named: "window", 200, atLeast: 5),
      .window(named: "week", 5),
      .window(named: "month", 22),
      .choice("proxy", of: VarianceProxy.self, .parkinson, "How the variance of a bar is told."),
      .number("periods_per_year", 1...1_000_000, 1, "Bars in a year; 1 leaves it per bar."),
    ]),
    witness: "numpy lstsq"
  ) { parameters throws(IndicatorError) in
    let (week, month) = (parameters.integer("week"), parameters.integer("month"))
    guard week < month else {
      throw .conflict(
        indicator: "har",
        rule: "week (\(week)) must be smaller than month (\(month))"
      )
    }
    return HeterogeneousVolatility(
      window: parameters.integer("window"),
      week: week,
      month: month,
      proxy: parameters.choice("proxy", of: VarianceProxy.self),
      periodsPerYear: parameters.number("periods_per_year")
    )
  }
}
