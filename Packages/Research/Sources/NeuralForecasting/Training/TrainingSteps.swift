public import Forecasting
internal import TorchEngine

/// A training whose steps are taken one by one, to measure what they take.
///
/// The steps are those of ``NeuralForecaster``; only the order of samples, validation and checkpoints
/// are left to the caller. Belongs to one thread.
public final class TrainingSteps {
  private let trainer: NetworkTrainer
  private let network: any ForecastNetwork
  private var state: TrainingState

  /// Prepares a training: scaled rows, initial weights of the seed, an optimiser at rest.
  ///
  /// - Parameters:
  ///   - forecaster: The network and how it is taught.
  ///   - fold: What it is taught; scales are taken from its training samples.
  ///   - seed: The seed of initial weights and dropout.
  /// - Throws: `ForecastError`.
  public init(
    _ forecaster: NeuralForecaster,
    _ fold: ForecastFold,
    seed: UInt64
  ) throws(ForecastError) {
    let circumstances = FitCircumstances(seed: seed, checkpointFolder: nil) { _ in }
    let prepared = try forecaster.prepared(fold, circumstances)
    (trainer, network) = (prepared.trainer, prepared.network)
    state = try trainer.startingState()
  }

  /// The number of numbers in all weights.
  public var parameterCount: Int { network.weights.parameterCount }

  /// Moves the weights once.
  ///
  /// - Parameter batch: The samples of one batch.
  /// - Returns: The mean loss over the batch before the move.
  /// - Throws: `ForecastError`.
  public func take(_ batch: ArraySlice<Int>) throws(ForecastError) -> Double {
    try orEngine { () throws(TorchError) in try trainer.step(batch, state) }
  }

  /// Gathers the inputs and targets of a batch as a step does, and drops them.
  ///
  /// - Throws: `ForecastError`.
  public func feed(_ batch: ArraySlice<Int>) throws(ForecastError) {
    try orEngine { () throws(TorchError) in try network.feed(batch) }
  }

  /// The weights by name, in the order in which the network's layers were made.
  ///
  /// - Throws: `ForecastError`.
  public func weights() throws(ForecastError) -> [(name: String, shape: [Int], values: [Float])] {
    try orEngine { () throws(TorchError) in
      var found: [(name: String, shape: [Int], values: [Float])] = []
      for entry in network.weights.entries {
        found.append((entry.name, entry.tensor.shape, try entry.tensor.floats()))
      }
      return found
    }
  }
}
