internal import TorchEngine

/// `x · Wᵀ + b` over the last dimension.
struct Linear {
  let weight: Tensor
  let bias: Tensor?

  /// Draws initial weights evenly within `1/√inputs`.
  init(
    _ scope: WeightScope,
    _ inputs: Int,
    _ outputs: Int,
    hasBias: Bool = true
  ) throws(TorchError) {
    let bound = 1 / Double(inputs).squareRoot()
    weight = try scope.uniform("weight", [outputs, inputs], bound: bound)
    bias = hasBias ? try scope.uniform("bias", [outputs], bound: bound) : nil
  }

  func callAsFunction(_ input: Tensor) throws(TorchError) -> Tensor {
    try input.linear(weight, bias)
  }
}

/// Standardises the last dimension, then scales and shifts it.
struct LayerNorm {
  let weight: Tensor
  let bias: Tensor

  init(_ scope: WeightScope, _ size: Int) throws(TorchError) {
    weight = try scope.constant("weight", [size], 1)
    bias = try scope.constant("bias", [size], 0)
  }

  func callAsFunction(_ input: Tensor) throws(TorchError) -> Tensor {
    try input.layerNorm(weight, bias, epsilon: 1e-5)
  }
}
