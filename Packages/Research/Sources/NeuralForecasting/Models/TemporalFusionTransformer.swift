internal import TorchEngine

/// What a Temporal Fusion Transformer says of a batch.
struct TemporalFusionOutput {
  /// The quantiles of each row ahead; shape `[batch, horizon, quantiles]`.
  let quantiles: Tensor

  /// The share of each variable at each row of the past; shape `[batch, context, past variables]`.
  let pastShares: Tensor

  /// The share of each variable at each row ahead; shape `[batch, horizon, future variables]`.
  let futureShares: Tensor

  /// How much each row ahead looks at each row, averaged over heads; shape
  /// `[batch, horizon, context + horizon]`.
  let attention: Tensor
}

/// The Temporal Fusion Transformer (Lim, Arik, Loeff and Pfister 2021, arXiv 1912.09363).
///
/// Variables are selected, read by a recurrent encoder and decoder that begin from what is known of
/// the series, enriched with it, and joined by attention whose heads share their values, so that its
/// weights can be read.
final class TemporalFusionTransformer {
  let weights: WeightStore
  private let shape: TemporalFusionShape
  private let series: Tensor
  private let contexts: StaticContexts
  private let past: VariableSelection
  private let future: VariableSelection
  private let encoder: [Tensor]
  private let decoder: [Tensor]
  private let recurrentGate: ResidualGate
  private let enrichment: GatedResidualNetwork
  private let attention: InterpretableAttention
  private let attentionGate: ResidualGate
  private let feedForward: GatedResidualNetwork
  private let outputGate: ResidualGate
  private let head: Linear

  /// Creates a model with weights drawn from the seed of a store.
  init(_ shape: TemporalFusionShape, _ weights: WeightStore) throws(TorchError) {
    self.shape = shape
    self.weights = weights
    let size = shape.modelSize
    let dropout = Dropout(probability: shape.dropout)
    series = try weights.scope("series")
      .normal("embedding", [shape.seriesCount, size], deviation: 1)
    contexts = try StaticContexts(weights.scope("contexts"), size, dropout)
    past = try VariableSelection(
      weights.scope("past"),
      variables: shape.pastCount,
      size: size,
      contextSize: size,
      dropout
    )
    future = try VariableSelection(
      weights.scope("future"),
      variables: shape.futureCount,
      size: size,
      contextSize: size,
      dropout
    )
    encoder = try recurrentWeights(weights.scope("encoder"), size)
    decoder = try recurrentWeights(weights.scope("decoder"), size)
    recurrentGate = try ResidualGate(weights.scope("recurrent"), size, size, dropout)
    enrichment = try GatedResidualNetwork(
      weights.scope("enrichment"),
      size,
      hidden: size,
      size,
      contextSize: size,
      dropout
    )
    attention = try InterpretableAttention(weights.scope("attention"), shape, dropout)
    attentionGate = try ResidualGate(weights.scope("attention_gate"), size, size, dropout)
    feedForward = try GatedResidualNetwork(
      weights.scope("feed_forward"),
      size,
      hidden: size,
      size,
      dropout
    )
    outputGate = try ResidualGate(weights.scope("output_gate"), size, size, dropout)
    head = try Linear(weights.scope("head"), size, shape.quantiles.count)
  }

  /// Runs the model.
  ///
  /// - Parameters:
  ///   - ids: Which series each sample belongs to; shape `[batch]`.
  ///   - pastInput: Shape `[batch, context, past variables]`.
  ///   - futureInput: Shape `[batch, horizon, future variables]`.
  ///   - mode: Whether the model is taught.
  /// - Returns: Quantiles, and what led to them.
  /// - Throws: ``TorchError``.
  func callAsFunction(
    series ids: Tensor,
    past pastInput: Tensor,
    future futureInput: Tensor,
    _ mode: ForwardMode
  ) throws(TorchError) -> TemporalFusionOutput {
    let known = try contexts(try series.embedding(ids), mode)
    let (pastMix, pastShares) = try past(pastInput, context: known.selection, mode)
    let (futureMix, futureShares) = try future(futureInput, context: known.selection, mode)
    let read = try pastMix.lstm(hidden: known.hidden, cell: known.cell, weights: encoder)
    let written = try futureMix.lstm(hidden: read.hidden, cell: read.cell, weights: decoder)
    let temporal = try recurrentGate(
      .concatenated([read.output, written.output], along: 1),
      residual: .concatenated([pastMix, futureMix], along: 1),
      mode
    )
    let enriched = try enrichment(temporal, context: known.enrichment, mode)
    let ahead = shape.contextLength..<shape.contextLength + shape.horizon
    let enrichedAhead = try enriched.narrowed(1, ahead)
    let (attended, looks) = try attention(queries: enrichedAhead, keys: enriched, mode)
    let joined = try attentionGate(attended, residual: enrichedAhead, mode)
    let decided = try outputGate(
      try feedForward(joined, mode),
      residual: try temporal.narrowed(1, ahead),
      mode
    )
    return TemporalFusionOutput(
      quantiles: try head(decided),
      pastShares: pastShares,
      futureShares: futureShares,
      attention: looks
    )
  }
}

/// Four networks that turn what is known of a series into where it is used.
private struct StaticContexts {
  private let networks: [GatedResidualNetwork]

  init(_ scope: WeightScope, _ size: Int, _ dropout: Dropout) throws(TorchError) {
    var networks: [GatedResidualNetwork] = []
    for name in ["selection", "enrichment", "hidden", "cell"] {
      networks.append(
        try GatedResidualNetwork(scope.scope(name), size, hidden: size, size, dropout)
      )
    }
    self.networks = networks
  }

  /// The contexts of a batch of vectors, each with the dimension that its user needs.
  func callAsFunction(
    _ input: Tensor,
    _ mode: ForwardMode
  ) throws(TorchError) -> (selection: Tensor, enrichment: Tensor, hidden: Tensor, cell: Tensor) {
    (
      try networks[0](input, mode).unsqueezed(1), try networks[1](input, mode).unsqueezed(1),
      try networks[2](input, mode).unsqueezed(0), try networks[3](input, mode).unsqueezed(0)
    )
  }
}

/// Attention whose heads look by themselves and share what they find.
///
/// Section 4.4 of Lim et al. 2021.
private struct InterpretableAttention {
  private let query: Linear
  private let key: Linear
  private let value: Linear
  private let output: Linear
  private let heads: Int
  private let mask: Tensor
  private let dropout: Dropout

  init(
    _ scope: WeightScope,
    _ shape: TemporalFusionShape,
    _ dropout: Dropout
  ) throws(TorchError) {
    let size = shape.modelSize
    heads = shape.headCount
    query = try Linear(scope.scope("query"), size, size)
    key = try Linear(scope.scope("key"), size, size)
    value = try Linear(scope.scope("value"), size, size / heads)
    output = try Linear(scope.scope("output"), size / heads, size)
    mask = try .causalMask(
      queries: shape.horizon,
      keys: shape.contextLength + shape.horizon,
      on: scope.store.device,
      scope.store.torch
    )
    self.dropout = dropout
  }

  func callAsFunction(
    queries: Tensor,
    keys: Tensor,
    _ mode: ForwardMode
  ) throws(TorchError) -> (output: Tensor, looks: Tensor) {
    let asked = try split(try query(queries))
    let scale = 1 / Double(asked.shape[3]).squareRoot()
    let scores = try asked.matmul(split(try key(keys)).transposed(-2, -1)) * scale
    let looks = try scores.filled(where: mask, with: -1e30).softmax(-1)
    let mixed = try dropout(looks, mode).mean(over: 1).matmul(value(keys))
    return (try output(mixed), try looks.mean(over: 1))
  }

  /// `[batch, time, size]` as `[batch, heads, time, size / heads]`.
  private func split(_ input: Tensor) throws(TorchError) -> Tensor {
    let shape = input.shape
    return try input.reshaped([shape[0], shape[1], heads, shape[2] / heads]).transposed(1, 2)
  }
}

/// Input and hidden weights and biases of one recurrent layer.
private func recurrentWeights(_ scope: WeightScope, _ size: Int) throws(TorchError) -> [Tensor] {
  let bound = 1 / Double(size).squareRoot()
  return [
    try scope.uniform("weight_ih", [4 * size, size], bound: bound),
    try scope.uniform("weight_hh", [4 * size, size], bound: bound),
    try scope.uniform("bias_ih", [4 * size], bound: bound),
    try scope.uniform("bias_hh", [4 * size], bound: bound),
  ]
}
