internal import TorchEngine

/// A transformer over patches of rows, all features of a patch in one vector.
final class PatchTransformer {
  let weights: WeightStore
  private let shape: PatchTransformerShape
  private let embedding: Linear
  private let positions: Tensor
  private let dropout: Dropout
  private let blocks: [EncoderBlock]
  private let norm: LayerNorm
  private let head: Linear

  /// Creates a model with weights drawn from the seed of a store.
  init(_ shape: PatchTransformerShape, _ weights: WeightStore) throws(TorchError) {
    self.shape = shape
    self.weights = weights
    let size = shape.transformer.modelSize
    embedding = try Linear(
      weights.scope("embedding"),
      shape.patchLength * shape.featureCount,
      size
    )
    positions = try weights.scope("embedding")
      .normal("positions", [shape.positionCount, size], deviation: 0.02)
    dropout = Dropout(probability: shape.transformer.dropout)
    var blocks: [EncoderBlock] = []
    for index in 0..<shape.transformer.layerCount {
      blocks.append(
        try EncoderBlock(
          weights.scope("blocks.\(index)"),
          shape.transformer,
          length: shape.patchCount,
          isCausal: false
        )
      )
    }
    self.blocks = blocks
    norm = try LayerNorm(weights.scope("norm"), size)
    head = try Linear(weights.scope("head"), shape.patchCount * size, shape.outputCount)
  }

  /// Runs the model.
  ///
  /// - Parameters:
  ///   - input: Shape `[batch, context, features]`.
  ///   - mode: Whether the model is taught.
  /// - Returns: Logits or values; shape `[batch, outputs]`.
  /// - Throws: ``TorchError``.
  func callAsFunction(_ input: Tensor, _ mode: ForwardMode) throws(TorchError) -> Tensor {
    let batch = input.shape[0]
    var hidden = try embedding(try patches(input, batch: batch))
    hidden = try dropout(hidden + positions.narrowed(0, 0..<shape.patchCount), mode)
    for block in blocks { hidden = try block(hidden, mode) }
    let size = shape.transformer.modelSize
    return try head(try norm(hidden).reshaped([batch, shape.patchCount * size]))
  }

  /// The rows of each patch side by side; shape `[batch, patches, patch · features]`.
  private func patches(_ input: Tensor, batch: Int) throws(TorchError) -> Tensor {
    let width = shape.patchLength * shape.featureCount
    if shape.stride == shape.patchLength {
      return try input.narrowed(1, 0..<shape.patchCount * shape.patchLength)
        .reshaped([batch, shape.patchCount, width])
    }
    var parts: [Tensor] = []
    for index in 0..<shape.patchCount {
      let start = index * shape.stride
      parts.append(
        try input.narrowed(1, start..<start + shape.patchLength).reshaped([batch, 1, width])
      )
    }
    return try .concatenated(parts, along: 1)
  }
}
