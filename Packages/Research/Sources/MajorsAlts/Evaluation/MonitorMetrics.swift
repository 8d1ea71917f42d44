public import MarketModel
public import PerformanceMetrics
public import Regime

/// The measures of a backtest of the monitor.
///
/// Undefined ones are `nil`. Drawdowns are positive fractions of the peak; ratios are annualised by the number
/// of periods of the settings, with a risk-free rate of zero.
public struct MonitorMetrics: Hashable, Sendable {
  /// What the days that share something earned.
  public struct Figures: Hashable, Sendable {
    /// The number of days.
    public var dayCount: Int

    /// The compound return of all days together, as a fraction.
    public var totalReturn: Double

    /// The compound annual growth rate, from an equity of 1 before the first day.
    public var annualGrowth: Double?

    /// The Sharpe ratio.
    public var sharpe: Double?

    /// The Sortino ratio.
    public var sortino: Double?

    /// The largest drawdown.
    public var maximumDrawdown: Double?

    /// The growth rate over the largest drawdown.
    public var calmar: Double?

    /// The share of all days that gained, flat days among them.
    public var hitRate: Double?
  }

  /// What one state's days earned.
  public struct StateFigures: Hashable, Sendable {
    /// The state.
    public var state: CompositeState

    /// The number of days.
    public var dayCount: Int

    /// The mean net return of a day.
    public var mean: Double?

    /// The median net return of a day.
    public var median: Double?

    /// The sample deviation of the net returns.
    public var deviation: Double?

    /// The annualised ratio of mean and deviation; the days are not consecutive.
    public var sharpeLike: Double?
  }

  /// A stretch of the backtest.
  public struct Window: Hashable, Sendable {
    /// The first day.
    public var first: CivilDate

    /// The last day.
    public var last: CivilDate

    /// What its days earned.
    public var figures: Figures
  }

  /// The whole backtest, net of everything.
  public let net: Figures

  /// The whole backtest, before costs and funding.
  public let gross: Figures

  /// The sum of daily costs, as fractions of the equity.
  public let totalCost: Double

  /// The sum of daily funding paid less received, as fractions of the equity.
  public let totalFunding: Double

  /// The mean value of alts traded in a day, as a fraction of the equity.
  public let meanAltTurnover: Double?

  /// The mean funding of a day, as a fraction of the equity.
  public let meanFunding: Double?

  /// The share of days with a position after the day's trades.
  public let exposure: Double?

  /// What each state's days earned, from alts to majors.
  public let states: [StateFigures]

  /// The windows that are long enough.
  public let windows: [Window]

  /// Measures the days of a backtest.
  ///
  /// - Throws: `MetricError` when a return is not finite.
  /// - Complexity: O(days · log days).
  public init(_ days: [MonitorDay], settings: MonitorSettings) throws(MetricError) {
    let periods = settings.backtest.periodsPerYear
    net = try Figures(days.map(\.netReturn), periods)
    gross = try Figures(days.map(\.grossReturn), periods)
    totalCost = days.reduce(0) { $0 + $1.cost }
    totalFunding = days.reduce(0) { $0 + $1.funding }
    meanAltTurnover = mean(days.map(\.altTurnover))
    meanFunding = mean(days.map(\.funding))
    exposure = mean(days.map { $0.altGross + $0.majorGross > 0 ? 1 : 0 })
    var states: [StateFigures] = []
    for state in settings.states.resolution.states {
      let returns = days.filter { $0.state == state }.map(\.netReturn)
      states.append(StateFigures(state, returns, periods))
    }
    self.states = states
    let length = settings.backtest.testWindowDays ?? max(1, days.count)
    var windows: [Window] = []
    for start in stride(from: 0, to: days.count, by: length) {
      let part = days[start..<min(start + length, days.count)]
      guard part.count >= settings.backtest.minimumTestDays, let first = part.first,
        let last = part.last
      else { continue }
      windows.append(
        Window(
          first: first.date,
          last: last.date,
          figures: try Figures(part.map(\.netReturn), periods)
        )
      )
    }
    self.windows = windows
  }
}

extension MonitorMetrics.Figures {
  fileprivate init(_ returns: [Double], _ periods: Double) throws(MetricError) {
    self.init(
      dayCount: returns.count,
      totalReturn: returns.reduce(1) { $0 * (1 + $1) } - 1,
      annualGrowth: try compoundAnnualGrowthRate(of: returns, periodsPerYear: periods),
      sharpe: try sharpeRatio(of: returns, riskFreeRate: 0, periodsPerYear: periods),
      sortino: try sortinoRatio(
        of: returns,
        minimumAcceptableReturn: 0,
        periodsPerYear: periods
      ),
      maximumDrawdown: try PerformanceMetrics.maximumDrawdown(of: returns),
      calmar: try calmarRatio(of: returns, periodsPerYear: periods),
      hitRate: mean(returns.map { $0 > 0 ? 1 : 0 })
    )
  }
}

extension MonitorMetrics.StateFigures {
  fileprivate init(_ state: CompositeState, _ returns: [Double], _ periods: Double) {
    let (center, spread) = (MajorsAlts.mean(returns), sampleDeviation(returns))
    self.init(
      state: state,
      dayCount: returns.count,
      mean: center,
      median: MajorsAlts.median(returns),
      deviation: spread,
      sharpeLike: center.flatMap { center in
        spread.flatMap { $0 > 0 ? center / $0 * periods.squareRoot() : nil }
      }
    )
  }
}
