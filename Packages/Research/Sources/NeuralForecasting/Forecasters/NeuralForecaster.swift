public import ConfigValidation
internal import DataLake
internal import Features
public import Forecasting
public import TorchEngine

/// Teaches a network on the windows of a fold.
///
/// Features are standardised by the training rows, except those that have bounds of their own. A fit
/// uses one thread; several fits may run side by side.
public struct NeuralForecaster: Forecaster {
  /// Which network.
  public let architecture: NeuralArchitecture

  /// How it is taught.
  public let training: TrainingSettings

  /// Features that are left as they are.
  public let unscaledFeatures: [String]

  /// Where it is taught.
  public let device: TorchDevice

  private let torch: Torch

  /// Makes its networks.
  var builder: NetworkBuilder {
    NetworkBuilder(architecture: architecture, device: device, torch: torch)
  }

  /// Creates a forecaster.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)``, and
  ///   ``ForecastError/engine(_:)`` for a device that is not there.
  public init(
    _ architecture: NeuralArchitecture,
    training: TrainingSettings,
    unscaledFeatures: [String],
    device: TorchDevice,
    torch: Torch
  ) throws(ForecastError) {
    try training.check()
    try architecture.check()
    if case .cuda(let index) = device, index >= torch.cudaDeviceCount {
      let error = TorchError.noSuchDevice(device, cudaDeviceCount: torch.cudaDeviceCount)
      throw .engine(error.description)
    }
    self.architecture = architecture
    self.training = training
    self.unscaledFeatures = unscaledFeatures
    self.device = device
    self.torch = torch
  }

  /// The name of the network.
  public var name: String { architecture.name }

  /// The shape of the network, how it is taught, and what is not scaled.
  public var settings: JSONValue {
    [
      "model": architecture.json, "training": training.json,
      "unscaled": .array(unscaledFeatures.map { .string($0) }),
    ]
  }

  /// Teaches the network.
  ///
  /// - Parameters:
  ///   - fold: What to learn from.
  ///   - circumstances: Seed, checkpoints and who wants to know how far it is.
  /// - Returns: The network with the weights of its best epoch.
  /// - Throws: ``ForecastError``.
  public func fit(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> any FittedForecaster {
    let prepared = try prepared(fold, circumstances)
    let outcome = try prepared.trainer.run()
    return try FittedNetwork(
      prepared.network,
      outcome,
      of: self,
      scaler: prepared.scaler,
      scale: prepared.scale,
      fold: fold
    )
  }

  /// Everything that is needed before the first step, on one thread.
  func prepared(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> PreparedFit {
    torch.threadCount = 1
    if case .cuda = device {
      try orEngine { () throws(TorchError) in try torch.setDeterministic(true) }
    }
    let scaler = try fittedScaler(fold)
    let scale = try TargetScale(fold, architecture)
    let network = try builder.network(fold.table, scaler, scale, seed: circumstances.seed)
    let trainer = NetworkTrainer(
      network: network,
      settings: training,
      training: fold.training,
      validation: fold.validation,
      circumstances: circumstances,
      device: device,
      checkpoint: circumstances.checkpointFolder.map {
        CheckpointFile(
          path: $0 + "/checkpoint.safetensors",
          identity: identity(fold, circumstances.seed)
        )
      }
    )
    return PreparedFit(scaler: scaler, scale: scale, network: network, trainer: trainer)
  }

  private func fittedScaler(_ fold: ForecastFold) throws(ForecastError) -> FittedScaler {
    let scaler = FeatureScaler(
      method: .standard,
      constantColumns: .zero,
      unscaled: unscaledFeatures.filter(fold.table.featureNames.contains)
    )
    do throws(ScalingError) {
      return try scaler.fit(
        zip(fold.table.featureNames, fold.table.features).map { name, values in
          FeatureColumn(name: name, values.map { $0 })
        },
        rows: fold.trainingRows
      )
    } catch {
      throw .table(["\(error)"])
    }
  }

  /// What a checkpoint must be of.
  private func identity(_ fold: ForecastFold, _ seed: UInt64) -> JSONValue {
    [
      "model": .string(name), "settings": settings, "seed": .string("\(seed)"),
      "device": .string(device.description), "data": .string(ContentHash(of: fold.bytes).hex),
    ]
  }
}

/// A fit before its first step.
struct PreparedFit {
  let scaler: FittedScaler
  let scale: TargetScale
  let network: any ForecastNetwork
  let trainer: NetworkTrainer
}

extension NeuralArchitecture {
  /// Refuses shapes that no network can have.
  fileprivate func check() throws(ForecastError) {
    let (size, heads): (Int, Int)
    switch self {
    case .patchTransformer(let shape, let patchLength, let stride):
      (size, heads) = (shape.modelSize, shape.headCount)
      if patchLength < 1 || stride < 1 {
        throw .invalidSetting(
          name: "patch_length and stride",
          expected: "1 or more",
          found: "\(patchLength) and \(stride)"
        )
      }
    case .encoderTransformer(let shape): (size, heads) = (shape.modelSize, shape.headCount)
    case .temporalFusion(let modelSize, let headCount, let quantiles, _):
      (size, heads) = (modelSize, headCount)
      let rises = zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 < $1 }
      guard rises, quantiles.contains(0.5), quantiles.allSatisfy({ $0 > 0 && $0 < 1 }) else {
        throw .invalidSetting(
          name: "quantiles",
          expected: "rising levels between 0 and 1, with 0.5",
          found: "\(quantiles)"
        )
      }
    }
    guard heads > 0, size > 0, size % heads == 0 else {
      throw .invalidSetting(
        name: "n_heads",
        expected: "a divisor of d_model \(size)",
        found: "\(heads)"
      )
    }
  }
}
