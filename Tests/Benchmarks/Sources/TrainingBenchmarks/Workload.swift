import Features
import Forecasting
import NeuralForecasting
import QuantMath
import TorchEngine

/// A network with the rows and batches that it is measured on.
struct Workload {
  let name: String
  let architecture: NeuralArchitecture
  let featureCount: Int
  let knownCount: Int
  let contextLength: Int
  let horizon: Int
  let batchSize: Int

  /// The Temporal Fusion Transformer of 920,000 parameters.
  static func temporalFusion(dropout: Double) -> Workload {
    Workload(
      name: "tft-1M",
      architecture: .temporalFusion(
        modelSize: 64,
        headCount: 4,
        quantiles: [0.1, 0.5, 0.9],
        dropout: dropout
      ),
      featureCount: 25,
      knownCount: 5,
      contextLength: 60,
      horizon: 5,
      batchSize: 64
    )
  }

  /// Patch transformers of published sizes.
  static func patches(_ name: String, dropout: Double) -> Workload? {
    let sizes: [String: (size: Int, layers: Int, width: Int, batch: Int)] = [
      "patch-2M": (192, 4, 768, 256), "patch-20M": (512, 6, 2_048, 1_024),
      "patch-200M": (1_024, 16, 4_096, 1_024),
    ]
    guard let found = sizes[name] else { return nil }
    return Workload(
      name: name,
      architecture: .patchTransformer(
        TransformerShape(
          modelSize: found.size,
          layerCount: found.layers,
          headCount: 8,
          feedForwardSize: found.width,
          dropout: dropout
        ),
        patchLength: 10,
        stride: 10
      ),
      featureCount: 20,
      knownCount: 0,
      contextLength: 60,
      horizon: 1,
      batchSize: found.batch
    )
  }

  /// The workload of a name, or `nil`.
  static func named(_ name: String, dropout: Double) -> Workload? {
    name == "tft-1M" ? .temporalFusion(dropout: dropout) : patches(name, dropout: dropout)
  }

  /// Positions that attention or recurrence sees in a sample.
  var positionCount: Int {
    if case .patchTransformer(_, let length, _) = architecture { return contextLength / length }
    return contextLength + horizon
  }

  /// How the network is taught.
  func settings(reduced: Bool) -> TrainingSettings {
    TrainingSettings(
      epochs: 1,
      batchSize: batchSize,
      microBatchSize: batchSize,
      learningRate: 0.001,
      warmupSteps: 0,
      weightDecay: 0.01,
      decouplesWeightDecay: true,
      gradientNorm: 1,
      patience: nil,
      minimumImprovement: 0,
      usesReducedPrecision: reduced
    )
  }

  /// Rows of a seeded market whose next return leans on the first feature.
  func fold(rows: Int) throws -> ForecastFold {
    var stream = PhiloxStream(seed: 20_261_121, purpose: 1, trial: 0, path: 0)
    let features = (0..<featureCount).map { _ in (0..<rows).map { _ in stream.normal() } }
    let returns = (0..<rows).map { row in
      0.01 * (stream.normal() + (row == 0 ? 0 : 0.2 * features[0][row - 1]))
    }
    let ahead = (1...horizon).map { step in
      (0..<rows).map { row -> Double? in
        row + step < rows ? returns[row + 1...row + step].reduce(0, +) : nil
      }
    }
    let names = (0..<featureCount).map { "feature_\($0)" }
    let layout = try SampleLayout(
      rowCount: rows,
      contextLength: contextLength,
      horizon: horizon
    )
    let table = try ForecastTable(
      featureNames: names,
      features: features,
      knownAhead: Set(names.suffix(knownCount)),
      closeTimes: (0..<rows).map { Int64($0) * 3_600_000_000_000 },
      targets: ahead[horizon - 1],
      targetKind: .real,
      returnsAhead: ahead,
      layout: layout
    )
    return try ForecastFold(
      table: table,
      training: Array(0..<layout.sampleCount),
      validation: []
    )
  }

  /// Batches in a seeded order.
  func batches(_ count: Int, of fold: ForecastFold) -> [[Int]] {
    var stream = PhiloxStream(seed: 20_261_121, purpose: 2, trial: 0, path: 0)
    return (0..<count).map { _ in
      (0..<batchSize).map { _ in fold.training[stream.index(below: fold.training.count)] }
    }
  }

  /// The forecaster, with features as they are.
  func forecaster(
    on device: TorchDevice,
    reduced: Bool,
    _ torch: Torch
  ) throws -> NeuralForecaster {
    try NeuralForecaster(
      architecture,
      training: settings(reduced: reduced),
      unscaledFeatures: (0..<featureCount).map { "feature_\($0)" },
      device: device,
      torch: torch
    )
  }
}
