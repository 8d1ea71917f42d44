internal import ConfigValidation
internal import Forecasting
internal import NeuralForecasting
internal import Optimizer
internal import TorchEngine

/// Teaches the network of one trial.
struct TrialFit: Sendable {
  let settings: TrialSettings
  let fold: ForecastFold
  let seed: UInt64
  let engine: SearchEngine

  /// Teaches a trial of a study.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - study: Says which trials are hopeless.
  ///   - heat: Lets the trial wait, and stops it.
  ///   - tell: Told of epochs.
  /// - Returns: How the trial ended, or `nil` when heat stopped it, after which nothing is known of it.
  func end(
    _ trial: TrialRecord,
    of study: Study,
    heat: HeatWatch,
    tell: @escaping @Sendable (ModelSearchEvent) -> Void
  ) -> TrialEnd? {
    if heat.isTooHot() { return nil }
    let watch = TrialWatch(trial: trial.number, study: study, heat: heat)
    let outcome: TrialOutcome
    var notes: [JSONMember] = []
    do throws(ForecastError) {
      let report = try fitted(checkpoints: nil) { progress in
        watch.note(progress)
        tell(.epoch(trial: trial.number, progress))
      } isStopped: {
        watch.stop != nil
      }.report
      // A fold with validation samples has their loss.
      outcome = .complete(values: [report.validationLoss ?? .nan])
      notes = [
        JSONMember("epochs", .integer(Int64(report.epochs))),
        JSONMember("parameters", .integer(Int64(report.parameterCount))),
        JSONMember("training_loss", .number(report.trainingLoss)),
      ]
    } catch {
      switch (error, watch.stop) {
      case (.stopped, .heat?): return nil
      case (.stopped, .pruned?): outcome = .pruned
      default: outcome = .failed(reason: error.description)
      }
    }
    return TrialEnd(
      number: trial.number,
      outcome: outcome,
      reports: watch.reports,
      notes: notes
    )
  }

  /// Teaches the network.
  ///
  /// - Parameters:
  ///   - checkpoints: The folder from which an interrupted training goes on, or `nil` for none.
  ///   - progress: Told after each epoch.
  ///   - isStopped: Asked after each epoch.
  /// - Returns: The network with the weights of its best epoch.
  /// - Throws: `ForecastError`.
  func fitted(
    checkpoints: String?,
    progress: @escaping @Sendable (FitProgress) -> Void,
    isStopped: @escaping @Sendable () -> Bool
  ) throws(ForecastError) -> any FittedForecaster {
    let forecaster = try NeuralForecaster(
      settings.architecture,
      training: settings.training,
      unscaledFeatures: [],
      device: engine.device,
      torch: engine.torch
    )
    return try forecaster.fit(
      fold,
      FitCircumstances(
        seed: seed,
        checkpointFolder: checkpoints,
        progress: progress,
        isStopped: isStopped
      )
    )
  }
}
