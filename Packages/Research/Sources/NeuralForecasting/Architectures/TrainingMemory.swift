/// How much memory the training of a transformer takes, estimated without building it.
///
/// An estimate from what is kept at once: for each parameter its value, gradient, two moments, the best value so
/// far and its copy (24 bytes), and for each sample of a batch in memory the vectors that the backward pass needs.
public struct TrainingMemory: Hashable, Sendable {
  /// Bytes for parameters, gradients, moments and the best weights.
  public let parameterBytes: Int

  /// Bytes for what the backward pass needs of the samples in memory.
  public let activationBytes: Int

  /// Bytes in all.
  public var bytes: Int { parameterBytes + activationBytes }

  /// Estimates a training.
  ///
  /// - Parameters:
  ///   - parameterCount: The number of parameters.
  ///   - shape: The sizes of the transformer.
  ///   - positionCount: The number of positions at which it has a vector.
  ///   - samples: The number of samples in memory at once.
  public init(
    parameterCount: Int,
    shape: TransformerShape,
    positionCount: Int,
    samples: Int
  ) {
    parameterBytes = 24 * parameterCount
    let vectors = 14 * shape.modelSize + 4 * shape.feedForwardSize
    let attention = 5 * shape.headCount * positionCount
    activationBytes = 4 * samples * shape.layerCount * positionCount * (vectors + attention)
  }
}
