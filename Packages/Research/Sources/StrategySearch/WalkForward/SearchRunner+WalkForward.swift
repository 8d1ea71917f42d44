internal import ConfigValidation
internal import MarketModel
internal import Optimizer
internal import PerformanceMetrics
internal import QuantMath

extension SearchRunner {
  /// Searches each window's training part and replays its choice on the test part.
  ///
  /// Training replays end with the training part: nothing that happens later can move the choice.
  func walkForward(
    _ progress: @escaping (SearchProgress) -> Void,
    _ shouldStop: @escaping () -> Bool
  ) throws(SearchError) -> WalkForwardOutcome {
    let windows = try searchWindows()
    var outcomes: [WindowOutcome] = []
    for window in windows {
      let study = try study(
        named: "\(identity.experimentID)/window-\(window.index)",
        over: window.train,
        seed: seed(of: window),
        window: (window.index, windows.count),
        progress,
        shouldStop
      )
      outcomes.append(try judge(window, study))
    }
    let objective = search.config.optimization.objectives[0]
    let tested = outcomes.compactMap(\.test)
    let positive = tested.count { $0.figures.totalReturn > 0 }
    return WalkForwardOutcome(
      windows: outcomes,
      outOfSample: try outOfSample(outcomes),
      efficiency: WalkForwardEfficiency(outcomes, objective: objective),
      stability: stability(outcomes),
      positiveShare: tested.isEmpty ? nil : Double(positive) / Double(tested.count)
    )
  }

  /// The windows over the data.
  ///
  /// - Throws: ``SearchError/tooShort(needed:found:)``.
  func searchWindows() throws(SearchError) -> [SearchWindow] {
    guard let settings = search.config.optimization.walkForward else { return [] }
    let start = search.config.data.from ?? data.first
    let end = search.config.data.to ?? data.end
    return try settings.windows(from: start, to: end)
  }

  /// A seed for each window, so that windows do not try the same draws.
  private func seed(of window: SearchWindow) -> UInt64 {
    var stream = PhiloxStream(
      seed: search.config.optimization.seed,
      purpose: 0x7769_6E64,
      trial: UInt32(truncatingIfNeeded: window.index),
      path: 0
    )
    // Seeds stand in documents as whole numbers without a sign.
    return stream.next() >> 1
  }

  private func judge(
    _ window: SearchWindow,
    _ study: Study
  ) throws(SearchError) -> WindowOutcome {
    let training = try StretchOutcome(study, search.config.robust)
    let number =
      search.config.optimization.walkForward?.choice == .best
      ? training.best : training.recommended
    guard let number else {
      return WindowOutcome(window: window, training: training, chosen: nil, test: nil)
    }
    let chosen = training.trials[number]
    var test: WindowOutcome.TestPart?
    try evaluator.replay(
      [chosen.parameters],
      over: window.test,
      keepsEquity: true,
      workers: 1
    ) { _, replayed in
      test = WindowOutcome.TestPart(figures: replayed.figures, replayed: replayed)
    }
    return WindowOutcome(window: window, training: training, chosen: chosen, test: test)
  }

  // MARK: Out of sample

  private func outOfSample(
    _ outcomes: [WindowOutcome]
  ) throws(SearchError) -> OutOfSampleCurve {
    let startingCash = search.config.execution.startingCash
    var (times, equity, windows) = ([Int64](), [Double](), [Int]())
    var returns: [Double] = []
    var level = startingCash
    var (years, trades, fills, fees, slippage) = (0.0, 0, 0, 0.0, 0.0)
    for outcome in outcomes {
      guard let test = outcome.test else { continue }
      let base = test.figures.startingCash
      var previous = base
      for (time, value) in zip(test.replayed.markTimes, test.replayed.equity) {
        times.append(time)
        equity.append(level * value / base)
        windows.append(outcome.window.index)
        if previous > 0 { returns.append(value / previous - 1) }
        previous = value
      }
      level *= test.figures.finalEquity / base
      trades += test.figures.trades
      fills += test.figures.fills
      fees += test.figures.fees
      slippage += test.figures.slippage
      if let periods = test.figures.periodsPerYear {
        years += Double(test.figures.periods) / periods
      }
    }
    let periodsPerYear = years > 0 ? Double(returns.count) / years : nil
    var figures = try curveFigures(returns, startingCash, level, trades, periodsPerYear)
    figures.fills = fills
    figures.fees = fees
    figures.slippage = slippage
    return OutOfSampleCurve(
      markTimes: times,
      equity: equity,
      windows: windows,
      figures: figures
    )
  }

  private func curveFigures(
    _ returns: [Double],
    _ startingCash: Double,
    _ finalEquity: Double,
    _ trades: Int,
    _ periodsPerYear: Double?
  ) throws(SearchError) -> TrialFigures {
    var moments = StreamingMoments()
    var (peak, level, drawdown) = (1.0, 1.0, 0.0)
    for value in returns {
      moments.add(value)
      level *= 1 + value
      peak = max(peak, level)
      drawdown = max(drawdown, 1 - level / peak)
    }
    var values: [TrialMetric: Double] = [
      .trades: Double(trades), .maximumDrawdown: drawdown,
    ]
    if let periodsPerYear, !returns.isEmpty {
      values[.sharpe] = moments.sharpeRatio(
        riskFreeRate: evaluator.periodRiskFreeRate,
        periodsPerYear: periodsPerYear
      )
      values[.volatility] = moments.sampleVariance.map { ($0 * periodsPerYear).squareRoot() }
      do throws(MetricError) {
        values[.sortino] = try sortinoRatio(
          of: returns,
          minimumAcceptableReturn: evaluator.periodRiskFreeRate,
          periodsPerYear: periodsPerYear
        )
      } catch {
        throw .metric(error)
      }
    }
    var figures = TrialFigures(
      startingCash: startingCash,
      finalEquity: finalEquity,
      values: values
    )
    figures.periods = returns.count
    figures.periodsPerYear = periodsPerYear
    figures.periodSharpe = moments.sharpeRatio(
      riskFreeRate: evaluator.periodRiskFreeRate,
      periodsPerYear: 1
    )
    return figures
  }

  private func stability(_ outcomes: [WindowOutcome]) -> [ParameterStability] {
    search.space.parameters.map { parameter in
      let values = outcomes.map { $0.chosen?.parameters[parameter.name] }
      let numbers = values.compactMap { $0?.double }
      return ParameterStability(
        name: parameter.name,
        values: values,
        distinct: Set(values.compactMap(\.self)).count,
        spread: parameter.domain.share(between: numbers.min(), numbers.max())
      )
    }
  }
}

extension SearchDomain {
  /// The distance of two numbers as a share of the domain; `nil` where it has no width.
  fileprivate func share(between least: Double?, _ most: Double?) -> Double? {
    guard let least, let most else { return nil }
    switch self {
    case .integer(let minimum, let maximum, _, let scale):
      return Self.share(least, most, (Double(minimum), Double(maximum)), scale)
    case .number(let minimum, let maximum, _, let scale):
      return Self.share(least, most, (minimum, maximum), scale)
    case .ordered(let values):
      guard let first = values.first?.double, let last = values.last?.double else { return nil }
      return Self.share(least, most, (first, last), .linear)
    case .choice: return nil
    }
  }

  private static func share(
    _ least: Double,
    _ most: Double,
    _ ends: (Double, Double),
    _ scale: SearchScale
  ) -> Double? {
    guard ends.1 > ends.0 else { return nil }
    guard scale == .logarithmic else { return (most - least) / (ends.1 - ends.0) }
    return logarithm(most / least) / logarithm(ends.1 / ends.0)
  }
}

extension ParameterValue {
  /// The value as a real number, or `nil` for names and switches.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .flag, .text: nil
    }
  }
}
