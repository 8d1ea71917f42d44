internal import ConfigValidation
internal import DataLake
internal import Features
internal import Forecasting
internal import TorchEngine

/// A network with the weights of its best epoch.
struct FittedNetwork: FittedForecaster {
  /// The numbers of one weight.
  struct Weight: Hashable {
    let name: String
    let shape: [Int]
    let values: [Float]
  }

  let report: FitReport
  let builder: NetworkBuilder

  /// Shape, teaching and what is not scaled, as the forecaster says.
  let settings: JSONValue
  let input: NetworkInput
  let scaler: FittedScaler
  let scale: TargetScale
  let weights: [Weight]

  func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast] {
    try input.check(table)
    builder.torch.threadCount = 1
    let network = try builder.network(table, scaler, scale, seed: 0)
    return try orEngine { () throws(TorchError) in
      for (entry, weight) in zip(network.weights.entries, weights) {
        try entry.tensor.assign(weight.values)
      }
      return try builder.torch.withoutGradients { () throws(TorchError) in
        var found: [Forecast] = []
        for start in stride(from: 0, to: samples.count, by: samplesAskedAtOnce) {
          let end = min(start + samplesAskedAtOnce, samples.count)
          found += try network.forecasts(samples[start..<end])
        }
        return found
      }
    }
  }
}

extension FittedNetwork {
  /// Takes a network that was taught.
  init(
    _ network: any ForecastNetwork,
    _ outcome: NetworkTrainer.Outcome,
    of forecaster: NeuralForecaster,
    scaler: FittedScaler,
    scale: TargetScale,
    fold: ForecastFold
  ) throws(ForecastError) {
    let looked = fold.validation.isEmpty ? fold.training : fold.validation
    let explanation = try orEngine { () throws(TorchError) in
      try network.weights.torch.withoutGradients { () throws(TorchError) in
        try network.explanation(looked)
      }
    }
    var levels: [Double] = []
    if case .temporalFusion(_, _, let quantiles, _) = forecaster.architecture { levels = quantiles }
    self.init(
      report: FitReport(
        trainingLoss: outcome.trainingLoss,
        validationLoss: outcome.validationLoss,
        epochs: outcome.epochs,
        parameterCount: network.weights.parameterCount,
        quantileLevels: levels,
        importances: explanation.importances,
        details: explanation.json
      ),
      builder: forecaster.builder,
      settings: forecaster.settings,
      input: NetworkInput(fold.table),
      scaler: scaler,
      scale: scale,
      weights: try orEngine { () throws(TorchError) in
        var weights: [Weight] = []
        for entry in network.weights.entries {
          weights.append(
            Weight(name: entry.name, shape: entry.tensor.shape, values: try entry.tensor.floats())
          )
        }
        return weights
      }
    )
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
