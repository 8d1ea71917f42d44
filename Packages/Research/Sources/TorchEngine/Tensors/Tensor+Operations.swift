internal import CTorch

/// Functions of one number, applied to each element.
public enum TensorFunction: Int32, Hashable, Sendable {
  /// `x · Φ(x)`, exact.
  case gelu = 0
  /// `x` above zero, `exp(x) − 1` below.
  case elu = 1
  /// `1 / (1 + exp(−x))`.
  case sigmoid = 2
}

extension Tensor {
  // MARK: Arithmetic, with the usual broadcasting

  /// Adds element by element.
  public static func + (left: Tensor, right: Tensor) throws(TorchError) -> Tensor {
    try left.combined(Int32(TORCH_ADD), right)
  }

  /// Multiplies element by element.
  public static func * (left: Tensor, right: Tensor) throws(TorchError) -> Tensor {
    try left.combined(Int32(TORCH_MULTIPLY), right)
  }

  /// Multiplies by a number.
  public static func * (left: Tensor, right: Double) throws(TorchError) -> Tensor {
    try left.derived(left.torch.functions.scale(left.handle, right))
  }

  /// Multiplies matrices, batch by batch.
  public func matmul(_ other: Tensor) throws(TorchError) -> Tensor {
    try combined(Int32(TORCH_MATMUL), other)
  }

  private func combined(_ operation: Int32, _ other: Tensor) throws(TorchError) -> Tensor {
    try derived(torch.functions.binary(operation, handle, other.handle))
  }

  /// Applies a function to each element.
  public func map(_ function: TensorFunction) throws(TorchError) -> Tensor {
    try derived(torch.functions.unary(function.rawValue, handle))
  }

  /// `x · weightᵀ + bias` over the last dimension.
  public func linear(_ weight: Tensor, _ bias: Tensor?) throws(TorchError) -> Tensor {
    try derived(torch.functions.linear(handle, weight.handle, bias?.handle))
  }

  /// `x · weight + bias` for each of several batches of rows with a layer of its own.
  ///
  /// - Parameters:
  ///   - weight: Shape `[batches, inputs, outputs]`.
  ///   - bias: Shape `[batches, 1, outputs]`.
  /// - Returns: Shape `[batches, rows, outputs]`.
  /// - Throws: ``TorchError``.
  public func linear(each weight: Tensor, _ bias: Tensor) throws(TorchError) -> Tensor {
    try derived(torch.functions.linear_each(handle, weight.handle, bias.handle))
  }

  /// `elu(x · slope + offset)`, a vector for each number; this tensor has shape `[rows, variables]` and
  /// no gradient.
  ///
  /// - Parameters:
  ///   - slope: Shape `[variables, 1, size]`.
  ///   - offset: Shape `[variables, 1, size]`.
  /// - Returns: Shape `[variables, rows, size]`.
  /// - Throws: ``TorchError``.
  public func lifted(slope: Tensor, offset: Tensor) throws(TorchError) -> Tensor {
    try derived(torch.functions.lifted(handle, slope.handle, offset.handle))
  }

  /// The sum over variables of `share · norm(x · weight + bias + glu(gates))`; this tensor holds the gates,
  /// shape `[variables, rows, 2 · size]`.
  ///
  /// - Parameters:
  ///   - values: What is embedded; shape `[rows, variables]`, without a gradient.
  ///   - embedding: Weight and bias of a vector for each number; shape `[variables, 1, size]`.
  ///   - norm: What vectors are scaled and shifted by once they are standardised.
  ///   - shares: Shape `[rows, variables]`.
  ///   - epsilon: What is added to variances.
  /// - Returns: Shape `[rows, size]`.
  /// - Throws: ``TorchError``.
  public func mixture(
    of values: Tensor,
    embedding: (weight: Tensor, bias: Tensor),
    norm: (weight: Tensor, bias: Tensor),
    shares: Tensor,
    epsilon: Double
  ) throws(TorchError) -> Tensor {
    try derived(
      torch.functions.mixture(
        handle,
        values.handle,
        embedding.weight.handle,
        embedding.bias.handle,
        norm.weight.handle,
        norm.bias.handle,
        shares.handle,
        epsilon
      )
    )
  }

  /// Exponentials that add up to 1 along a dimension.
  public func softmax(_ dimension: Int) throws(TorchError) -> Tensor {
    try derived(torch.functions.softmax(handle, Int32(dimension)))
  }

  /// The first half along a dimension times the sigmoid of the second.
  public func gatedLinearUnit(_ dimension: Int = -1) throws(TorchError) -> Tensor {
    try derived(torch.functions.glu(handle, Int32(dimension)))
  }

  /// Standardises over the last dimensions, then scales and shifts.
  public func layerNorm(
    _ weight: Tensor,
    _ bias: Tensor,
    epsilon: Double
  ) throws(TorchError) -> Tensor {
    try derived(torch.functions.layer_norm(handle, weight.handle, bias.handle, epsilon))
  }

  /// Zeroes elements by chance and scales the others up.
  public func dropout(
    _ probability: Double,
    _ generator: TorchGenerator
  ) throws(TorchError) -> Tensor {
    try derived(torch.functions.dropout(handle, probability, generator.handle))
  }

  /// Rows of a table of vectors; this tensor is the table.
  public func embedding(_ indices: Tensor) throws(TorchError) -> Tensor {
    try derived(torch.functions.embedding(handle, indices.handle))
  }

  // MARK: Shape

  /// The same elements in another shape; one length may be −1.
  public func reshaped(_ shape: [Int]) throws(TorchError) -> Tensor {
    try derived(torch.functions.reshape(handle, sizes(shape), Int32(shape.count)))
  }

  /// The dimensions in another order.
  public func permuted(_ order: [Int]) throws(TorchError) -> Tensor {
    try derived(torch.functions.permute(handle, sizes(order), Int32(order.count)))
  }

  /// Two dimensions exchanged.
  public func transposed(_ one: Int, _ other: Int) throws(TorchError) -> Tensor {
    try derived(torch.functions.transpose(handle, Int32(one), Int32(other)))
  }

  /// A range of positions along a dimension.
  public func narrowed(_ dimension: Int, _ range: Range<Int>) throws(TorchError) -> Tensor {
    try derived(
      torch.functions.narrow(handle, Int32(dimension), Int64(range.lowerBound), Int64(range.count))
    )
  }

  /// One position along a dimension, which goes away.
  public func selecting(_ dimension: Int, _ index: Int) throws(TorchError) -> Tensor {
    try derived(torch.functions.select(handle, Int32(dimension), Int64(index)))
  }

  /// A new dimension of length 1.
  public func unsqueezed(_ dimension: Int) throws(TorchError) -> Tensor {
    try derived(torch.functions.unsqueeze(handle, Int32(dimension)))
  }

  /// Rows by their positions, in that order, with repetitions.
  public func rows(_ positions: [Int64]) throws(TorchError) -> Tensor {
    try derived(torch.functions.index_rows(handle, positions, Int64(positions.count)))
  }

  /// Tensors joined along a dimension.
  ///
  /// - Precondition: There is at least one.
  public static func concatenated(
    _ tensors: [Tensor],
    along dimension: Int
  ) throws(TorchError) -> Tensor {
    let handles = tensors.map { Optional($0.handle) }
    return try tensors[0].derived(
      tensors[0].torch.functions.cat(handles, Int32(handles.count), Int32(dimension))
    )
  }

  // MARK: Sums

  /// Sums along a dimension.
  public func sum(over dimension: Int, keeps: Bool = false) throws(TorchError) -> Tensor {
    try derived(torch.functions.sum_over(handle, Int32(dimension), keeps))
  }

  /// Means along a dimension.
  public func mean(over dimension: Int, keeps: Bool = false) throws(TorchError) -> Tensor {
    try derived(torch.functions.mean_over(handle, Int32(dimension), keeps))
  }

  // MARK: Attention, recurrence

  /// A number in place of the elements where a mask is true.
  public func filled(where mask: Tensor, with value: Double) throws(TorchError) -> Tensor {
    try derived(torch.functions.masked_fill(handle, mask.handle, value))
  }

  /// Scaled dot-product attention; this tensor holds the queries, shapes `[batch, heads, time, size]`.
  public func attention(
    keys: Tensor,
    values: Tensor,
    isCausal: Bool
  ) throws(TorchError) -> Tensor {
    try derived(torch.functions.attention(handle, keys.handle, values.handle, isCausal))
  }

  /// Runs a recurrent network over `[batch, time, size]`.
  ///
  /// - Parameters:
  ///   - hidden: The hidden state at the start, `[layers, batch, size]`.
  ///   - cell: The cell state at the start.
  ///   - weights: Input and hidden weights and biases of each layer.
  /// - Returns: The outputs of the last layer, and both states at the end.
  /// - Throws: ``TorchError``.
  public func lstm(
    hidden: Tensor,
    cell: Tensor,
    weights: [Tensor]
  ) throws(TorchError) -> (output: Tensor, hidden: Tensor, cell: Tensor) {
    let handles = weights.map { Optional($0.handle) }
    var out: [torch_tensor?] = [nil, nil, nil]
    try torch.check(
      torch.functions.lstm(
        handle,
        hidden.handle,
        cell.handle,
        handles,
        Int32(weights.count / 4),
        &out
      )
    )
    return (try Tensor(out[0], torch), try Tensor(out[1], torch), try Tensor(out[2], torch))
  }

  // MARK: Losses

  /// The mean cross-entropy of logits against probabilities.
  public func binaryCrossEntropy(_ target: Tensor) throws(TorchError) -> Tensor {
    try derived(torch.functions.binary_cross_entropy(handle, target.handle))
  }

  /// The mean squared difference.
  public func meanSquaredError(_ target: Tensor) throws(TorchError) -> Tensor {
    try derived(torch.functions.mean_squared_error(handle, target.handle))
  }

  /// The quantile loss summed over levels and averaged over targets; the last dimension holds the
  /// levels.
  public func quantileLoss(_ target: Tensor, levels: [Double]) throws(TorchError) -> Tensor {
    try derived(torch.functions.quantile_loss(handle, target.handle, levels, Int32(levels.count)))
  }

  // MARK: Gradients

  /// Records what leads from here to a loss.
  public func requireGradient() throws(TorchError) {
    try torch.check(torch.functions.require_gradient(handle))
  }

  /// Computes the gradients of everything that led to this one number.
  public func backward() throws(TorchError) {
    try torch.check(torch.functions.backward(handle))
  }

  /// The gradient computed last, or `nil`.
  public func gradient() throws(TorchError) -> Tensor? {
    var found: torch_tensor?
    try torch.check(torch.functions.gradient(handle, &found))
    return try found.map { handle throws(TorchError) in try Tensor(handle, torch) }
  }

  private func derived(_ handle: torch_tensor?) throws(TorchError) -> Tensor {
    try Tensor(handle, torch)
  }
}
