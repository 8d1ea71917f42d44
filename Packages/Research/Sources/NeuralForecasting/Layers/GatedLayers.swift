internal import TorchEngine

/// A gate that decides how much of a branch is added to its residual.
///
/// Section 4.1 of Lim et al. 2021.
///
/// `LayerNorm(residual + GLU(dropout(x)))`, where the gated linear unit maps to the residual's size.
struct ResidualGate {
  private let gate: Linear
  private let norm: LayerNorm
  private let dropout: Dropout

  init(_ scope: WeightScope, _ inputs: Int, _ size: Int, _ dropout: Dropout) throws(TorchError) {
    gate = try Linear(scope.scope("gate"), inputs, 2 * size)
    norm = try LayerNorm(scope.scope("norm"), size)
    self.dropout = dropout
  }

  func callAsFunction(
    _ input: Tensor,
    residual: Tensor,
    _ mode: ForwardMode
  ) throws(TorchError) -> Tensor {
    try norm(try residual + gate(try dropout(input, mode)).gatedLinearUnit())
  }
}

/// A gated residual network: two dense layers that the gate may skip.
///
/// Section 4.1 of Lim et al. 2021.
struct GatedResidualNetwork {
  let first: Linear
  let skip: Linear?
  private let context: Linear?
  private let second: Linear
  private let gate: ResidualGate

  init(
    _ scope: WeightScope,
    _ inputs: Int,
    hidden: Int,
    _ outputs: Int,
    contextSize: Int? = nil,
    _ dropout: Dropout
  ) throws(TorchError) {
    first = try Linear(scope.scope("first"), inputs, hidden)
    context = try contextSize.map { size throws(TorchError) in
      try Linear(scope.scope("context"), size, hidden, hasBias: false)
    }
    second = try Linear(scope.scope("second"), hidden, hidden)
    skip = inputs == outputs ? nil : try Linear(scope.scope("skip"), inputs, outputs)
    gate = try ResidualGate(scope, hidden, outputs, dropout)
  }

  /// Runs the network; a context of shape `[batch, 1, size]` is the same at every position.
  func callAsFunction(
    _ input: Tensor,
    context given: Tensor? = nil,
    _ mode: ForwardMode
  ) throws(TorchError) -> Tensor {
    let residual = if let skip { try skip(input) } else { input }
    return try finish(try first(input), residual: residual, context: given, mode)
  }

  /// Runs the network from where the input has gone through its first layer and its skip.
  func finish(
    _ first: Tensor,
    residual: Tensor,
    context given: Tensor?,
    _ mode: ForwardMode
  ) throws(TorchError) -> Tensor {
    var hidden = first
    if let given, let context { hidden = try hidden + context(given) }
    return try gate(try second(try hidden.map(.elu)), residual: residual, mode)
  }
}
