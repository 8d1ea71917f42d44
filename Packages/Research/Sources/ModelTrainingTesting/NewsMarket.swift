public import ConfigValidation
internal import ConfigYAML
internal import DataLake
internal import Datasets
internal import Features
internal import Forecasting
internal import MarketModel
public import ModelTraining
internal import QuantMath

/// A made market in which prices drift with the news of the last days, which fade.
///
/// Each day has a reading, drawn anew; on one day of four, on average, it is news. News moves into the
/// price bit by bit: the price drifts by a share of its volatility times the sum of past news, each
/// day's weighing a fifth less than that of the day after. Volatility comes in clusters. A forecaster sees the
/// reading, whether it is news, and two columns that mean nothing. It must weigh each reading by whether
/// it was news then: a product in every row, which no fixed weighting of rows contains, and of which
/// each single one says too little to be found by itself.
public struct NewsMarket: Hashable, Sendable {
  /// The seed of everything that is left to chance.
  public var seed: UInt64

  /// The number of daily bars, of every day of the week.
  public var barCount: Int

  /// The drift of a day as a share of its volatility, at one standard deviation of faded news; 0 for noise.
  public var drift: Double

  /// Creates a market.
  public init(seed: UInt64, barCount: Int, drift: Double) {
    self.seed = seed
    self.barCount = barCount
    self.drift = drift
  }

  /// The Sharpe ratio, a year, of holding what the drift says with perfect knowledge of it and no costs.
  ///
  /// - Complexity: O(bars).
  public var perfectSharpe: Double {
    let days = days
    let returns = (1..<days.count).map { days[$0].change * (days[$0 - 1].news < 0 ? -1 : 1) }
    let mean = returns.reduce(0, +) / Double(returns.count)
    let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return mean / (squares / Double(returns.count - 1)).squareRoot() * 365.0.squareRoot()
  }

  /// The rows and bars of the market for a training.
  ///
  /// - Parameter training: The document, for horizon and context; its features are not looked at.
  /// - Returns: Rows and bars.
  /// - Throws: Errors of bars and tables, which the document's numbers cause.
  public func data(for training: LoadedTraining) throws -> TrainingData {
    let (days, config) = (days, training.config)
    var close = 100.0
    var (opens, closes): ([Double], [Double]) = ([], [])
    for day in days {
      opens.append(close)
      close *= 1 + day.change
      closes.append(close)
    }
    let start = CivilDate(dayNumber: 3_652).startInUTC
    let bars = try BarSeries(
      symbol: "NEWS",
      interval: .day,
      openTimes: days.indices.map { start.advanced(bySeconds: Int64($0) * 86_400).nanoseconds },
      closeTimes: days.indices.map {
        start.advanced(bySeconds: Int64($0 + 1) * 86_400).nanoseconds
      },
      open: opens,
      high: zip(opens, closes).map(max),
      low: zip(opens, closes).map(min),
      close: closes,
      volume: days.map { _ in 1_000 }
    )
    let ahead = (1...config.horizon).map { steps in
      closes.indices.map { row -> Double? in
        row + steps < closes.count ? closes[row + steps] / closes[row] - 1 : nil
      }
    }
    let table = try ForecastTable(
      featureNames: ["reading", "is_news", "nothing", "nothing_else"],
      features: [
        days.map(\.reading), days.map { $0.isNews ? 1 : 0 }, days.map(\.nothing),
        days.map(\.nothingElse),
      ],
      knownAhead: [],
      closeTimes: bars.closeTimes,
      targets: ahead[config.horizon - 1],
      targetKind: .real,
      returnsAhead: ahead,
      layout: SampleLayout(
        rowCount: days.count,
        contextLength: config.lookbackWindow,
        horizon: config.horizon
      )
    )
    let source = Dataset.Source(
      key: .bars("NEWS", .day, provider: "made"),
      contentHash: ContentHash(of: "\(self)")
    )
    return TrainingData(table: table, bars: bars, featureLookback: 0, sources: [source])
  }

  /// What happens on one day.
  private struct Day {
    var reading: Double
    var isNews: Bool
    /// The sum of faded news, of standard deviation 1.
    var news: Double
    var nothing: Double
    var nothingElse: Double
    var change: Double
  }

  private var days: [Day] {
    var stream = PhiloxStream(seed: seed, purpose: 0x6e65_7773, trial: 0, path: 0)
    var (logVolatility, news) = (0.0, 0.0)
    return (0..<barCount).map { _ in
      logVolatility = 0.95 * logVolatility + 0.1 * stream.normal()
      let volatility = 0.01 * exponential(logVolatility)
      let change = volatility * (drift * news + stream.normal())
      let reading = stream.normal()
      let isNews = stream.uniform() < 0.25
      // A quarter of all days with unit variance, in an autoregression of 0.8, has variance 0.25 / 0.36.
      news = 0.8 * news + (isNews ? 1.2 * reading : 0)
      return Day(
        reading: reading,
        isNews: isNews,
        news: news,
        nothing: stream.normal(),
        nothingElse: stream.normal(),
        change: max(-0.5, change)
      )
    }
  }

  /// eˣ for small numbers, by its series, so that every machine makes the same market.
  private func exponential(_ x: Double) -> Double {
    (1...20).reversed().reduce(1) { 1 + $0 * x / Double($1) }
  }
}

extension NewsMarket {
  /// A training on such a market: a small Temporal Fusion Transformer against naive, ridge and boosted
  /// trees, which see every row that it sees.
  ///
  /// - Parameters:
  ///   - models: Entries of the document's `models` beside the baselines, in YAML.
  ///   - baselines: Entries of the baselines.
  ///   - trainMonths: The length of training windows.
  ///   - testMonths: The length of test windows.
  ///   - epochs: The largest number of epochs.
  ///   - seed: The seed of fits.
  /// - Returns: The document.
  /// - Throws: `ConfigurationError` for entries that mean nothing.
  public static func training(
    models: [String],
    baselines: [String],
    trainMonths: Int,
    testMonths: Int,
    epochs: Int,
    seed: UInt64
  ) throws(ConfigurationError) -> LoadedTraining {
    let names = baselines.map { entry in
      entry.split { !($0.isLetter || $0 == "_") }.dropFirst().first.map(String.init) ?? entry
    }
    let text = """
      data: {symbol: NEWS, provider: made, calendar: always_open}
      features: {tiers: [a20], calendar: []}
      target: {name: forward_return}
      training:
        {lookback_window: 16, horizons: [1], batch_size: 64, epochs: \(epochs), patience: 6,
         learning_rate: 0.003, hidden: 16, heads: 2, dropout: 0.1}
      walk_forward:
        {train_months: \(trainMonths), oos_months: \(testMonths), validation_share: 0.2, min_folds: 4,
         baselines: [\(names.joined(separator: ", "))]}
      models: [\((models + baselines).joined(separator: ", "))]
      costs: {fees: 0.0001, slippage: 0.0001}
      seed: \(seed)
      """
    return try LoadedTraining(document: YAMLDocument.parse(text, name: "news.yaml"))
  }
}
