internal import DataLake
public import Forecasting
internal import NeuralForecasting
public import TorchEngine

/// The libraries that the models of a document need; those that no model needs stay unloaded.
public struct TrainingEngines: Sendable {
  let torch: Torch?
  let boosting: LightGBM?

  /// Where networks are taught.
  public let device: TorchDevice

  /// The versions of the loaded libraries by their names, which decide numbers as much as a document does.
  ///
  /// The boosting library cannot be asked for its version, so its file's hash stands for it.
  public let versions: [(name: String, version: String)]

  /// Why a library that a model needs is not there, by the name of the model.
  private let problems: [String: String]

  /// Loads what the models need, and remembers what is not there.
  ///
  /// - Parameters:
  ///   - models: The models.
  ///   - torch: Where the tensor library may lie.
  ///   - boosting: Where the boosting library may lie.
  ///   - device: Where networks are taught.
  public init(
    availableFor models: [ModelConfig],
    torch: TorchLocation,
    boosting: LightGBMLocation,
    device: TorchDevice
  ) {
    self.device = device
    var (tensors, trees): (Torch?, LightGBM?) = (nil, nil)
    var (problems, versions): ([String: String], [(name: String, version: String)]) = ([:], [])
    for model in models {
      do {
        switch model {
        case .network:
          if tensors == nil {
            let loaded = try Torch.load(from: torch)
            tensors = loaded
            versions.append((name: "torch", version: loaded.version))
          }
        case .lightGBM:
          let loaded = try LightGBM.load(from: boosting)
          let hash = ContentHash(of: try AtomicFile.read(loaded.path)).hex
          trees = loaded
          versions.append((name: "lightgbm", version: "sha256 \(hash)"))
        case .naive, .randomWalk, .ewma, .ridge, .logistic: break
        }
      } catch {
        problems[model.name] = "\(error)"
      }
    }
    (self.torch, self.boosting) = (tensors, trees)
    (self.problems, self.versions) = (problems, versions.sorted { $0.name < $1.name })
  }

  /// Loads what the models need.
  ///
  /// - Parameters:
  ///   - models: The models.
  ///   - torch: Where the tensor library may lie.
  ///   - boosting: Where the boosting library may lie.
  ///   - device: Where networks are taught.
  /// - Throws: ``ForecastError/engine(_:)`` naming every model whose library is missing, what was tried, and
  ///   the command that prepares the libraries.
  public init(
    for models: [ModelConfig],
    torch: TorchLocation,
    boosting: LightGBMLocation,
    device: TorchDevice
  ) throws(ForecastError) {
    self.init(availableFor: models, torch: torch, boosting: boosting, device: device)
    var reasons: [(reason: String, models: [String])] = []
    for model in models {
      guard let problem = problems[model.name] else { continue }
      if let place = reasons.firstIndex(where: { $0.reason == problem }) {
        reasons[place].models.append(model.name)
      } else {
        reasons.append((problem, [model.name]))
      }
    }
    guard reasons.isEmpty else {
      throw .engine(
        reasons.map { "\($0.models.joined(separator: ", ")): \($0.reason)" }
          .joined(separator: "\n")
      )
    }
  }

  /// Why the library of a model is not there, or `nil` when it is or none is needed.
  public func problem(of model: ModelConfig) -> String? { problems[model.name] }
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
