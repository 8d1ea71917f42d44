internal import Backtest
internal import ConfigValidation
internal import MarketModel
internal import Optimizer
internal import PerformanceMetrics

/// Replays parameter sets over the bars of one symbol.
struct BarEvaluator: TrialEvaluator {
  let definition: StrategyDefinition
  let bars: BarSeries
  let settings: ExecutionSettings
  let periodsPerYear: Double
  let periodRiskFreeRate: Double

  /// Whether every trial needs its curve, for figures that do not follow from the summary.
  let needsCurves: Bool

  func evaluate(
    _ sets: [ParameterSet],
    over stretch: ReplayStretch,
    workers: Int,
    watch: TrialWatch?
  ) throws(SearchError) -> [EvaluatedTrial] {
    var trials = try sets.map { (set) throws(SearchError) in
      EvaluatedTrial(refusal: try refusal(of: set))
    }
    let usable = trials.indices.filter { trials[$0].refusal == nil }
    guard !usable.isEmpty else { return trials }
    try sweep(usable.map { sets[$0] }, over: stretch, needsCurves ? .curves : .summary, workers) {
      (index, result) throws(SearchError) in
      trials[usable[index]].figures = try figures(result)
    }
    return trials
  }

  func replay(
    _ sets: [ParameterSet],
    over stretch: ReplayStretch,
    keepsEquity: Bool,
    workers: Int,
    receive: (Int, ReplayedTrial) throws(SearchError) -> Void
  ) throws(SearchError) {
    try sweep(sets, over: stretch, .full, workers) { (index, result) throws(SearchError) in
      let replayed = ReplayedTrial(
        figures: try figures(result),
        fills: loggedFills(result),
        equity: keepsEquity ? result.equity : [],
        markTimes: keepsEquity ? result.markTimes : []
      )
      try receive(index, replayed)
    }
  }

  /// Why the strategy cannot run with a set, or `nil` when it can.
  private func refusal(of set: ParameterSet) throws(SearchError) -> String? {
    do throws(BacktestError) {
      _ = try definition.columnPlan(for: set)
      return nil
    } catch {
      switch error {
      case .conflictingParameters, .parameters: return error.description
      default: throw .backtest(strategy: definition.name, error)
      }
    }
  }

  private func sweep(
    _ sets: [ParameterSet],
    over stretch: ReplayStretch,
    _ recording: Recording,
    _ workers: Int,
    receive: (Int, BacktestResult) throws(SearchError) -> Void
  ) throws(SearchError) {
    var failure: SearchError?
    do throws(BacktestError) {
      try definition.sweep(
        try market(over: stretch),
        parameterSets: sets,
        settings: settings,
        recording: recording,
        workers: workers
      ) { index, result in
        guard failure == nil else { return }
        do throws(SearchError) { try receive(index, result) } catch { failure = error }
      }
    } catch {
      throw .backtest(strategy: definition.name, error)
    }
    if let failure { throw failure }
  }

  /// The bars of a stretch, with those before it to warm up columns: they are over when it begins.
  private func market(over stretch: ReplayStretch) throws(BacktestError) -> ReplayMarket {
    let end = stretch.to ?? Timestamp(nanoseconds: .max)
    let kept = bars.slice(openingFrom: Timestamp(nanoseconds: .min), closedBy: end)
    guard let from = stretch.from else { return try ReplayMarket(kept) }
    let start = kept.openTimes.partitionPoint { $0 >= from.nanoseconds }
    guard start < kept.count else { throw .noBars(symbol: bars.symbol) }
    return try ReplayMarket(
      listings: [ReplayMarket.Listing(bars: kept)],
      tradesFrom: Timestamp(nanoseconds: kept.closeTimes[start])
    )
  }

  private func figures(_ result: BacktestResult) throws(SearchError) -> TrialFigures {
    let summary = result.summary
    let moments = summary.returns
    var values: [TrialMetric: Double] = [
      .trades: Double(summary.roundTripCount), .maximumDrawdown: summary.maximumDrawdown,
    ]
    values[.sharpe] = moments.sharpeRatio(
      riskFreeRate: periodRiskFreeRate,
      periodsPerYear: periodsPerYear
    )
    values[.volatility] = moments.sampleVariance.map { ($0 * periodsPerYear).squareRoot() }
    values[.winRate] = summary.winRate
    if summary.grossLoss > 0 { values[.profitFactor] = summary.grossProfit / summary.grossLoss }
    if summary.roundTripCount > 0 {
      values[.averageTrade] =
        (summary.grossProfit - summary.grossLoss) / Double(summary.roundTripCount)
    }
    values[.calmar] = calmar(summary)
    values[.sortino] = try sortino(result)
    var figures = TrialFigures(
      startingCash: summary.startingCash,
      finalEquity: summary.finalEquity,
      values: values
    )
    figures.periodSharpe = moments.sharpeRatio(riskFreeRate: periodRiskFreeRate, periodsPerYear: 1)
    figures.periodsPerYear = periodsPerYear
    figures.periods = moments.count
    figures.fills = summary.fillCount
    figures.fees = summary.fees
    figures.slippage = summary.slippage
    return figures
  }

  /// Growth in a year by the largest drawdown.
  private func calmar(_ summary: Backtest.RunSummary) -> Double? {
    let count = summary.returns.count
    guard summary.maximumDrawdown > 0, summary.finalEquity > 0, count > 0 else { return nil }
    let growth = exponential(
      logarithm(summary.finalEquity / summary.startingCash) * periodsPerYear / Double(count)
    )
    return (growth - 1) / summary.maximumDrawdown
  }

  /// The Sortino ratio of a result with its curve; `nil` without.
  private func sortino(_ result: BacktestResult) throws(SearchError) -> Double? {
    guard !result.equity.isEmpty else { return nil }
    var previous = result.summary.startingCash
    let returns = result.equity.compactMap { value -> Double? in
      defer { previous = value }
      return previous > 0 ? value / previous - 1 : nil
    }
    do throws(MetricError) {
      return try sortinoRatio(
        of: returns,
        minimumAcceptableReturn: periodRiskFreeRate,
        periodsPerYear: periodsPerYear
      )
    } catch {
      throw .metric(error)
    }
  }

  /// The fills with position and cash after each, as the log of trades shows them.
  private func loggedFills(_ result: BacktestResult) -> [TickFill] {
    var position = 0.0
    var cash = result.summary.startingCash
    return result.fills.map { fill in
      position += fill.units
      cash -= fill.units * fill.price + fill.fee
      return TickFill(
        time: fill.time,
        order: fill.order,
        tag: 0,
        isMaker: false,
        isCloseAtEnd: fill.cause == .closeAtEnd,
        units: fill.units,
        price: fill.price,
        fee: fill.fee,
        slippage: fill.slippage,
        positionAfter: position,
        cashAfter: cash
      )
    }
  }
}

extension Recording {
  /// The summary and the equity, from which the figures beyond the summary follow.
  fileprivate static let curves = Recording(
    keepsFills: false,
    keepsRoundTrips: false,
    keepsEquity: true
  )
}
