internal import Backtest
internal import ConfigValidation
internal import MarketModel
internal import Optimizer
internal import PerformanceMetrics

/// Replays parameter sets over the ticks of one symbol.
struct TickEvaluator: TrialEvaluator {
  let definition: TickStrategyDefinition
  let feed: any TickFeed
  let settings: TickSettings

  var periodRiskFreeRate: Double { 0 }

  func evaluate(
    _ sets: [ParameterSet],
    over stretch: ReplayStretch,
    workers: Int,
    watch: TrialWatch?
  ) throws(SearchError) -> [EvaluatedTrial] {
    var trials = sets.map { EvaluatedTrial(refusal: refusal(of: $0)) }
    let usable = trials.indices.filter { trials[$0].refusal == nil }
    guard !usable.isEmpty else { return trials }
    var before = [TrialFigures?](repeating: nil, count: trials.count)
    func judge(_ position: Int, _ checkpoint: Int, _ soFar: TickSummary) -> Bool {
      guard let watch else { return false }
      let trial = usable[position]
      let figures = TrialFigures(soFar)
      guard let value = watch.report(figures, before[trial]), value.isFinite else { return false }
      before[trial] = figures
      trials[trial].reports.append(TrialReport(step: checkpoint, value: value))
      trials[trial].isPruned = watch.shouldPrune(trial, trials[trial].reports)
      return trials[trial].isPruned
    }
    var results: [TrialFigures] = []
    do throws(TickReplayError) {
      try definition.sweep(
        feed,
        from: stretch.from,
        before: stretch.to,
        parameterSets: usable.map { sets[$0] },
        settings: settings,
        recording: .summary,
        workers: workers,
        checkpoints: watch?.checkpoints ?? 0,
        shouldStop: watch == nil ? nil : judge
      ) { _, result in results.append(TrialFigures(result.summary)) }
    } catch {
      throw .replay(strategy: definition.name, error)
    }
    for (trial, figures) in zip(usable, results) { trials[trial].figures = figures }
    return trials
  }

  func replay(
    _ sets: [ParameterSet],
    over stretch: ReplayStretch,
    keepsEquity: Bool,
    workers: Int,
    receive: (Int, ReplayedTrial) throws(SearchError) -> Void
  ) throws(SearchError) {
    guard !sets.isEmpty else { return }
    var failure: SearchError?
    do throws(TickReplayError) {
      try definition.sweep(
        feed,
        from: stretch.from,
        before: stretch.to,
        parameterSets: sets,
        settings: settings,
        recording: TickRecording(keepsFills: true, keepsEquity: keepsEquity),
        workers: workers
      ) { index, result in
        guard failure == nil else { return }
        let replayed = ReplayedTrial(
          figures: TrialFigures(result.summary),
          fills: result.fills,
          equity: result.equity,
          markTimes: result.markTimes
        )
        do throws(SearchError) { try receive(index, replayed) } catch { failure = error }
      }
    } catch {
      throw .replay(strategy: definition.name, error)
    }
    if let failure { throw failure }
  }

  /// Why the strategy cannot run with a set, or `nil` when it can.
  private func refusal(of set: ParameterSet) -> String? {
    do throws(BacktestError) {
      try definition.check(set, on: feed.content)
      return nil
    } catch {
      return error.description
    }
  }
}

extension TrialFigures {
  /// Takes the figures of a run on ticks.
  init(_ summary: TickSummary) {
    var values: [TrialMetric: Double] = [
      .trades: Double(summary.tradeCount), .maximumDrawdown: summary.maximumDrawdown,
    ]
    values[.sharpe] = summary.sharpe
    values[.sortino] = summary.sortino
    values[.calmar] = summary.calmar
    values[.volatility] = summary.volatility
    values[.profitFactor] = summary.profitFactor
    values[.winRate] = summary.winRate
    values[.averageTrade] = summary.averageTradeProfit
    self.init(
      startingCash: summary.startingCash,
      finalEquity: summary.finalEquity,
      values: values
    )
    fills = summary.fillCount
    fees = summary.fees
    slippage = summary.slippage
    periods = summary.returns.count
    periodsPerYear = summary.periodsPerYear
    periodSharpe =
      summary.isRuined
      ? nil : summary.returns.sharpeRatio(riskFreeRate: 0, periodsPerYear: 1)
    averageHoldingSeconds = summary.averageHoldingNanoseconds.map { $0 / 1e9 }
  }
}
