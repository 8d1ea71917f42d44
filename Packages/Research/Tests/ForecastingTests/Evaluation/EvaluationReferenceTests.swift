import Features
import Forecasting
import Testing

/// Measures that numpy, scipy, scikit-learn and statsmodels computed.
private struct Reference: Decodable {
  struct Coefficient: Decodable {
    var value: Double
    var t: Double
  }

  struct Signal: Decodable {
    var sharpe: Double
    var sortino: Double
    var maxDrawdown: Double
    var winRate: Double
    var totalReturn: Double
    var calmar: Double
  }

  var horizon: Int
  var barsPerYear: Double
  var riskFreeRate: Double
  var deadZone: Double
  var levels: [Double]
  var forecasts: [Double]
  var quantiles: [[Double]]
  var returns: [Double]
  var probabilities: [Double]
  var pearson: Coefficient
  var spearman: Coefficient
  var quantileLosses: [Double]
  var rmse: Double
  var mae: Double
  var logLoss: Double
  var brier: Double
  var overlapping: Signal
  var nonOverlapping: Signal

  /// The figures of forecasts of one kind, one sample a row.
  func figures(_ kind: ForecastTargetKind) throws -> EvaluationFigures {
    let rows = forecasts.count + horizon
    let padding = [Double?](repeating: nil, count: horizon)
    let outcomes = returns.map { Optional($0) } + padding
    let table = try ForecastTable(
      featureNames: ["nothing"],
      features: [[Double](repeating: 0, count: rows)],
      knownAhead: [],
      closeTimes: MadeTable.weekdays(rows),
      targets: outcomes.map { value in
        value.map { kind == .binary ? ($0 > 0 ? 1 : 0) : $0 }
      },
      targetKind: kind,
      returnsAhead: [[Double?]](repeating: outcomes, count: horizon),
      layout: SampleLayout(rowCount: rows, contextLength: 1, horizon: horizon)
    )
    let made = zip(forecasts, quantiles).map { Forecast(value: $0, quantiles: $1) }
    let outcome = FoldOutcome.forecasts(
      try FoldForecasts(
        fold: 0,
        samples: Array(forecasts.indices),
        forecasts: kind == .real ? made : probabilities.map { Forecast(value: $0) },
        quantileLevels: kind == .real ? levels : []
      )
    )
    let evaluation = try ForecastEvaluation(
      ForecasterOutcomes(name: "made", folds: [outcome]),
      of: table,
      traded: [],
      settings: EvaluationSettings(
        positions: ForecastPositions(.sign(deadZone: deadZone), sides: .longShort),
        barsPerYear: barsPerYear,
        riskFreeRate: riskFreeRate,
        calibrationBins: 10
      )
    )
    return try #require(evaluation.overall)
  }
}

@Suite("ForecastEvaluation against other tools")
struct EvaluationReferenceTests {
  /// Sums of 300 terms.
  private static let tolerance = 1e-11

  private static func expectEqual(_ found: SignalMeasures, _ expected: Reference.Signal) {
    #expect(agree(found.sharpe.value, expected.sharpe, relative: tolerance))
    #expect(agree(found.sortino.value, expected.sortino, relative: tolerance))
    #expect(agree(found.maximumDrawdown.value, expected.maxDrawdown, relative: tolerance))
    #expect(agree(found.winRate.value, expected.winRate, relative: tolerance))
    #expect(agree(found.totalReturn.value, expected.totalReturn, relative: tolerance))
    #expect(agree(found.calmar.value, expected.calmar, relative: tolerance))
  }

  @Test("measures positions on overlapping and on separate samples")
  func signals() throws {
    let expected = try reference("forecast-evaluation", as: Reference.self)
    let figures = try expected.figures(.real)
    Self.expectEqual(figures.overlapping, expected.overlapping)
    Self.expectEqual(figures.nonOverlapping, expected.nonOverlapping)
    #expect(figures.overlapping.sampleCount == 300)
    #expect(figures.nonOverlapping.sampleCount == 60)
    #expect(figures.net == nil)
  }

  @Test("correlates with errors for overlapping horizons")
  func coefficients() throws {
    let expected = try reference("forecast-evaluation", as: Reference.self)
    let scores = try expected.figures(.real).scores
    for (found, other) in [
      (scores.pearson, expected.pearson), (scores.spearman, expected.spearman),
    ] {
      #expect(agree(found.correlation.value, other.value, relative: Self.tolerance))
      #expect(agree(found.tStatistic.value, other.t, relative: 1e-9))
    }
  }

  @Test("scores real forecasts and their quantiles")
  func realScores() throws {
    let expected = try reference("forecast-evaluation", as: Reference.self)
    let scores = try expected.figures(.real).scores
    #expect(agree(scores.rootMeanSquaredError.value, expected.rmse, relative: Self.tolerance))
    #expect(agree(scores.meanAbsoluteError.value, expected.mae, relative: Self.tolerance))
    for (found, loss) in zip(scores.quantiles, expected.quantileLosses) {
      #expect(agree(found.loss.value, loss, relative: Self.tolerance))
    }
    let coverage = scores.quantiles.compactMap(\.coverage.value)
    #expect(coverage == coverage.sorted() && coverage.count == 3)
    #expect(scores.logLoss.reason == .otherTarget)
    #expect(scores.calibration == nil)
  }

  @Test("scores probabilities")
  func binaryScores() throws {
    let expected = try reference("forecast-evaluation", as: Reference.self)
    let scores = try expected.figures(.binary).scores
    #expect(agree(scores.logLoss.value, expected.logLoss, relative: Self.tolerance))
    #expect(agree(scores.brierScore.value, expected.brier, relative: Self.tolerance))
    #expect(scores.rootMeanSquaredError.reason == .otherTarget)
    let bins = try #require(scores.calibration?.bins)
    #expect(bins.reduce(0) { $0 + $1.count } == 300)
    #expect(bins.map(\.meanProbability) == bins.map(\.meanProbability).sorted())
  }
}
