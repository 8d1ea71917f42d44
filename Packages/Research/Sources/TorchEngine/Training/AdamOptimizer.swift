internal import CTorch

/// How the Adam optimiser moves weights.
public struct AdamSettings: Hashable, Sendable {
  /// The decay of the mean of gradients.
  public var beta1: Double

  /// The decay of the mean of squared gradients.
  public var beta2: Double

  /// What is added to the deviation, against division by zero.
  public var epsilon: Double

  /// The pull of weights towards zero.
  public var weightDecay: Double

  /// Whether weights shrink by themselves (AdamW) instead of through the gradient (Adam with L2).
  public var isDecoupled: Bool

  /// Creates settings.
  public init(
    beta1: Double,
    beta2: Double,
    epsilon: Double,
    weightDecay: Double,
    isDecoupled: Bool
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.isDecoupled = isDecoupled
  }
}

/// Moves weights against their gradients by Adam or AdamW (Kingma and Ba 2015; Loshchilov and Hutter 2019).
public final class AdamOptimizer {
  private let torch: Torch
  private let handle: torch_adam

  /// The weights that are moved.
  public let parameters: [Tensor]

  /// Creates an optimiser that has not moved anything.
  ///
  /// - Parameters:
  ///   - parameters: The weights; at least one.
  ///   - settings: How they move.
  /// - Throws: ``TorchError``.
  public init(_ parameters: [Tensor], _ settings: AdamSettings) throws(TorchError) {
    let torch = parameters[0].torch
    let handles = parameters.map { Optional($0.handle) }
    guard
      let handle = torch.functions.adam_create(
        handles,
        Int32(handles.count),
        settings.beta1,
        settings.beta2,
        settings.epsilon,
        settings.weightDecay,
        settings.isDecoupled
      )
    else { throw torch.lastError }
    self.torch = torch
    self.handle = handle
    self.parameters = parameters
  }

  deinit { torch.functions.adam_free(handle) }

  /// Forgets all gradients.
  public func clearGradients() throws(TorchError) {
    try torch.check(torch.functions.adam_clear(handle))
  }

  /// Scales the gradients down to a largest norm.
  ///
  /// - Returns: The norm before.
  @discardableResult
  public func clipGradients(norm largest: Double) throws(TorchError) -> Double {
    var norm = 0.0
    try torch.check(torch.functions.adam_clip(handle, largest, &norm))
    return norm
  }

  /// Moves the weights once.
  public func step(rate: Double) throws(TorchError) {
    try torch.check(torch.functions.adam_step(handle, rate))
  }

  /// How often the weights were moved.
  public var stepCount: Int { Int(torch.functions.adam_steps(handle)) }

  /// The running means of each weight's gradient and of its square.
  public func moments() throws(TorchError) -> [(first: Tensor, second: Tensor)] {
    var moments: [(first: Tensor, second: Tensor)] = []
    for index in parameters.indices {
      moments.append(
        (
          try Tensor(torch.functions.adam_moment(handle, 1, Int32(index)), torch),
          try Tensor(torch.functions.adam_moment(handle, 2, Int32(index)), torch)
        )
      )
    }
    return moments
  }

  /// Continues after a number of steps; the moments are assigned through ``moments()``.
  public func resume(afterSteps count: Int) throws(TorchError) {
    try torch.check(torch.functions.adam_set_steps(handle, Int64(count)))
  }
}
