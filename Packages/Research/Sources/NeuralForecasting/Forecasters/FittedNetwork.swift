internal import ConfigValidation
internal import DataLake
internal import Features
internal import Forecasting
internal import TorchEngine

/// A network with the weights of its best epoch.
struct FittedNetwork: FittedForecaster {
  let report: FitReport
  private let forecaster: NeuralForecaster
  private let scaler: FittedScaler
  private let scale: TargetScale
  private let network: any ForecastNetwork
  private let featureNames: [String]

  init(
    forecaster: NeuralForecaster,
    scaler: FittedScaler,
    scale: TargetScale,
    network: any ForecastNetwork,
    outcome: NetworkTrainer.Outcome,
    fold: ForecastFold
  ) throws(ForecastError) {
    self.forecaster = forecaster
    self.scaler = scaler
    self.scale = scale
    self.network = network
    featureNames = fold.table.featureNames
    let looked = fold.validation.isEmpty ? fold.training : fold.validation
    let explanation = try orEngine { () throws(TorchError) in
      try network.weights.torch.withoutGradients { () throws(TorchError) in
        try network.explanation(looked)
      }
    }
    var levels: [Double] = []
    if case .temporalFusion(_, _, let quantiles, _) = forecaster.architecture { levels = quantiles }
    report = FitReport(
      trainingLoss: outcome.trainingLoss,
      validationLoss: outcome.validationLoss,
      epochs: outcome.epochs,
      parameterCount: network.weights.parameterCount,
      quantileLevels: levels,
      importances: explanation.importances,
      details: explanation.json
    )
  }

  func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast] {
    guard table.featureNames == featureNames else {
      throw .otherFeatures(expected: featureNames, found: table.featureNames)
    }
    let asked = try forecaster.makeNetwork(table, scaler, scale, seed: 0)
    return try orEngine { () throws(TorchError) in
      try asked.weights.adopt(network.weights)
      return try asked.weights.torch.withoutGradients { () throws(TorchError) in
        var found: [Forecast] = []
        for start in stride(from: 0, to: samples.count, by: 256) {
          found += try asked.forecasts(samples[start..<min(start + 256, samples.count)])
        }
        return found
      }
    }
  }

  func save(to folder: String) throws(ForecastError) -> [String] {
    let weights = try orEngine { () throws(TorchError) in
      var file = SafeTensors()
      for entry in network.weights.entries {
        file.entries.append(
          .init(
            name: entry.name,
            shape: entry.tensor.shape,
            values: .floats(try entry.tensor.floats())
          )
        )
      }
      return file.encoded
    }
    let description: JSONValue = [
      "model": .string(forecaster.name), "settings": forecaster.settings,
      "features": .array(featureNames.map { .string($0) }), "scaler": scaler.json,
      "target_center": .number(scale.center),
      "target_spreads": .array(scale.spreads.map { .number($0) }),
      "parameters": .integer(Int64(report.parameterCount)),
    ]
    do throws(FileError) {
      try AtomicFile.write(weights, to: folder + "/weights.safetensors")
      try AtomicFile.write(description.utf8Bytes(pretty: true), to: folder + "/model.json")
    } catch {
      throw .file("\(error)")
    }
    return ["model.json", "weights.safetensors"]
  }
}

extension NetworkExplanation {
  fileprivate var json: JSONValue {
    guard !attention.isEmpty else { return .null }
    func shares(_ list: [FeatureImportance]) -> JSONValue {
      .object(list.map { JSONMember($0.name, .number($0.share)) })
    }
    return [
      "past_variables": shares(importances), "future_variables": shares(futureShares),
      "attention": .array(attention.map { .number($0) }),
    ]
  }
}
