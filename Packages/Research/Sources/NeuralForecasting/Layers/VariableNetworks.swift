internal import TorchEngine

/// The numbers of several variables as vectors, each on a line of its variable's own.
struct VariableEmbedding {
  let weight: Tensor
  let bias: Tensor
  let variables: Int
  let size: Int

  init(_ scope: WeightScope, variables: Int, size: Int) throws(TorchError) {
    weight = try scope.uniform("weight", [variables, 1, size], bound: 1)
    bias = try scope.uniform("bias", [variables, 1, size], bound: 1)
    self.variables = variables
    self.size = size
  }

  /// A dense layer over the vectors of all variables side by side.
  ///
  /// A vector is linear in its number, so that a dense layer over vectors is one over numbers, whose
  /// weights are products of both: the vectors themselves are never made.
  ///
  /// - Parameters:
  ///   - input: Shape `[rows, variables]`.
  ///   - layer: A layer of `variables · size` inputs.
  /// - Returns: Shape `[rows, outputs]`.
  /// - Throws: ``TorchError``.
  func dense(_ input: Tensor, _ layer: Linear) throws(TorchError) -> Tensor {
    let outputs = layer.weight.shape[0]
    let each = try layer.weight.reshaped([outputs, variables, size]).permuted([1, 2, 0])
    let slope = try weight.matmul(each).reshaped([variables, outputs]).transposed(0, 1)
    var offset = try bias.matmul(each).sum(over: 0).reshaped([outputs])
    if let given = layer.bias { offset = try offset + given }
    return try input.linear(slope, offset)
  }

  /// The vectors of all variables side by side; shape `[rows, variables · size]`.
  func flat(_ input: Tensor) throws(TorchError) -> Tensor {
    let rows = input.shape[0]
    let vectors = try input.unsqueezed(-1) * weight.transposed(0, 1) + bias.transposed(0, 1)
    return try vectors.reshaped([rows, variables * size])
  }
}

/// One gated residual network for each of several variables, and the mixture of what they give.
///
/// The networks run together, as batches of matrices.
struct VariableNetworks {
  private let first: (weight: Tensor, bias: Tensor)
  private let second: (weight: Tensor, bias: Tensor)
  private let gate: (weight: Tensor, bias: Tensor)
  private let norm: (weight: Tensor, bias: Tensor)
  private let dropout: Dropout

  init(
    _ scope: WeightScope,
    variables: Int,
    size: Int,
    _ dropout: Dropout
  ) throws(TorchError) {
    let bound = 1 / Double(size).squareRoot()
    func dense(_ name: String, _ outputs: Int) throws(TorchError) -> (Tensor, Tensor) {
      let part = scope.scope(name)
      return (
        try part.uniform("weight", [variables, size, outputs], bound: bound),
        try part.uniform("bias", [variables, 1, outputs], bound: bound)
      )
    }
    first = try dense("first", size)
    second = try dense("second", size)
    gate = try dense("gate", 2 * size)
    let part = scope.scope("norm")
    norm = (
      try part.constant("weight", [variables, 1, size], 1),
      try part.constant("bias", [variables, 1, size], 0)
    )
    self.dropout = dropout
  }

  /// Runs the networks and mixes their outputs.
  ///
  /// - Parameters:
  ///   - input: Shape `[rows, variables]`, without a gradient.
  ///   - embedding: What turns numbers into the vectors that the networks take.
  ///   - shares: How much of each variable goes on; shape `[rows, variables]`.
  ///   - mode: Whether the model is taught.
  /// - Returns: Shape `[rows, size]`.
  /// - Throws: ``TorchError``.
  func callAsFunction(
    _ input: Tensor,
    _ embedding: VariableEmbedding,
    shares: Tensor,
    _ mode: ForwardMode
  ) throws(TorchError) -> Tensor {
    // The first layer over a vector is linear in its number, as in `VariableEmbedding.dense`.
    let slope = try embedding.weight.matmul(first.weight)
    let offset = try embedding.bias.linear(each: first.weight, first.bias)
    var hidden = try input.lifted(slope: slope, offset: offset)
    hidden = try dropout(hidden.linear(each: second.weight, second.bias), mode)
    return try hidden.linear(each: gate.weight, gate.bias).mixture(
      of: input,
      embedding: (embedding.weight, embedding.bias),
      norm: norm,
      shares: shares,
      epsilon: 1e-5
    )
  }
}
