extension NeuralArchitecture {
  /// The sizes of its transformer, or `nil` for a Temporal Fusion Transformer, which has none of this kind.
  ///
  /// Sizes that are set replace the old ones; a Temporal Fusion Transformer stays as it is.
  public var transformer: TransformerShape? {
    get {
      switch self {
      case .patchTransformer(let shape, _, _), .encoderTransformer(let shape): shape
      case .temporalFusion: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .patchTransformer(_, let patchLength, let stride):
        self = .patchTransformer(newValue, patchLength: patchLength, stride: stride)
      case .encoderTransformer: self = .encoderTransformer(newValue)
      case .temporalFusion: break
      }
    }
  }

  /// The share of elements that are zeroed while learning.
  public var dropout: Double {
    get {
      switch self {
      case .patchTransformer(let shape, _, _), .encoderTransformer(let shape): shape.dropout
      case .temporalFusion(_, _, _, let dropout): dropout
      }
    }
    set {
      if case .temporalFusion(let size, let heads, let quantiles, _) = self {
        self = .temporalFusion(
          modelSize: size,
          headCount: heads,
          quantiles: quantiles,
          dropout: newValue
        )
      }
      transformer?.dropout = newValue
    }
  }

  /// The number of positions at which a transformer has a vector, or `nil` for a Temporal Fusion Transformer.
  public func positionCount(contextLength: Int) -> Int? {
    switch self {
    case .patchTransformer(_, let patchLength, let stride):
      (contextLength - patchLength) / stride + 1
    case .encoderTransformer: contextLength
    case .temporalFusion: nil
    }
  }

  /// The number of parameters with one output, by formula; `nil` for a Temporal Fusion Transformer, which needs
  /// to know more of the data.
  public func parameterCount(featureCount: Int, contextLength: Int) -> Int? {
    switch self {
    case .patchTransformer(let shape, let patchLength, let stride):
      PatchTransformerShape(
        transformer: shape,
        featureCount: featureCount,
        contextLength: contextLength,
        patchLength: patchLength,
        stride: stride,
        outputCount: 1
      ).parameterCount
    case .encoderTransformer(let shape):
      shape.parameterCount(
        featureCount: featureCount,
        contextLength: contextLength,
        outputCount: 1
      )
    case .temporalFusion: nil
    }
  }
}
