import BenchmarkHarness
import Features
import MarketModel

/// One indicator of the workload, and how its outputs compare with a peer's.
struct Indicator: Sendable {
  let name: String

  /// Outputs that the peer has too, by the names of its files.
  let peerOutputs: [String]

  /// What the difference of an output is measured against where the output is smaller.
  let scale: Double

  let columns: @Sendable (BarSeries) -> [FeatureColumn]

  /// Does the same in the memory of earlier columns.
  let recompute: @Sendable (inout [FeatureColumn], BarSeries) -> Void

  init(
    _ name: String,
    _ peerOutputs: [String],
    scale: Double = 0,
    _ transform: some CausalTransform
  ) {
    self.name = name
    self.peerOutputs = peerOutputs
    self.scale = scale
    columns = { transform.columns(over: $0) }
    recompute = { transform.recompute(&$0, over: $1) }
  }

  /// Returns the largest relative difference from the peer's recorded values; nothing where there
  /// are none.
  ///
  /// - Throws: ``Disagreement`` when it is larger than 1e-10.
  func differences(over series: BarSeries, folder: String) throws -> [(String, Double)] {
    var largest: Double?
    for column in columns(series) where peerOutputs.contains(column.name) {
      guard let expected = readDoubles("\(folder)/w1_\(name)_\(column.name).f64") else { continue }
      for row in 0..<series.count {
        guard let found = column[row], !expected[row].isNaN else {
          if column[row] == nil, expected[row].isNaN { continue }
          throw Disagreement(output: "\(name) \(column.name)", row: row, difference: .infinity)
        }
        let size = max(abs(expected[row]), scale)
        let difference = found == expected[row] ? 0 : abs(found - expected[row]) / size
        if !(difference <= 1e-10) {
          throw Disagreement(output: "\(name) \(column.name)", row: row, difference: difference)
        }
        largest = max(largest ?? 0, difference)
      }
    }
    return largest.map { [("largest_relative_difference", $0)] } ?? []
  }
}

/// A value that differs from the peer's.
struct Disagreement: Error {
  let output: String
  let row: Int
  let difference: Double
}

/// The ten indicators.
///
/// Differences of prices and scores may be near zero; their errors do not become as small.
let indicators = [
  Indicator("sma20", ["value"], SimpleMovingAverage(period: 20, input: .close)),
  Indicator(
    "ema20",
    ["value"],
    ExponentialMovingAverage(period: 20, seeding: .simpleMean, input: .close)
  ),
  Indicator(
    "rsi14",
    ["value"],
    RelativeStrengthIndex(period: 14, smoothing: .wilder, input: .close)
  ),
  Indicator(
    "macd",
    ["line", "signal", "histogram"],
    scale: 1,
    MovingAverageConvergenceDivergence(
      fast: 12,
      slow: 26,
      signal: 9,
      seeding: .simpleMean,
      input: .close
    )
  ),
  Indicator(
    "bbands20",
    ["upper", "middle", "lower"],
    BollingerBands(period: 20, deviations: 2, input: .close)
  ),
  Indicator("atr14", ["value"], AverageTrueRange(period: 14)),
  Indicator("adx14", ["adx"], AverageDirectionalIndex(period: 14)),
  Indicator("stoch14_3_3", ["k", "d"], StochasticOscillator(period: 14, kPeriod: 3, dPeriod: 3)),
  Indicator("obv", ["value"], OnBalanceVolume()),
  Indicator(
    "zscore60",
    ["value"],
    scale: 1,
    ZScore(period: 60, divisor: .population, input: .close)
  ),
]
