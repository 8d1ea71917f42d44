internal import Features
public import Forecasting

extension NeuralArchitecture {
  /// The number of parameters that the network has for a table, without building it.
  public func parameterCount(of table: ForecastTable) -> Int {
    let features = table.featureNames.count
    switch self {
    case .patchTransformer(let shape, let patchLength, let stride):
      return PatchTransformerShape(
        transformer: shape,
        featureCount: features,
        contextLength: table.layout.contextLength,
        patchLength: patchLength,
        stride: stride,
        outputCount: 1
      ).parameterCount
    case .encoderTransformer(let shape):
      return shape.parameterCount(
        featureCount: features,
        contextLength: table.layout.contextLength,
        outputCount: 1
      )
    case .temporalFusion(let modelSize, let headCount, let quantiles, let dropout):
      return TemporalFusionShape(
        seriesCount: 1,
        pastCount: features,
        futureCount: table.knownAhead.count + 1,
        contextLength: table.layout.contextLength,
        horizon: table.layout.horizon,
        modelSize: modelSize,
        headCount: headCount,
        quantiles: quantiles,
        dropout: dropout
      ).parameterCount
    }
  }
}

extension TransformerShape {
  /// The number of parameters of a causal transformer with one position for each row.
  ///
  /// `(F·d + d) + n·d + L·(4d² + 4d + 2d·f + f + d + 4d) + 2d + (d·C + C)` for `F` features, `n` rows, width
  /// `d`, `L` blocks of feed-forward width `f`, and `C` outputs.
  public func parameterCount(featureCount: Int, contextLength: Int, outputCount: Int) -> Int {
    let (size, width) = (modelSize, feedForwardSize)
    let block = 4 * size * size + 4 * size + 2 * size * width + width + size + 4 * size
    return dense(featureCount, size) + contextLength * size + layerCount * block + 2 * size
      + dense(size, outputCount)
  }
}

extension TemporalFusionShape {
  /// The number of parameters, by the formulas of its parts.
  ///
  /// Context length and horizon change nothing: every position shares its weights.
  public var parameterCount: Int {
    let size = modelSize
    let recurrent = 2 * 4 * size * size + 2 * 4 * size
    let attention =
      2 * dense(size, size) + dense(size, size / headCount) + dense(size / headCount, size)
    return seriesCount * size + 4 * gatedNetwork(size, size, size)
      + selection(pastCount) + selection(futureCount) + 2 * recurrent
      + gatedNetwork(size, size, size, hasContext: true) + attention
      + gatedNetwork(size, size, size) + 3 * gate(size, size) + dense(size, quantiles.count)
  }

  /// A gated residual network, whose residual is mapped where sizes differ.
  private func gatedNetwork(
    _ inputs: Int,
    _ hidden: Int,
    _ outputs: Int,
    hasContext: Bool = false
  ) -> Int {
    dense(inputs, hidden) + (hasContext ? modelSize * hidden : 0) + dense(hidden, hidden)
      + (inputs == outputs ? 0 : dense(inputs, outputs)) + gate(hidden, outputs)
  }

  /// A gated linear unit with its norm.
  private func gate(_ inputs: Int, _ outputs: Int) -> Int {
    dense(inputs, 2 * outputs) + 2 * outputs
  }

  /// The selection among variables: their embeddings, a network of each, and the one that weighs them.
  private func selection(_ variables: Int) -> Int {
    let size = modelSize
    return variables * (2 * size + 2 * dense(size, size) + gate(size, size))
      + gatedNetwork(variables * size, size, variables, hasContext: true)
  }
}

/// The weights and biases of a dense layer.
private func dense(_ inputs: Int, _ outputs: Int) -> Int { inputs * outputs + outputs }
