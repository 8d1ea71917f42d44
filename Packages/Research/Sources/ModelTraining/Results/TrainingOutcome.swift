internal import Backtest
internal import Features
internal import ForecastTrading
public import Forecasting
internal import MarketModel

/// What came of all folds of one model.
public struct TrainedModel: Sendable {
  /// The forecasts, or why there are none.
  public let outcomes: ForecasterOutcomes

  /// The forecasts before their calibration, or `nil` when nothing is calibrated.
  public let uncalibrated: ForecasterOutcomes?

  /// How each fit went, `nil` where it failed; folds rising.
  public let reports: [FitReport?]

  /// The name in documents and reports.
  public var name: String { outcomes.name }
}

/// What a training came to.
public struct TrainingOutcome: Sendable {
  /// The training.
  public let run: TrainingRun

  /// The folder of the run.
  public let folder: String

  /// The models, in the order of the document.
  public let models: [TrainedModel]

  /// How they were judged.
  public let evaluation: EvaluationSettings

  /// The measures of each model.
  public let evaluations: [ForecastEvaluation]

  /// The measures of each model before calibration, without accounts; empty when nothing is calibrated.
  public let uncalibrated: [ForecastEvaluation]

  /// The verdict on each model that is no baseline, and what is promoted of it.
  public let verdicts: [(verdict: GateVerdict, promotion: Promotion?)]

  /// Judges and trades forecasts.
  init(
    _ run: TrainingRun,
    folder: String,
    models: [TrainedModel]
  ) throws(TrainingError) {
    self.run = run
    self.folder = folder
    self.models = models
    let config = run.training.config
    do throws(ForecastError) {
      evaluation = try config.evaluation(closeTimes: run.data.table.closeTimes)
    } catch {
      throw .forecast(error)
    }
    var evaluations: [ForecastEvaluation] = []
    for model in models { evaluations.append(try run.evaluation(of: model, evaluation)) }
    self.evaluations = evaluations
    do throws(ForecastError) {
      var uncalibrated: [ForecastEvaluation] = []
      for outcomes in models.compactMap(\.uncalibrated) {
        uncalibrated.append(
          try ForecastEvaluation(
            outcomes,
            of: run.data.table,
            traded: [],
            settings: evaluation
          )
        )
      }
      self.uncalibrated = uncalibrated
    } catch {
      throw .forecast(error)
    }
    let gates = config.walkForward.gates
    var verdicts: [(verdict: GateVerdict, promotion: Promotion?)] = []
    do throws(GateError) {
      for (model, evaluation) in zip(models, evaluations)
      where !gates.baselines.contains(model.name) {
        let verdict = try GateVerdict(
          of: evaluation,
          among: evaluations,
          plannedFolds: run.plan.folds.count,
          settings: gates
        )
        verdicts.append((verdict, Promotion(verdict, among: run.fittedFolds(of: model))))
      }
    } catch {
      throw .gates(error)
    }
    self.verdicts = verdicts
  }
}

extension TrainingConfig {
  fileprivate func evaluation(closeTimes: [Int64]) throws(ForecastError) -> EvaluationSettings {
    var bars = walkForward
    bars.barsPerDay = usedBarsPerDay
    return try EvaluationSettings(
      positions: trading.positions,
      barsPerYear: bars.barsPerYear(closeTimes: closeTimes) ?? 0,
      riskFreeRate: 0,
      calibrationBins: 10
    )
  }
}

extension TradingConfig {
  /// What the engine is told: all equity in the position, orders at the next open.
  fileprivate func settings() throws(ForecastTradingError) -> ForecastTradingSettings {
    var execution = ExecutionSettings.frictionless(
      startingCash: startingCash,
      fillRule: .nextOpen,
      sizing: FractionOfEquity(fraction: 1)
    )
    execution.fees = ProportionalFee(rate: fees)
    execution.slippage = FixedSlippage(priceFraction: slippage, perUnit: 0)
    return try ForecastTradingSettings(
      positions: positions,
      execution: execution,
      border: border,
      pace: pace
    )
  }
}

extension TrainingRun {
  fileprivate func evaluation(
    of model: TrainedModel,
    _ settings: EvaluationSettings
  ) throws(TrainingError) -> ForecastEvaluation {
    let traded: [TradedFold]
    do throws(ForecastTradingError) {
      traded = try tradedFolds(
        model.outcomes,
        of: data.table,
        bars: data.bars,
        settings: try training.config.trading.settings()
      )
    } catch {
      throw .trading(error)
    }
    do throws(ForecastError) {
      return try ForecastEvaluation(
        model.outcomes,
        of: data.table,
        traded: traded,
        settings: settings
      )
    } catch {
      throw .forecast(error)
    }
  }

  /// The folds that have a model, with the instant through which labels were learnt from.
  fileprivate func fittedFolds(of model: TrainedModel) -> [FittedFold] {
    zip(plan.folds, model.reports).compactMap { fold, report in
      guard report != nil, let last = fold.samples(.training).last else { return nil }
      let layout = data.table.layout
      let row = layout.decisionRow(of: fold.samples(.validation).last ?? last) + layout.horizon
      return FittedFold(
        fold: fold.index,
        trainedThrough: Timestamp(nanoseconds: data.table.closeTimes[row])
      )
    }
  }
}
