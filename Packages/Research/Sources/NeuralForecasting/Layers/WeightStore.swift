public import TorchEngine

/// The named weights of one model, in the order in which its layers were made.
///
/// Initial values are drawn from the store's own generator, so that one seed gives one model.
public final class WeightStore {
  /// The library.
  public let torch: Torch

  /// Where the weights live.
  public let device: TorchDevice

  /// The weights with their names, such as `decoder.gate.weight`.
  public private(set) var entries: [(name: String, tensor: Tensor)] = []

  private let generator: TorchGenerator

  /// Creates a store without weights.
  ///
  /// - Parameters:
  ///   - seed: The seed of initial values.
  ///   - device: Where the weights live.
  ///   - torch: The library.
  /// - Throws: ``TorchError``.
  public init(seed: UInt64, on device: TorchDevice, _ torch: Torch) throws(TorchError) {
    self.torch = torch
    self.device = device
    generator = try TorchGenerator(seed: seed, on: device, torch)
  }

  /// The weights.
  public var tensors: [Tensor] { entries.map(\.tensor) }

  /// The number of numbers in all weights.
  public var parameterCount: Int { entries.reduce(0) { $0 + $1.tensor.count } }

  /// Names the weights of a part of the model.
  func scope(_ name: String) -> WeightScope { WeightScope(store: self, prefix: name) }

  fileprivate func add(_ name: String, _ tensor: Tensor) throws(TorchError) -> Tensor {
    precondition(!entries.contains { $0.name == name }, "two weights are named \(name)")
    try tensor.requireGradient()
    entries.append((name, tensor))
    return tensor
  }

  fileprivate func uniform(_ bound: Double, _ shape: [Int]) throws(TorchError) -> Tensor {
    try .uniform(in: -bound...bound, shape: shape, generator)
  }

  fileprivate func normal(_ deviation: Double, _ shape: [Int]) throws(TorchError) -> Tensor {
    try .normal(deviation: deviation, shape: shape, generator)
  }
}

/// A part of a model, whose weights share the beginning of their names.
struct WeightScope {
  let store: WeightStore
  let prefix: String

  /// A part of this part.
  func scope(_ name: String) -> WeightScope {
    WeightScope(store: store, prefix: "\(prefix).\(name)")
  }

  /// Weights drawn evenly around zero.
  func uniform(_ name: String, _ shape: [Int], bound: Double) throws(TorchError) -> Tensor {
    try store.add("\(prefix).\(name)", store.uniform(bound, shape))
  }

  /// Weights drawn from a normal distribution around zero.
  func normal(_ name: String, _ shape: [Int], deviation: Double) throws(TorchError) -> Tensor {
    try store.add("\(prefix).\(name)", store.normal(deviation, shape))
  }

  /// Weights that begin equal.
  func constant(_ name: String, _ shape: [Int], _ value: Double) throws(TorchError) -> Tensor {
    try store.add(
      "\(prefix).\(name)",
      .full(value, shape: shape, on: store.device, store.torch)
    )
  }
}

/// Whether a model is asked or taught.
public enum ForwardMode {
  /// Nothing is left to chance.
  case evaluation

  /// Dropout draws from a stream of the training's own.
  case training(TorchGenerator)
}

/// Zeroes elements by chance while a model is taught.
struct Dropout {
  /// The share of elements that are zeroed.
  let probability: Double

  func callAsFunction(_ input: Tensor, _ mode: ForwardMode) throws(TorchError) -> Tensor {
    guard case .training(let generator) = mode, probability > 0 else { return input }
    return try input.dropout(probability, generator)
  }
}
