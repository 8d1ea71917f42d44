/// How forecasts are judged; every number is the caller's choice.
public struct EvaluationSettings: Hashable, Sendable {
  /// How forecasts become positions.
  public var positions: ForecastPositions

  /// The number of bars in a year, such as ``barsPerYear(of:)`` measures it.
  public var barsPerYear: Double

  /// The risk-free rate a year.
  public var riskFreeRate: Double

  /// The number of bins of calibration curves.
  public var calibrationBins: Int

  /// Creates settings.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)``.
  public init(
    positions: ForecastPositions,
    barsPerYear: Double,
    riskFreeRate: Double,
    calibrationBins: Int
  ) throws(ForecastError) {
    guard barsPerYear > 0, barsPerYear.isFinite else {
      throw .invalidSetting(
        name: "bars per year",
        expected: "a number above 0",
        found: "\(barsPerYear)"
      )
    }
    guard riskFreeRate.isFinite else {
      throw .invalidSetting(name: "risk-free rate", expected: "a number", found: "\(riskFreeRate)")
    }
    guard (1...1_000).contains(calibrationBins) else {
      throw .invalidSetting(
        name: "calibration bins",
        expected: "1...1000",
        found: "\(calibrationBins)"
      )
    }
    self.positions = positions
    self.barsPerYear = barsPerYear
    self.riskFreeRate = riskFreeRate
    self.calibrationBins = calibrationBins
  }
}

/// Returns the number of bars in a year of 365.2425 days, as the close times have them.
///
/// Weekends, holidays and sessions are in it: about 252 for daily bars of US shares, 98,000 for their minutes.
///
/// - Parameter closeTimes: In nanoseconds, rising.
/// - Returns: A number above 0, or `nil` below two bars.
public func barsPerYear(of closeTimes: [Int64]) -> Double? {
  guard let first = closeTimes.first, let last = closeTimes.last, last > first else { return nil }
  let years = (Double(last) - Double(first)) / (365.2425 * 86_400e9)
  return Double(closeTimes.count - 1) / years
}

/// Everything measured on one fold, or on all folds together.
public struct EvaluationFigures: Hashable, Sendable {
  /// How good the forecasts are as statements about their targets.
  public let scores: ForecastScores

  /// What positions earned before costs on every sample; horizons overlap, which flatters the ratios.
  public let overlapping: SignalMeasures

  /// What they earned on samples whose horizons do not overlap, counted from the first sample.
  public let nonOverlapping: SignalMeasures

  /// What the account earned after costs, or `nil` without a run through the engine.
  public let net: NetMeasures?
}

/// One fold of a forecaster with everything measured on it.
public struct EvaluatedFold: Hashable, Sendable {
  /// What came of the fold.
  public enum Result: Hashable, Sendable {
    /// The measures.
    case figures(EvaluationFigures)

    /// There are no forecasts, and why.
    case failed(reason: String)
  }

  /// The fold.
  public let fold: Int

  /// What came of it.
  public let result: Result

  /// The account, or `nil` without forecasts or without a run through the engine.
  public let traded: TradedFold?

  /// The measures, or `nil` without forecasts.
  public var figures: EvaluationFigures? {
    if case .figures(let figures) = result { figures } else { nil }
  }
}

/// One forecaster judged out of sample, fold by fold and over all of them.
public struct ForecastEvaluation: Hashable, Sendable {
  /// The name of the forecaster.
  public let name: String

  /// The folds, rising.
  public let folds: [EvaluatedFold]

  /// The measures of all folds one after another, or `nil` when none has forecasts.
  public let overall: EvaluationFigures?

  /// Judges forecasts.
  ///
  /// - Parameters:
  ///   - outcomes: What came of the folds.
  ///   - table: The rows.
  ///   - traded: The accounts of folds that went through the engine; may be empty.
  ///   - settings: How to judge.
  /// - Throws: ``ForecastError``.
  ///
  /// **Causality.** A statement about the past, never a feature.
  public init(
    _ outcomes: ForecasterOutcomes,
    of table: ForecastTable,
    traded: [TradedFold],
    settings: EvaluationSettings
  ) throws(ForecastError) {
    name = outcomes.name
    var (judged, folds): ([FoldForecasts], [EvaluatedFold]) = ([], [])
    for outcome in outcomes.folds {
      switch outcome {
      case .failed(let fold, let reason):
        folds.append(EvaluatedFold(fold: fold, result: .failed(reason: reason), traded: nil))
      case .forecasts(let forecasts):
        let account = traded.first { $0.fold == forecasts.fold }
        let figures = try EvaluationFigures(
          [forecasts],
          table,
          account.map { [$0] } ?? [],
          settings
        )
        judged.append(forecasts)
        folds.append(
          EvaluatedFold(fold: forecasts.fold, result: .figures(figures), traded: account)
        )
      }
    }
    self.folds = folds
    overall =
      judged.isEmpty
      ? nil : try EvaluationFigures(judged, table, folds.compactMap(\.traded), settings)
  }
}

extension EvaluationFigures {
  fileprivate init(
    _ forecasts: [FoldForecasts],
    _ table: ForecastTable,
    _ traded: [TradedFold],
    _ settings: EvaluationSettings
  ) throws(ForecastError) {
    let judged = try JudgedSamples(forecasts, of: table)
    scores = ForecastScores(judged, calibrationBins: settings.calibrationBins)
    func measures(_ overlapping: Bool) throws(ForecastError) -> SignalMeasures {
      try judged.measures(
        settings.positions,
        overlapping: overlapping,
        barsPerYear: settings.barsPerYear,
        riskFreeRate: settings.riskFreeRate
      )
    }
    overlapping = try measures(true)
    nonOverlapping = try measures(false)
    net =
      traded.isEmpty
      ? nil
      : try NetMeasures(
        traded,
        barsPerYear: settings.barsPerYear,
        riskFreeRate: settings.riskFreeRate
      )
  }
}
