internal import Features
public import Forecasting
public import MarketModel
internal import NeuralForecasting
internal import Synchronization

/// How much work the fits of one model are, all folds together.
public struct TrainingEffort: Hashable, Sendable {
  /// The name of the model.
  public let model: String

  /// The number of parameters of a network, by formula; `nil` for other models.
  public let parameterCount: Int?

  /// The largest number of steps of a network's weights, should no fold end early; `nil` for other models.
  public let stepCount: Int?

  /// About how long the fits take one after another, or `nil` where that was not measured.
  public let seconds: Double?

  /// Why it was not measured, or `nil`.
  public let problem: String?
}

extension TrainingConfig {
  /// Tells how much work the models are, measured by small fits on the first fold.
  ///
  /// Networks take eight steps, trees grow for twenty rounds, other models are fitted as they are; from these
  /// follow the largest numbers of epochs and rounds on all folds. Nothing is written.
  ///
  /// - Parameters:
  ///   - plan: The folds.
  ///   - data: The rows.
  ///   - engines: The libraries that there are; models without theirs are not measured.
  ///   - now: The clock.
  /// - Returns: One effort for each model, in the order of the document.
  public func efforts(
    _ plan: FoldPlan,
    over data: TrainingData,
    engines: TrainingEngines,
    now: @escaping @Sendable () -> Timestamp
  ) -> [TrainingEffort] {
    models.map { model in
      let measure = EffortMeasure(model: model, plan: plan, table: data.table, now: now)
      var (seconds, problem): (Double?, String?)
      if let missing = engines.problem(of: model) {
        problem = missing
      } else {
        do throws(ForecastError) { seconds = try measure.seconds(engines) } catch {
          problem = error.description
        }
      }
      return TrainingEffort(
        model: model.name,
        parameterCount: measure.parameterCount,
        stepCount: measure.stepCount,
        seconds: seconds,
        problem: problem
      )
    }
  }
}

/// Measures one model on the first fold.
private struct EffortMeasure {
  let model: ModelConfig
  let plan: FoldPlan
  let table: ForecastTable
  let now: @Sendable () -> Timestamp

  /// The batches of each of the two passes that are timed.
  private static let batches = 4

  /// The rounds that are timed.
  private static let rounds = 20

  /// The time of a sample that is only asked, as a share of one that is learnt from.
  private static let askingShare = 0.3

  var parameterCount: Int? {
    guard case .network(let architecture, _) = model else { return nil }
    return architecture.parameterCount(of: table)
  }

  var stepCount: Int? {
    guard case .network(_, let settings) = model else { return nil }
    return plan.folds.reduce(0) { sum, fold in
      let batches = (fold.count(.training) + settings.batchSize - 1) / settings.batchSize
      return sum + batches * settings.epochs
    }
  }

  /// About how long all folds take.
  func seconds(_ engines: TrainingEngines) throws(ForecastError) -> Double {
    let fold = try plan.folds[0].forecastFold(of: table)
    switch model {
    case .network(let architecture, let settings):
      let sample = try secondsPerSample(architecture, settings, fold, engines)
      let samples = plan.folds.reduce(0.0) { sum, fold in
        sum + Double(fold.count(.training)) + Self.askingShare * Double(fold.count(.validation))
      }
      return sample * samples * Double(settings.epochs)
    case .lightGBM(let window, var boosting, let levels):
      let rounds = boosting.rounds
      boosting.rounds = min(rounds, Self.rounds)
      let small = ModelConfig.lightGBM(window, boosting, quantileLevels: levels)
      return try secondsOfFit(small, fold, engines) * share(of: fold)
        * Double(rounds) / Double(boosting.rounds)
    default: return try secondsOfFit(model, fold, engines) * share(of: fold)
    }
  }

  /// The training samples of all folds as a multiple of those of one.
  private func share(of fold: ForecastFold) -> Double {
    let samples = plan.folds.reduce(0) { $0 + $1.count(.training) }
    return Double(samples) / Double(max(1, fold.training.count))
  }

  /// The second of two short passes is timed; the first pays for what happens once.
  private func secondsPerSample(
    _ architecture: NeuralArchitecture,
    _ settings: TrainingSettings,
    _ fold: ForecastFold,
    _ engines: TrainingEngines
  ) throws(ForecastError) -> Double {
    var short = settings
    short.epochs = 2
    let count = min(fold.training.count, Self.batches * settings.batchSize)
    let part = try ForecastFold(
      table: table,
      training: Array(fold.training.prefix(count)),
      validation: []
    )
    let ends = Mutex<[Timestamp]>([])
    let forecaster = try ModelConfig.network(architecture, short).forecaster(engines)
    _ = try forecaster.fit(
      part,
      FitCircumstances(seed: 0, checkpointFolder: nil) { _ in
        let end = now()
        ends.withLock { $0.append(end) }
      }
    )
    let times = ends.withLock { $0 }
    guard times.count == 2 else { return 0 }
    return duration(times[0], times[1]) / Double(count)
  }

  private func secondsOfFit(
    _ model: ModelConfig,
    _ fold: ForecastFold,
    _ engines: TrainingEngines
  ) throws(ForecastError) -> Double {
    let forecaster = try model.forecaster(engines)
    let began = now()
    _ = try forecaster.fit(
      fold,
      FitCircumstances(seed: 0, checkpointFolder: nil) { _ in }
    )
    return duration(began, now())
  }

  private func duration(_ first: Timestamp, _ last: Timestamp) -> Double {
    Double(last.nanoseconds - first.nanoseconds) / 1e9
  }
}
