public import PerformanceMetrics

/// What an account did in the test days of one fold, bar by bar, after costs.
public struct TradedFold: Hashable, Sendable {
  /// The fold.
  public let fold: Int

  /// When each bar closed, in nanoseconds, rising; shape `[bars]`.
  public let closeTimes: [Int64]

  /// The simple return of the account over each bar, after costs; shape `[bars]`.
  public let netReturns: [Double]

  /// The equity before the first bar.
  public let startingEquity: Double

  /// What was paid, and how much was traded, in account currency.
  public let costs: TradingCosts

  /// The profit before costs, in account currency.
  public let grossProfit: Double

  /// The number of executions.
  public let fillCount: Int

  /// The number of bars at whose close a position was held.
  public let exposedBars: Int

  /// Creates an account.
  ///
  /// - Precondition: There is one return for each bar, and the equity is above 0.
  public init(
    fold: Int,
    closeTimes: [Int64],
    netReturns: [Double],
    startingEquity: Double,
    costs: TradingCosts,
    grossProfit: Double,
    fillCount: Int,
    exposedBars: Int
  ) {
    precondition(closeTimes.count == netReturns.count, "one return for each bar")
    precondition(startingEquity > 0, "an account starts with equity")
    self.fold = fold
    self.closeTimes = closeTimes
    self.netReturns = netReturns
    self.startingEquity = startingEquity
    self.costs = costs
    self.grossProfit = grossProfit
    self.fillCount = fillCount
    self.exposedBars = exposedBars
  }
}

/// What trading a forecaster's positions through the engine earned after costs.
public struct NetMeasures: Hashable, Sendable {
  /// The number of bars.
  public let barCount: Int

  /// The number of executions.
  public let fillCount: Int

  /// The compounded return after costs.
  public let totalReturn: Figure

  /// The Sharpe ratio of returns per bar, a year; the deviation divides by *n* - 1.
  public let sharpe: Figure

  /// The Sortino ratio of returns per bar, a year, against the risk-free rate.
  public let sortino: Figure

  /// The largest fall of compounded wealth from its peak, as a fraction of the peak.
  public let maximumDrawdown: Figure

  /// The profit before costs as a fraction of the starting equity, folds added up.
  public let grossReturn: Figure

  /// Fees, slippage and financing as a fraction of the starting equity, folds added up.
  public let costs: Figure

  /// The traded value in a year as a multiple of the starting equity.
  public let turnoverPerYear: Figure

  /// The share of bars at whose close a position was held.
  public let exposure: Figure

  /// Measures one fold, or several one after another.
  ///
  /// - Throws: ``ForecastError/engine(_:)`` for a return that is not finite.
  init(
    _ folds: [TradedFold],
    barsPerYear: Double,
    riskFreeRate: Double
  ) throws(ForecastError) {
    let returns = folds.flatMap(\.netReturns)
    barCount = returns.count
    fillCount = folds.reduce(0) { $0 + $1.fillCount }
    let perBar = riskFreeRate / barsPerYear
    do throws(MetricError) {
      sharpe = Figure(
        try sharpeRatio(of: returns, riskFreeRate: perBar, periodsPerYear: barsPerYear),
        else: returns.count < 2 ? .tooFewSamples : .noVariation
      )
      sortino = Figure(
        try sortinoRatio(
          of: returns,
          minimumAcceptableReturn: perBar,
          periodsPerYear: barsPerYear
        ),
        else: returns.isEmpty ? .noSamples : .noLoss
      )
      maximumDrawdown = Figure(
        try PerformanceMetrics.maximumDrawdown(of: returns),
        else: .noSamples
      )
    } catch {
      throw .engine("net returns: \(error)")
    }
    guard !returns.isEmpty else {
      let none = Figure.undefined(.noSamples)
      (totalReturn, grossReturn, costs) = (none, none, none)
      (turnoverPerYear, exposure) = (none, none)
      return
    }
    func sum(_ amount: (TradedFold) -> Double) -> Double {
      folds.reduce(0) { $0 + amount($1) / $1.startingEquity }
    }
    let size = Double(returns.count)
    totalReturn = .value(returns.reduce(1) { $0 * (1 + $1) } - 1)
    grossReturn = .value(sum(\.grossProfit))
    costs = .value(sum(\.costs.total))
    turnoverPerYear = .value(sum(\.costs.tradedNotional) * barsPerYear / size)
    exposure = .value(Double(folds.reduce(0) { $0 + $1.exposedBars }) / size)
  }

  /// The measures by name, in the order of documents.
  var figures: [(name: String, figure: Figure)] {
    [
      ("total_return", totalReturn), ("sharpe", sharpe), ("sortino", sortino),
      ("max_drawdown", maximumDrawdown), ("gross_return", grossReturn), ("costs", costs),
      ("turnover_per_year", turnoverPerYear), ("exposure", exposure),
    ]
  }
}
