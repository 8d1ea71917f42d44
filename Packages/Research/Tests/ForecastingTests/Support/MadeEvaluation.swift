import Features
import Forecasting
import PerformanceMetrics
import QuantMath

/// Evaluations of made accounts and forecasts.
enum MadeEvaluation {
  /// An account with given net returns and no costs.
  static func account(_ fold: Int, _ returns: [Double]) -> TradedFold {
    TradedFold(
      fold: fold,
      closeTimes: returns.indices.map { Int64(fold * 1_000_000 + $0) },
      netReturns: returns,
      startingEquity: 1,
      costs: TradingCosts(commission: 0, slippage: 0, financing: 0, tradedNotional: 0),
      grossProfit: 0,
      fillCount: 0,
      exposedBars: returns.count
    )
  }

  /// A forecaster that holds given positions in folds of equal length, `nil` for a fold that failed.
  static func evaluation(
    _ name: String,
    _ folds: [[Double]?],
    market: [Double]
  ) throws -> ForecastEvaluation {
    let length = market.count / folds.count
    var (outcomes, traded): ([FoldOutcome], [TradedFold]) = ([], [])
    for (fold, positions) in folds.enumerated() {
      guard let positions else {
        outcomes.append(.failed(fold: fold, reason: "epoch 3: expected a finite loss, found nan"))
        continue
      }
      let samples = Array(fold * length..<(fold + 1) * length)
      outcomes.append(
        .forecasts(
          try FoldForecasts(
            fold: fold,
            samples: samples,
            forecasts: positions.map { Forecast(value: $0) },
            quantileLevels: []
          )
        )
      )
      traded.append(account(fold, zip(samples, positions).map { market[$0] * $1 }))
    }
    return try ForecastEvaluation(
      ForecasterOutcomes(name: name, folds: outcomes),
      of: MadeTable.table(returns: [0] + market, context: 1, horizon: 1),
      traded: traded,
      settings: settings()
    )
  }

  /// Settings of a year of 252 bars.
  static func settings() throws -> EvaluationSettings {
    try EvaluationSettings(
      positions: ForecastPositions(.scaled(fullAt: 1), sides: .longShort),
      barsPerYear: 252,
      riskFreeRate: 0,
      calibrationBins: 10
    )
  }

  /// Gates with the usual limits.
  static func gates(
    baselines: [String],
    sharpe: GatedSharpe = .nonOverlapping,
    paths: Int = 199,
    seed: UInt64 = 1
  ) throws -> GateSettings {
    try GateSettings(
      minimumFolds: 6,
      sharpe: sharpe,
      minimumSharpe: 0.5,
      minimumWinRate: 0.45,
      baselines: baselines,
      level: 0.05,
      pathCount: paths,
      seed: seed
    )
  }

  /// Returns of a market without memory.
  static func noise(_ count: Int, seed: UInt64, path: UInt32) -> [Double] {
    var stream = PhiloxStream(seed: seed, purpose: 99, trial: 0, path: path)
    return (0..<count).map { _ in 0.01 * stream.normal() }
  }

  /// Sides without a meaning, kept for some bars each.
  static func sides(_ count: Int, seed: UInt64, path: UInt32) -> [Double] {
    var stream = PhiloxStream(seed: seed, purpose: 98, trial: 0, path: path)
    var side = 1.0
    return (0..<count).map { _ in
      if stream.uniform() < 0.2 { side = -side }
      return side
    }
  }
}
