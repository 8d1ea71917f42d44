internal import Backtest
internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import PerformanceMetrics
internal import WalkForward

/// The tests around a run that replay it under other conditions, for all parameter sets at once.
struct RobustnessTests {
  let definition: StrategyDefinition
  let data: ExperimentData
  let settings: ExperimentSettings
  let workers: Int

  /// The points of the cost test, one list per parameter set; the run itself gives the point at 1.
  func costSensitivity(
    _ sets: [ParameterSet]
  ) throws(ExperimentError) -> [[CostSensitivityBlock.Point]] {
    var points = [[CostSensitivityBlock.Point]](repeating: [], count: sets.count)
    for multiplier in settings.costMultipliers where multiplier != 1 {
      var execution = settings.execution
      execution.costMultiplier = multiplier
      try replay(data.market, sets, execution) { index, summary, sharpe in
        points[index].append(
          CostSensitivityBlock.Point(
            costMultiplier: multiplier,
            profit: summary.finalEquity - summary.startingCash,
            sharpe: sharpe,
            trades: summary.roundTripCount
          )
        )
      }
    }
    return points
  }

  /// The results of the walk-forward windows, one list per parameter set.
  ///
  /// Indicators warm up over the training days; orders begin with the first bar of the test days.
  /// A window in which no bar trades is left out.
  func walkForward(
    _ sets: [ParameterSet]
  ) throws(ExperimentError) -> [[WalkForwardWindowResult]]? {
    guard let config = settings.walkForward else { return nil }
    let windows: [WalkForwardWindow]
    do throws(WalkForwardError) {
      windows = try WalkForwardSchedule(
        trainDays: config.trainDays,
        testDays: config.testDays,
        stepDays: config.stepDays,
        embargoDays: 0,
        isAnchored: false
      ).windows(overDatesOf: data.openTimes)
    } catch {
      throw .walkForward(error)
    }
    var results = [[WalkForwardWindowResult]](repeating: [], count: sets.count)
    for window in windows {
      guard let market = try market(of: window) else { continue }
      try replay(market, sets, settings.execution) { index, summary, sharpe in
        results[index].append(
          WalkForwardWindowResult(
            trainStart: window.train.lowerBound,
            trainEnd: window.train.upperBound,
            testStart: window.test.lowerBound,
            testEnd: window.test.upperBound,
            profit: summary.finalEquity - summary.startingCash,
            sharpe: sharpe,
            trades: summary.roundTripCount
          )
        )
      }
    }
    return results
  }

  /// Runs one parameter set on the bars of each regime alone.
  func regimeStress(
    _ parameters: ParameterSet
  ) throws(ExperimentError)
    -> [RegimeStressArtifact.Subset]
  {
    var subsets: [RegimeStressArtifact.Subset] = []
    for key in data.allKeys {
      let market: ReplayMarket?
      do throws(BacktestError) {
        market = try data.market.filteringBars { open, _ in
          data.timeline.keys(ofBarOpeningAt: open).contains(key)
        }
      } catch {
        throw .backtest(strategy: definition.name, error)
      }
      guard let market else { continue }
      try replay(market, [parameters], settings.execution) { _, summary, sharpe in
        subsets.append(
          RegimeStressArtifact.Subset(
            regimeKey: key,
            bars: market.listings.reduce(0) { $0 + $1.bars.count },
            profit: summary.realised - summary.costs,
            sharpe: sharpe,
            trades: summary.roundTripCount
          )
        )
      }
    }
    return subsets
  }

  private func market(of window: WalkForwardWindow) throws(ExperimentError) -> ReplayMarket? {
    do throws(BacktestError) {
      let first = window.train.lowerBound
      let last = window.test.upperBound
      let all = try data.market.filteringBars { open, _ in
        (first...last).contains(CivilDate(utcDayOf: Timestamp(nanoseconds: open)))
      }
      guard let all else { return nil }
      let start = window.test.lowerBound.startInUTC
      // A symbol whose bars end before the test days has nothing to trade.
      let listings = all.listings.filter { ($0.bars.openTimes.last ?? .min) >= start.nanoseconds }
      guard !listings.isEmpty else { return nil }
      return try ReplayMarket(
        listings: listings,
        sharedSeries: all.sharedSeries,
        tradesFrom: start
      )
    } catch {
      throw .backtest(strategy: definition.name, error)
    }
  }

  private func replay(
    _ market: ReplayMarket,
    _ sets: [ParameterSet],
    _ execution: ExecutionSettings,
    _ receive: (Int, Backtest.RunSummary, Double?) -> Void
  ) throws(ExperimentError) {
    let riskFreeRate: Double
    do throws(MetricError) {
      riskFreeRate = try settings.periodRiskFreeRate
    } catch {
      throw .metric(strategy: definition.name, error)
    }
    do throws(BacktestError) {
      try definition.sweep(
        market,
        parameterSets: sets,
        settings: execution,
        recording: .summary,
        workers: workers
      ) { index, result in
        let sharpe = result.summary.returns.sharpeRatio(
          riskFreeRate: riskFreeRate,
          periodsPerYear: settings.periodsPerYear
        )
        receive(index, result.summary, sharpe)
      }
    } catch {
      throw .backtest(strategy: definition.name, error)
    }
  }
}
