internal import ConfigValidation
internal import DataLake
internal import Datasets
internal import Dispatch
public import ExperimentRegistry
public import Forecasting
internal import Synchronization
internal import TorchEngine

/// What happens during a training, told one after another, on whichever thread it happens.
public enum TrainingEvent: Sendable {
  /// A fit begins.
  case began(model: String, fold: Int)

  /// A pass over the training samples is done.
  case epoch(model: String, fold: Int, FitProgress)

  /// A fold is fitted; `wasKnown` when an earlier run had done it.
  case fitted(model: String, fold: Int, FitReport, wasKnown: Bool)

  /// A fold could not be fitted; the others go on.
  case failed(model: String, fold: Int, reason: String)
}

/// A training for one horizon that is ready to run: every model on every fold.
public struct TrainingRun: Sendable {
  /// The document, of one horizon.
  public let training: LoadedTraining

  /// The rows and bars.
  public let data: TrainingData

  /// The folds.
  public let plan: FoldPlan

  /// The identity: equal documents, rows, folds, devices and libraries have equal ones.
  ///
  /// Where output goes is no part of it.
  public let id: String

  /// The whole identity, by which tables and tracking name the run; ``id`` holds its first digits.
  public let recordID: RunID

  /// The version of what is computed and of the files; raised when equal documents give other bytes.
  public static let formatVersion = 4

  private let forecasters: [any Forecaster]

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - training: The document, of one horizon.
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
      "document": training.resolvedDocument.json,
      "sources": .array(data.sources.map { .string("\($0.key) \($0.contentHash)") }),
      "folds": plan.document(closeTimes: data.table.closeTimes),
      "device": .string(engines.device.description),
      "engines": .object(engines.versions.map { JSONMember($0.name, .string($0.version)) }),
      "format": JSONValue(Self.formatVersion),
    ]
    recordID = RunID(hashing: identity.canonicalText)
    id = "walk_forward_\(recordID.hex.prefix(12))"
  }

  /// The number of fits.
  public var fitCount: Int { forecasters.count * plan.folds.count }

  /// The folder of the run below a folder for runs.
  public func folder(in output: String) -> String { "\(output)/\(id)" }

  /// The folder of the models of the run below a folder for runs, which the document may place elsewhere.
  public func modelFolder(in output: String) -> String {
    training.config.modelDirectory.map { "\($0)/\(id)" } ?? "\(folder(in: output))/models"
  }

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
    let results = fitAll(modelFolder(in: output), workers, progress)
    var models: [TrainedModel] = []
    do throws(ForecastError) {
      for (index, forecaster) in forecasters.enumerated() {
        let own = plan.folds.indices.map { results[$0 * forecasters.count + index] }
        models.append(
          TrainedModel(
            outcomes: try ForecasterOutcomes(name: forecaster.name, folds: own.map(\.outcome)),
            uncalibrated: try uncalibrated(own, forecaster.name),
            reports: own.map(\.report)
          )
        )
      }
    } catch {
      throw .forecast(error)
    }
    return try TrainingOutcome(self, folder: folder(in: output), models: models)
  }

  /// The outcomes before calibration, or `nil` when nothing is calibrated.
  private func uncalibrated(
    _ results: [FoldFit.Result],
    _ name: String
  ) throws(ForecastError) -> ForecasterOutcomes? {
    guard training.config.calibration != .none else { return nil }
    return try ForecasterOutcomes(
      name: name,
      folds: results.map { $0.uncalibrated.map(FoldOutcome.forecasts) ?? $0.outcome }
    )
  }

  /// The results of all fits: folds rising, the models in their order within each.
  private func fitAll(
    _ folder: String,
    _ workers: Int,
    _ progress: @escaping @Sendable (TrainingEvent) -> Void
  ) -> [FoldFit.Result] {
    let fits = plan.folds.flatMap { fold in
      forecasters.map { forecaster in
        FoldFit(
          forecaster: forecaster,
          fold: fold,
          table: data.table,
          folder: "\(folder)/\(forecaster.name)/fold_\(fold.index)",
          seed: training.config.seed,
          calibration: training.config.calibration
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
        tell(.began(model: fit.forecaster.name, fold: fit.fold.index))
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
