/// The sizes of a transformer.
public struct TransformerShape: Hashable, Sendable {
  /// The length of the vector at each position.
  public var modelSize: Int

  /// The number of blocks.
  public var layerCount: Int

  /// The number of attention heads; divides the model size.
  public var headCount: Int

  /// The width of the feed-forward networks.
  public var feedForwardSize: Int

  /// The share of elements that are zeroed while learning.
  public var dropout: Double

  /// Creates a shape.
  public init(
    modelSize: Int,
    layerCount: Int,
    headCount: Int,
    feedForwardSize: Int,
    dropout: Double
  ) {
    self.modelSize = modelSize
    self.layerCount = layerCount
    self.headCount = headCount
    self.feedForwardSize = feedForwardSize
    self.dropout = dropout
  }

  /// The number of parameters of one block.
  var blockParameterCount: Int {
    let attention = 4 * modelSize * modelSize + 4 * modelSize
    let feedForward = 2 * modelSize * feedForwardSize + feedForwardSize + modelSize
    return attention + feedForward + 4 * modelSize
  }
}

/// The sizes of a patch transformer, which decide its number of parameters without building it.
public struct PatchTransformerShape: Hashable, Sendable {
  /// The sizes of its blocks.
  public var transformer: TransformerShape

  /// The number of features in each row.
  public var featureCount: Int

  /// The number of rows that the model reads.
  public var contextLength: Int

  /// The number of rows in a patch.
  public var patchLength: Int

  /// The number of rows from one patch to the next.
  public var stride: Int

  /// The number of outputs.
  public var outputCount: Int

  /// Creates a shape.
  public init(
    transformer: TransformerShape,
    featureCount: Int,
    contextLength: Int,
    patchLength: Int,
    stride: Int,
    outputCount: Int
  ) {
    self.transformer = transformer
    self.featureCount = featureCount
    self.contextLength = contextLength
    self.patchLength = patchLength
    self.stride = stride
    self.outputCount = outputCount
  }

  /// The number of patches of a context.
  public var patchCount: Int { (contextLength - patchLength) / stride + 1 }

  /// The number of positions that have a learnt vector: ten more than patches.
  var positionCount: Int { patchCount + 10 }

  /// The number of parameters, by formula.
  ///
  /// `(pF·d + d) + (n + 10)·d + L·(4d² + 4d + 2d·f + f + d + 4d) + 2d + (n·d·C + C)` for patches of
  /// `p` rows of `F` features, `n` patches, width `d`, `L` blocks of feed-forward width `f`, and `C`
  /// outputs. The number of heads changes nothing.
  public var parameterCount: Int {
    let size = transformer.modelSize
    let embedding = patchLength * featureCount * size + size + positionCount * size
    let head = patchCount * size * outputCount + outputCount
    return embedding + transformer.layerCount * transformer.blockParameterCount + 2 * size + head
  }
}
