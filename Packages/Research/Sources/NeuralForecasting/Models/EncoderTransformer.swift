internal import TorchEngine

/// A causal transformer with one position for each row.
final class EncoderTransformer {
  let weights: WeightStore
  private let contextLength: Int
  private let embedding: Linear
  private let positions: Tensor
  private let dropout: Dropout
  private let blocks: [EncoderBlock]
  private let norm: LayerNorm
  private let head: Linear

  /// Creates a model with weights drawn from the seed of a store.
  init(
    _ shape: TransformerShape,
    featureCount: Int,
    contextLength: Int,
    outputCount: Int,
    _ weights: WeightStore
  ) throws(TorchError) {
    self.weights = weights
    self.contextLength = contextLength
    embedding = try Linear(weights.scope("embedding"), featureCount, shape.modelSize)
    positions = try weights.scope("embedding")
      .normal("positions", [contextLength, shape.modelSize], deviation: 0.02)
    dropout = Dropout(probability: shape.dropout)
    var blocks: [EncoderBlock] = []
    for index in 0..<shape.layerCount {
      blocks.append(
        try EncoderBlock(
          weights.scope("blocks.\(index)"),
          shape,
          length: contextLength,
          isCausal: true
        )
      )
    }
    self.blocks = blocks
    norm = try LayerNorm(weights.scope("norm"), shape.modelSize)
    head = try Linear(weights.scope("head"), shape.modelSize, outputCount)
  }

  /// Runs the model over `[batch, context, features]`; the last position answers, shape
  /// `[batch, outputs]`.
  func callAsFunction(_ input: Tensor, _ mode: ForwardMode) throws(TorchError) -> Tensor {
    var hidden = try dropout(try embedding(input) + positions, mode)
    for block in blocks { hidden = try block(hidden, mode) }
    return try head(try norm(hidden.selecting(1, contextLength - 1)))
  }
}
