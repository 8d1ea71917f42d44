internal import TorchEngine

/// Chooses, at each position, how much of each variable goes on.
///
/// Section 4.2 of Lim et al. 2021.
struct VariableSelection {
  private let embedding: VariableEmbedding
  private let networks: VariableNetworks
  private let weighting: GatedResidualNetwork

  init(
    _ scope: WeightScope,
    variables: Int,
    size: Int,
    contextSize: Int,
    _ dropout: Dropout
  ) throws(TorchError) {
    embedding = try VariableEmbedding(
      scope.scope("embedding"),
      variables: variables,
      size: size
    )
    networks = try VariableNetworks(
      scope.scope("variables"),
      variables: variables,
      size: size,
      dropout
    )
    weighting = try GatedResidualNetwork(
      scope.scope("weighting"),
      variables * size,
      hidden: size,
      variables,
      contextSize: contextSize,
      dropout
    )
  }

  /// Runs the selection.
  ///
  /// - Parameters:
  ///   - input: Shape `[batch, time, variables]`.
  ///   - context: What is known of the series; shape `[batch, 1, size]`.
  ///   - mode: Whether the model is taught.
  /// - Returns: The mixture, `[batch, time, size]`, and the share of each variable, which add up to 1
  ///   along the last dimension of `[batch, time, variables]`.
  /// - Throws: ``TorchError``.
  func callAsFunction(
    _ input: Tensor,
    context: Tensor,
    _ mode: ForwardMode
  ) throws(TorchError) -> (mixture: Tensor, shares: Tensor) {
    let shape = input.shape
    let (batch, time, variables) = (shape[0], shape[1], shape[2])
    let numbers = try input.reshaped([batch * time, variables])
    func positions(_ tensor: Tensor) throws(TorchError) -> Tensor {
      try tensor.reshaped([batch, time, -1])
    }
    let residual =
      if let skip = weighting.skip {
        try embedding.dense(numbers, skip)
      } else {
        try embedding.flat(numbers)
      }
    let shares = try weighting.finish(
      positions(embedding.dense(numbers, weighting.first)),
      residual: positions(residual),
      context: context,
      mode
    ).softmax(-1)
    let mixture = try networks(
      numbers,
      embedding,
      shares: shares.reshaped([batch * time, variables]),
      mode
    )
    return (try positions(mixture), shares)
  }
}
