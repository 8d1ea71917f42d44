internal import Features

/// How good forecasts are as statements about their targets, whatever is done with them.
public struct ForecastScores: Hashable, Sendable {
  /// What is forecast at one level.
  public struct Quantile: Hashable, Sendable {
    /// The level, between 0 and 1.
    public let level: Double

    /// The mean quantile loss.
    public let loss: Figure

    /// The share of targets at or below the forecast; equal to the level when calibrated.
    public let coverage: Figure
  }

  /// The number of samples with a target.
  public let sampleCount: Int

  /// The correlation of forecasts with the asset's return over the horizon.
  public let pearson: InformationCoefficient

  /// The correlation of their ranks.
  public let spearman: InformationCoefficient

  /// The share of forecasts on the right side, of those that take one and whose target has one.
  ///
  /// The sides of probabilities meet at one half, those of real forecasts at 0.
  public let hitRate: Figure

  /// The mean of `-ln` of the probability given to what happened; of binary targets.
  public let logLoss: Figure

  /// The mean squared distance of probability and outcome; of binary targets.
  public let brierScore: Figure

  /// How often what was forecast came true, or `nil` for real targets and for forecasts outside 0...1.
  public let calibration: CalibrationCurve?

  /// The root of the mean squared error; of real targets.
  public let rootMeanSquaredError: Figure

  /// The mean absolute error; of real targets.
  public let meanAbsoluteError: Figure

  /// The quantiles that the forecaster states, levels rising.
  public let quantiles: [Quantile]

  /// Scores forecasts.
  ///
  /// - Complexity: O(*n* · (horizon + log *n*)).
  ///
  /// **Causality.** A statement about the past, never a feature.
  init(_ judged: JudgedSamples, calibrationBins: Int) {
    let rows = judged.rows
    var (values, targets): ([Double], [Double]) = ([], [])
    var stated: [[Double]] = []
    for (place, row) in rows.enumerated() {
      guard let target = judged.table.targets[row] else { continue }
      values.append(judged.forecasts[place].value)
      targets.append(target)
      stated.append(judged.forecasts[place].quantiles)
    }
    let isBinary = judged.table.targetKind == .binary
    sampleCount = targets.count
    let forecasts = judged.alongRows { place, _ in judged.forecasts[place].value }
    let outcomes = judged.alongRows { _, row in judged.outcome(row) }
    let lags = judged.table.layout.horizon - 1
    pearson = .init(forecasts: forecasts, outcomes: outcomes, byRank: false, lags: lags)
    spearman = .init(forecasts: forecasts, outcomes: outcomes, byRank: true, lags: lags)
    hitRate = Self.hitRate(values, targets, meeting: isBinary ? 0.5 : 0)

    func score(_ fits: Bool, _ mean: Double?) -> Figure {
      fits ? Figure(mean, else: .noSamples) : .undefined(.otherTarget)
    }
    let squaredError = meanSquaredError(values, targets)
    logLoss = score(isBinary, Forecasting.logLoss(values, targets))
    brierScore = score(isBinary, squaredError)
    rootMeanSquaredError = score(!isBinary, squaredError?.squareRoot())
    meanAbsoluteError = score(!isBinary, Self.meanDistance(values, targets))
    calibration =
      isBinary
      ? try? CalibrationCurve(values, targets, binCount: calibrationBins, .equalWidth) : nil
    quantiles = judged.quantileLevels.enumerated().map { place, level in
      Self.quantile(level, stated.map { $0[place] }, targets)
    }
  }

  private static func hitRate(
    _ values: [Double],
    _ targets: [Double],
    meeting middle: Double
  ) -> Figure {
    var (sided, hits) = (0, 0)
    for (value, target) in zip(values, targets) where value != middle && target != middle {
      sided += 1
      if (value > middle) == (target > middle) { hits += 1 }
    }
    return sided > 0 ? .value(Double(hits) / Double(sided)) : .undefined(.noSignal)
  }

  private static func quantile(
    _ level: Double,
    _ forecasts: [Double],
    _ targets: [Double]
  ) -> Quantile {
    let covered = zip(targets, forecasts).count { $0 <= $1 }
    let share = targets.isEmpty ? nil : Double(covered) / Double(targets.count)
    return Quantile(
      level: level,
      loss: Figure(quantileLoss(forecasts, targets, level: level), else: .noSamples),
      coverage: Figure(share, else: .noSamples)
    )
  }

  private static func meanDistance(_ values: [Double], _ targets: [Double]) -> Double? {
    guard !targets.isEmpty else { return nil }
    return zip(values, targets).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(targets.count)
  }
}
