internal import ConfigValidation
internal import DataLake
internal import Datasets
internal import Dispatch
public import Forecasting
internal import Synchronization
internal import TorchEngine

/// What happens during a training, told one after another, on whichever thread it happens.
public enum TrainingEvent: Sendable {
  /// A pass over the training samples is done.
  case epoch(model: String, fold: Int, FitProgress)

  /// A fold is fitted; `wasKnown` when an earlier run had done it.
  case fitted(model: String, fold: Int, FitReport, wasKnown: Bool)

  /// A fold could not be fitted; the others go on.
  case failed(model: String, fold: Int, reason: String)
}

/// A training that is ready to run: every model on every fold.
public struct TrainingRun: Sendable {
  /// The document.
  public let training: LoadedTraining

  /// The rows and bars.
  public let data: TrainingData

  /// The folds.
  public let plan: FoldPlan

  /// The identity: equal documents, rows, folds and devices have equal ones.
  public let id: String

  private let forecasters: [any Forecaster]

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - training: The document.
  ///   - data: The rows and bars.
  ///   - plan: The folds.
  ///   - engines: The libraries, loaded for the document's models.
  /// - Throws: ``TrainingError/forecast(_:)``.
  public init(
    _ training: LoadedTraining,
    data: TrainingData,
    plan: FoldPlan,
    engines: TrainingEngines
  ) throws(TrainingError) {
    self.training = training
    self.data = data
    self.plan = plan
    var forecasters: [any Forecaster] = []
    do throws(ForecastError) {
      for model in training.config.models {
        forecasters.append(try model.forecaster(engines))
      }
    } catch {
      throw .forecast(error)
    }
    self.forecasters = forecasters
    let identity: JSONValue = [
      "document": training.document.json,
      "models": .array(
        training.config.models.map { ["name": .string($0.name), "settings": $0.json] }
      ),
      "sources": .array(data.sources.map { .string("\($0.key) \($0.contentHash)") }),
      "folds": plan.document(closeTimes: data.table.closeTimes),
      "device": .string(engines.device.description),
    ]
    id = "walk_forward_\(ContentHash(of: identity.canonicalText).hex.prefix(12))"
  }

  /// The number of fits.
  public var fitCount: Int { forecasters.count * plan.folds.count }

  /// Fits every model on every fold, judges them, and trades their forecasts.
  ///
  /// - Parameters:
  ///   - output: The folder in which the run has its own, named ``id``. Folds that lie there are not fitted again.
  ///   - workers: The number of fits at the same time; changes no number.
  ///   - progress: Told what happens, never twice at the same time.
  /// - Returns: What came of it.
  /// - Throws: ``TrainingError``; a fold that cannot be fitted is no error.
  public func run(
    output: String,
    workers: Int,
    progress: @escaping @Sendable (TrainingEvent) -> Void
  ) throws(TrainingError) -> TrainingOutcome {
    let folder = "\(output)/\(id)"
    let results = fitAll(folder, workers, progress)
    var models: [TrainedModel] = []
    do throws(ForecastError) {
      for (index, forecaster) in forecasters.enumerated() {
        let own = results[index * plan.folds.count..<(index + 1) * plan.folds.count]
        models.append(
          TrainedModel(
            outcomes: try ForecasterOutcomes(name: forecaster.name, folds: own.map(\.outcome)),
            reports: own.map(\.report)
          )
        )
      }
    } catch {
      throw .forecast(error)
    }
    return try TrainingOutcome(self, folder: folder, models: models)
  }

  /// The results of all fits: models in their order, folds rising within each.
  private func fitAll(
    _ folder: String,
    _ workers: Int,
    _ progress: @escaping @Sendable (TrainingEvent) -> Void
  ) -> [FoldFit.Result] {
    let fits = forecasters.flatMap { forecaster in
      plan.folds.map { fold in
        FoldFit(
          forecaster: forecaster,
          fold: fold,
          table: data.table,
          folder: "\(folder)/models/\(forecaster.name)/fold_\(fold.index)",
          seed: training.config.seed
        )
      }
    }
    let teller = Mutex(())
    let tell: @Sendable (TrainingEvent) -> Void = { event in
      teller.withLock { _ in progress(event) }
    }
    let state = Mutex(FitQueue(count: fits.count))
    DispatchQueue.concurrentPerform(iterations: min(max(1, workers), fits.count)) { _ in
      while let place = state.withLock({ $0.take() }) {
        let fit = fits[place]
        let result = fit.result { progress in
          tell(.epoch(model: fit.forecaster.name, fold: fit.fold.index, progress))
        }
        state.withLock { $0.results[place] = result }
        tell(fit.event(of: result))
      }
    }
    return state.withLock { $0.results.compactMap { $0 } }
  }
}

/// Which fits are still to be begun, and the results of those that are done.
private struct FitQueue {
  var results: [FoldFit.Result?]
  private var next = 0

  init(count: Int) { results = Array(repeating: nil, count: count) }

  mutating func take() -> Int? {
    guard next < results.count else { return nil }
    defer { next += 1 }
    return next
  }
}

extension FoldFit {
  fileprivate func event(of result: Result) -> TrainingEvent {
    if case .failed(let fold, let reason) = result.outcome {
      return .failed(model: forecaster.name, fold: fold, reason: reason)
    }
    guard let report = result.report else { preconditionFailure("a fit has its report") }
    return .fitted(
      model: forecaster.name,
      fold: fold.index,
      report,
      wasKnown: result.wasKnown
    )
  }
}
