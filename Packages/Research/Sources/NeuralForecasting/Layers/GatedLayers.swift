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
  private let first: Linear
  private let context: Linear?
  private let second: Linear
  private let skip: Linear?
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
    var hidden = try first(input)
    if let given, let context { hidden = try hidden + context(given) }
    let residual = if let skip { try skip(input) } else { input }
    return try gate(try second(try hidden.map(.elu)), residual: residual, mode)
  }
}

/// One gated residual network for each of several variables, run together as batches of matrices.
struct VariableNetworks {
  private let first: (weight: Tensor, bias: Tensor)
  private let second: (weight: Tensor, bias: Tensor)
  private let gate: (weight: Tensor, bias: Tensor)
  private let norm: (weight: Tensor, bias: Tensor)
  private let unitNorm: (weight: Tensor, bias: Tensor)
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
    let (device, torch) = (scope.store.device, scope.store.torch)
    unitNorm = (
      try .full(1, shape: [size], on: device, torch), try .full(0, shape: [size], on: device, torch)
    )
    self.dropout = dropout
  }

  /// Runs the networks over `[variables, rows, size]`.
  func callAsFunction(_ input: Tensor, _ mode: ForwardMode) throws(TorchError) -> Tensor {
    var hidden = try (input.matmul(first.weight) + first.bias).map(.elu)
    hidden = try dropout(hidden.matmul(second.weight) + second.bias, mode)
    hidden = try (hidden.matmul(gate.weight) + gate.bias).gatedLinearUnit()
    let standard = try (input + hidden).layerNorm(unitNorm.weight, unitNorm.bias, epsilon: 1e-5)
    return try standard * norm.weight + norm.bias
  }
}
