import Backtest
import Features
import ForecastTrading
import Forecasting
import MarketModel
import QuantMath

/// A market of daily bars with forecasts for some of them.
struct MadeMarket {
  var bars: BarSeries
  var table: ForecastTable

  /// Bars that open at the last close; returns are those of closes.
  init(closes: [Double], context: Int = 1, horizon: Int = 1, opens: [Double]? = nil) throws {
    let open = opens ?? [closes[0]] + closes.dropLast()
    let start = Timestamp(seconds: 1_704_067_200)
    bars = try BarSeries(
      symbol: "TEST",
      interval: .day,
      openTimes: closes.indices.map { start.advanced(bySeconds: Int64($0) * 86_400).nanoseconds },
      closeTimes: closes.indices.map {
        start.advanced(bySeconds: Int64($0) * 86_400 + 86_400).nanoseconds
      },
      open: open,
      high: zip(open, closes).map { max($0, $1) },
      low: zip(open, closes).map { min($0, $1) },
      close: closes,
      volume: closes.map { _ in 1_000 }
    )
    let ahead = (1...horizon).map { steps in
      closes.indices.map { row -> Double? in
        row + steps < closes.count ? closes[row + steps] / closes[row] - 1 : nil
      }
    }
    table = try ForecastTable(
      featureNames: ["nothing"],
      features: [[Double](repeating: 0, count: closes.count)],
      knownAhead: [],
      closeTimes: bars.closeTimes,
      targets: ahead[horizon - 1],
      targetKind: .real,
      returnsAhead: ahead,
      layout: SampleLayout(rowCount: closes.count, contextLength: context, horizon: horizon)
    )
  }

  /// A seeded walk.
  static func walk(_ count: Int, seed: UInt64) throws -> MadeMarket {
    var stream = PhiloxStream(seed: seed, purpose: 5, trial: 0, path: 0)
    var close = 100.0
    var (opens, closes): ([Double], [Double]) = ([], [])
    for _ in 0..<count {
      opens.append(close * (1 + 0.002 * stream.normal()))
      close *= 1 + 0.01 * stream.normal()
      closes.append(close)
    }
    return try MadeMarket(closes: closes, opens: opens)
  }

  /// Forecasts of folds: first sample and values.
  static func outcomes(_ folds: [(first: Int, values: [Double])]) throws -> ForecasterOutcomes {
    try ForecasterOutcomes(
      name: "made",
      folds: folds.enumerated().map { index, fold in
        .forecasts(
          try FoldForecasts(
            fold: index,
            samples: fold.values.indices.map { fold.first + $0 },
            forecasts: fold.values.map { Forecast(value: $0) },
            quantileLevels: []
          )
        )
      }
    )
  }

  /// Settings with fees and slippage as fractions of value and price, all capital in the position.
  static func settings(
    fee: Double = 0,
    slippage: Double = 0,
    border: FoldBorder = .close,
    pace: DecisionPace = .everyBar
  ) throws -> ForecastTradingSettings {
    var execution = ExecutionSettings.frictionless(
      startingCash: 1_000,
      fillRule: .nextOpen,
      sizing: FractionOfEquity(fraction: 1)
    )
    execution.fees = ProportionalFee(rate: fee)
    execution.slippage = FixedSlippage(priceFraction: slippage, perUnit: 0)
    return try ForecastTradingSettings(
      positions: ForecastPositions(.sign(deadZone: 0), sides: .longShort),
      execution: execution,
      border: border,
      pace: pace
    )
  }
}
