internal import Features
internal import Forecasting
internal import TorchEngine

/// A network that knows how its outputs become forecasts.
protocol ForecastNetwork: Network {
  /// Gathers what a loss over samples reads, and drops it.
  func feed(_ samples: ArraySlice<Int>) throws(TorchError)

  /// The forecasts of samples.
  func forecasts(_ samples: ArraySlice<Int>) throws(TorchError) -> [Forecast]

  /// The shares of features and whatever else can be read off the network, averaged over samples.
  func explanation(_ samples: [Int]) throws(TorchError) -> NetworkExplanation
}

/// How many samples a network that was taught is asked at once: few, so that asking takes less memory than
/// teaching does.
let samplesAskedAtOnce = 64

/// What a network says of itself.
struct NetworkExplanation {
  /// How much each feature counts; empty when unknown.
  var importances: [FeatureImportance] = []

  /// How much each known variable of the rows ahead counts.
  var futureShares: [FeatureImportance] = []

  /// How much each row counts for the last row ahead, oldest first; empty when unknown.
  var attention: [Double] = []
}

/// A transformer with one output: a logit for binary targets, a standardised value for real ones.
final class TransformerNetwork: ForecastNetwork {
  let weights: WeightStore
  private let rows: WindowRows
  private let targets: Tensor
  private let isBinary: Bool
  private let scale: TargetScale
  private let layout: (Int) -> Int64
  private let run: (Tensor, ForwardMode) throws(TorchError) -> Tensor

  init(
    _ architecture: NeuralArchitecture,
    _ table: ForecastTable,
    _ rows: WindowRows,
    _ scale: TargetScale,
    _ weights: WeightStore
  ) throws(TorchError) {
    self.rows = rows
    self.scale = scale
    self.weights = weights
    isBinary = table.targetKind == .binary
    let samples = table.layout
    layout = { Int64(samples.decisionRow(of: $0)) }
    let values = table.targets.map { Float((($0 ?? 0) - scale.center) / scale.spreads[0]) }
    targets = try Tensor(values, shape: [values.count, 1], on: rows.device, rows.torch)
    switch architecture {
    case .patchTransformer(let shape, let patchLength, let stride):
      let model = try PatchTransformer(
        PatchTransformerShape(
          transformer: shape,
          featureCount: table.featureNames.count,
          contextLength: samples.contextLength,
          patchLength: patchLength,
          stride: stride,
          outputCount: 1
        ),
        weights
      )
      run = { input, mode throws(TorchError) in try model(input, mode) }
    case .encoderTransformer(let shape):
      let model = try EncoderTransformer(
        shape,
        featureCount: table.featureNames.count,
        contextLength: samples.contextLength,
        outputCount: 1,
        weights
      )
      run = { input, mode throws(TorchError) in try model(input, mode) }
    case .temporalFusion: preconditionFailure("not a plain transformer")
    }
  }

  func feed(_ samples: ArraySlice<Int>) throws(TorchError) {
    _ = try rows.contexts(samples)
    _ = try targets.rows(samples.map(layout))
  }

  func loss(_ samples: ArraySlice<Int>, _ mode: ForwardMode) throws(TorchError) -> Tensor {
    let output = try run(try rows.contexts(samples), mode)
    let wanted = try targets.rows(samples.map(layout))
    return isBinary
      ? try output.binaryCrossEntropy(wanted) : try output.meanSquaredError(wanted)
  }

  func forecasts(_ samples: ArraySlice<Int>) throws(TorchError) -> [Forecast] {
    let output = try run(try rows.contexts(samples), .evaluation)
    let values = try (isBinary ? output.map(.sigmoid) : output).floats()
    return values.map { Forecast(value: scale.center + Double($0) * scale.spreads[0]) }
  }

  func explanation(_ samples: [Int]) throws(TorchError) -> NetworkExplanation {
    NetworkExplanation()
  }
}

/// The Temporal Fusion Transformer over the returns of each row ahead.
final class TemporalFusionNetwork: ForecastNetwork {
  let weights: WeightStore
  private let model: TemporalFusionTransformer
  private let rows: WindowRows
  private let targets: Tensor
  private let quantiles: [Double]
  private let scale: TargetScale
  private let table: ForecastTable

  init(
    _ architecture: NeuralArchitecture,
    _ table: ForecastTable,
    _ rows: WindowRows,
    _ scale: TargetScale,
    _ weights: WeightStore
  ) throws(TorchError) {
    guard
      case .temporalFusion(let modelSize, let headCount, let quantiles, let dropout) = architecture
    else { preconditionFailure("not a Temporal Fusion Transformer") }
    self.rows = rows
    self.scale = scale
    self.weights = weights
    self.quantiles = quantiles
    self.table = table
    let horizon = table.layout.horizon
    model = try TemporalFusionTransformer(
      TemporalFusionShape(
        seriesCount: 1,
        pastCount: table.featureNames.count,
        futureCount: table.knownAhead.count + 1,
        contextLength: table.layout.contextLength,
        horizon: horizon,
        modelSize: modelSize,
        headCount: headCount,
        quantiles: quantiles,
        dropout: dropout
      ),
      weights
    )
    var values = [Float](repeating: 0, count: table.rowCount * horizon)
    for (step, column) in table.returnsAhead.enumerated() {
      for row in 0..<table.rowCount {
        values[row * horizon + step] = Float((column[row] ?? 0) / scale.spreads[step])
      }
    }
    targets = try Tensor(values, shape: [table.rowCount, horizon], on: rows.device, rows.torch)
  }

  private func output(
    _ samples: ArraySlice<Int>,
    _ mode: ForwardMode
  ) throws(TorchError) -> TemporalFusionOutput {
    let input = try inputs(samples)
    return try model(series: input.ids, past: input.past, future: input.future, mode)
  }

  private func inputs(
    _ samples: ArraySlice<Int>
  ) throws(TorchError) -> (ids: Tensor, past: Tensor, future: Tensor) {
    let ids = try Tensor(
      integers: [Int64](repeating: 0, count: samples.count),
      shape: [samples.count],
      on: rows.device,
      rows.torch
    )
    return (ids, try rows.contexts(samples), try rows.futures(samples))
  }

  private func wanted(_ samples: ArraySlice<Int>) throws(TorchError) -> Tensor {
    try targets.rows(samples.map { Int64(table.layout.decisionRow(of: $0)) })
  }

  func feed(_ samples: ArraySlice<Int>) throws(TorchError) {
    _ = try inputs(samples)
    _ = try wanted(samples)
  }

  func loss(_ samples: ArraySlice<Int>, _ mode: ForwardMode) throws(TorchError) -> Tensor {
    let wanted = try wanted(samples)
    return try output(samples, mode).quantiles.quantileLoss(wanted, levels: quantiles)
  }

  /// Quantiles of the return over the whole horizon; levels that cross are put in order.
  func forecasts(_ samples: ArraySlice<Int>) throws(TorchError) -> [Forecast] {
    let horizon = table.layout.horizon
    let values = try output(samples, .evaluation).quantiles.selecting(1, horizon - 1).floats()
    let middle = quantiles.firstIndex(of: 0.5) ?? 0
    return (0..<samples.count).map { index in
      let start = index * quantiles.count
      let found = values[start..<start + quantiles.count]
        .map { Double($0) * scale.spreads[horizon - 1] }.sorted()
      return Forecast(value: found[middle], quantiles: found)
    }
  }

  func explanation(_ samples: [Int]) throws(TorchError) -> NetworkExplanation {
    let known = table.featureNames.filter(table.knownAhead.contains) + ["step"]
    var past = [Double](repeating: 0, count: table.featureNames.count)
    var future = [Double](repeating: 0, count: known.count)
    var attention = [Double](
      repeating: 0,
      count: table.layout.contextLength + table.layout.horizon
    )
    for start in stride(from: 0, to: samples.count, by: samplesAskedAtOnce) {
      let part = samples[start..<min(start + samplesAskedAtOnce, samples.count)]
      let weight = Double(part.count) / Double(samples.count)
      let output = try output(part, .evaluation)
      func add(_ tensor: Tensor, to sums: inout [Double]) throws(TorchError) {
        let means = try tensor.mean(over: 0).floats()
        for index in sums.indices { sums[index] += weight * Double(means[index]) }
      }
      try add(output.pastShares.mean(over: 1), to: &past)
      try add(output.futureShares.mean(over: 1), to: &future)
      try add(output.attention.selecting(1, table.layout.horizon - 1), to: &attention)
    }
    return NetworkExplanation(
      importances: zip(table.featureNames, past).map { FeatureImportance(name: $0, share: $1) },
      futureShares: zip(known, future).map { FeatureImportance(name: $0, share: $1) },
      attention: attention
    )
  }
}
