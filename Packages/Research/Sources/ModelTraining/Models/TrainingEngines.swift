public import Forecasting
internal import NeuralForecasting
public import TorchEngine

/// The libraries that the models of a document need; those that no model needs stay unloaded.
public struct TrainingEngines: Sendable {
  let torch: Torch?
  let boosting: LightGBM?

  /// Where networks are taught.
  public let device: TorchDevice

  /// Loads what the models need.
  ///
  /// - Parameters:
  ///   - models: The models.
  ///   - torch: Where the tensor library may lie.
  ///   - boosting: Where the boosting library may lie.
  ///   - device: Where networks are taught.
  /// - Throws: ``ForecastError/engine(_:)`` naming the models, what was tried, and the command that prepares
  ///   the libraries.
  public init(
    for models: [ModelConfig],
    torch: TorchLocation,
    boosting: LightGBMLocation,
    device: TorchDevice
  ) throws(ForecastError) {
    self.device = device
    func needing(_ isNeeded: (ModelConfig) -> Bool) -> String? {
      let names = models.filter(isNeeded).map(\.name)
      return names.isEmpty ? nil : names.joined(separator: ", ")
    }
    var (tensors, trees): (Torch?, LightGBM?) = (nil, nil)
    if let names = needing({ if case .network = $0 { true } else { false } }) {
      do { tensors = try Torch.load(from: torch) } catch { throw .engine("\(names): \(error)") }
    }
    if let names = needing({ if case .lightGBM = $0 { true } else { false } }) {
      do { trees = try LightGBM.load(from: boosting) } catch { throw .engine("\(names): \(error)") }
    }
    (self.torch, self.boosting) = (tensors, trees)
  }
}

extension ModelConfig {
  /// Makes the forecaster.
  ///
  /// A fit of it uses one thread.
  ///
  /// - Throws: ``ForecastError`` for settings or a device that cannot be used.
  ///
  /// - Precondition: The engines were loaded for this model.
  func forecaster(_ engines: TrainingEngines) throws(ForecastError) -> any Forecaster {
    switch self {
    case .naive(let rule): return NaiveForecaster(rule: rule)
    case .randomWalk(let hasDrift, let levels):
      return RandomWalkForecaster(hasDrift: hasDrift, quantileLevels: levels)
    case .ewma(let span, let weight): return EWMAForecaster(span: span, priorWeight: weight)
    case .ridge(let window, let penalties, let levels):
      return RidgeForecaster(window: window, penalties: penalties, quantileLevels: levels)
    case .logistic(let window, let penalties):
      return LogisticForecaster(window: window, penalties: penalties)
    case .lightGBM(let window, let boosting, let levels):
      guard let library = engines.boosting else { preconditionFailure("trees have their library") }
      return LightGBMForecaster(
        window: window,
        boosting: boosting,
        quantileLevels: levels,
        threads: 1,
        library: library
      )
    case .network(let architecture, let training):
      guard let torch = engines.torch else { preconditionFailure("networks have their library") }
      return try NeuralForecaster(
        architecture,
        training: training,
        unscaledFeatures: [],
        device: engines.device,
        torch: torch
      )
    }
  }
}
