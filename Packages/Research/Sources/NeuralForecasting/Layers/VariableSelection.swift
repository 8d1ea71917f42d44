internal import TorchEngine

/// Chooses, at each position, how much of each variable goes on.
///
/// Section 4.2 of Lim et al. 2021.
struct VariableSelection {
  private let embedding: (weight: Tensor, bias: Tensor)
  private let networks: VariableNetworks
  private let weighting: GatedResidualNetwork
  private let variables: Int
  private let size: Int

  init(
    _ scope: WeightScope,
    variables: Int,
    size: Int,
    contextSize: Int,
    _ dropout: Dropout
  ) throws(TorchError) {
    self.variables = variables
    self.size = size
    let part = scope.scope("embedding")
    embedding = (
      try part.uniform("weight", [variables, 1, size], bound: 1),
      try part.uniform("bias", [variables, 1, size], bound: 1)
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
    let (batch, time) = (shape[0], shape[1])
    let rows = batch * time
    let embedded =
      try input.reshaped([rows, variables]).transposed(0, 1).unsqueezed(-1)
      * embedding.weight + embedding.bias
    let flat = try embedded.permuted([1, 0, 2]).reshaped([batch, time, variables * size])
    let shares = try weighting(flat, context: context, mode).softmax(-1)
    let processed = try networks(embedded, mode)
    let factors = try shares.reshaped([rows, variables]).transposed(0, 1).unsqueezed(-1)
    let mixture = try (processed * factors).sum(over: 0).reshaped([batch, time, size])
    return (mixture, shares)
  }
}
