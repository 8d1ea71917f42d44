internal import TorchEngine

/// Attention and a feed-forward network, each after a norm and with a residual connection.
struct EncoderBlock {
  private let attentionNorm: LayerNorm
  private let projections: Linear
  private let output: Linear
  private let feedForwardNorm: LayerNorm
  private let expansion: Linear
  private let contraction: Linear
  private let heads: Int
  private let isCausal: Bool
  private let dropout: Dropout
  private let mask: Tensor?

  /// Creates a block.
  ///
  /// - Parameters:
  ///   - scope: Where its weights go.
  ///   - shape: The sizes of the model.
  ///   - length: The number of positions, for the causal mask.
  ///   - isCausal: Whether a position sees itself and earlier ones only.
  /// - Throws: ``TorchError``.
  init(
    _ scope: WeightScope,
    _ shape: TransformerShape,
    length: Int,
    isCausal: Bool
  ) throws(TorchError) {
    let size = shape.modelSize
    attentionNorm = try LayerNorm(scope.scope("attention_norm"), size)
    projections = try Linear(scope.scope("attention.in"), size, 3 * size)
    output = try Linear(scope.scope("attention.out"), size, size)
    feedForwardNorm = try LayerNorm(scope.scope("feed_forward_norm"), size)
    expansion = try Linear(scope.scope("feed_forward.in"), size, shape.feedForwardSize)
    contraction = try Linear(scope.scope("feed_forward.out"), shape.feedForwardSize, size)
    heads = shape.headCount
    self.isCausal = isCausal
    dropout = Dropout(probability: shape.dropout)
    mask =
      isCausal
      ? try .causalMask(queries: length, keys: length, on: scope.store.device, scope.store.torch)
      : nil
  }

  /// Runs the block over `[batch, time, size]`.
  func callAsFunction(_ input: Tensor, _ mode: ForwardMode) throws(TorchError) -> Tensor {
    let attended = try attend(try attentionNorm(input), mode)
    let middle = try input + dropout(try output(attended), mode)
    let expanded = try dropout(try expansion(try feedForwardNorm(middle)).map(.gelu), mode)
    return try middle + dropout(try contraction(expanded), mode)
  }

  private func attend(_ input: Tensor, _ mode: ForwardMode) throws(TorchError) -> Tensor {
    let shape = input.shape
    let (batch, time, size) = (shape[0], shape[1], shape[2])
    let parts = try projections(input).reshaped([batch, time, 3, heads, size / heads])
      .permuted([2, 0, 3, 1, 4])
    let query = try parts.selecting(0, 0)
    let (keys, values) = (try parts.selecting(0, 1), try parts.selecting(0, 2))
    let attended: Tensor
    if case .training = mode, dropout.probability > 0 {
      // The fused kernel draws its dropout from a stream that all threads share.
      let scale = 1 / Double(size / heads).squareRoot()
      var scores = try query.matmul(keys.transposed(-2, -1)) * scale
      if let mask { scores = try scores.filled(where: mask, with: -1e30) }
      attended = try dropout(scores.softmax(-1), mode).matmul(values)
    } else {
      attended = try query.attention(keys: keys, values: values, isCausal: isCausal)
    }
    return try attended.transposed(1, 2).reshaped([batch, time, size])
  }
}
