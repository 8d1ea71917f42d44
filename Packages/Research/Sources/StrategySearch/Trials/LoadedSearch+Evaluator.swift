internal import Backtest
internal import MarketModel
internal import PerformanceMetrics
internal import Research

extension LoadedSearch {
  /// Makes what evaluates trials over data, and names every setting that their results depend on.
  func evaluator(
    over data: SearchData
  ) throws(SearchError) -> (any TrialEvaluator, [CanonicalField]) {
    switch (strategy, data.content, config.execution) {
    case (.bars(let definition), .bars(let bars), .bars(let execution, let cash, let metrics)):
      let periods = metrics.periodsPerYear ?? Self.periodsPerYear(of: bars)
      let settings = execution.settings(startingCash: cash, periodsPerYear: periods)
      let rate: Double
      do throws(MetricError) {
        rate = try SummarySettings(
          periodsPerYear: periods,
          annualRiskFreeRate: metrics.riskFreeRate,
          tailProbability: 0.05
        ).periodRiskFreeRate
      } catch {
        throw .metric(error)
      }
      let evaluator = BarEvaluator(
        definition: definition,
        bars: bars,
        settings: settings,
        periodsPerYear: periods,
        periodRiskFreeRate: rate,
        needsCurves: config.uses(.sortino)
      )
      let fields =
        settings.canonicalFields + [
          CanonicalField("periods_per_year", periods),
          CanonicalField("risk_free_rate", metrics.riskFreeRate),
        ]
      return (evaluator, fields)
    case (.ticks(let definition), .ticks(let feed), .ticks(let execution)):
      let settings = execution.settings
      let evaluator = TickEvaluator(definition: definition, feed: feed, settings: settings)
      return (evaluator, settings.canonicalFields)
    default:
      throw .noData(symbol: config.data.symbol, from: config.data.from, to: config.data.to)
    }
  }

  /// The number of bars in a year of 365.25 days, by their mean distance.
  private static func periodsPerYear(of bars: BarSeries) -> Double {
    guard let first = bars.closeTimes.first, let last = bars.closeTimes.last, last > first else {
      return 365.25 * 86_400 / Double(bars.interval.seconds)
    }
    return Double(bars.count - 1) * 365.25 * 86_400e9 / Double(last - first)
  }
}
