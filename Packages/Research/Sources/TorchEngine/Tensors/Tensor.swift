internal import CTorch

/// An array of 32-bit floating-point numbers of any rank, on a device.
///
/// Operations return new tensors and record what gradients need. They throw when shapes do not fit or
/// memory runs out. A tensor belongs to one thread at a time.
public final class Tensor {
  let torch: Torch
  let handle: torch_tensor

  /// Takes over what an operation returned, null on failure.
  init(_ handle: torch_tensor?, _ torch: Torch) throws(TorchError) {
    guard let handle else { throw torch.lastError }
    self.handle = handle
    self.torch = torch
  }

  deinit { torch.functions.free(handle) }
}

// MARK: Making

extension Tensor {
  /// Creates a tensor of given values.
  ///
  /// - Parameters:
  ///   - values: The values, last dimension fastest.
  ///   - shape: The length of each dimension.
  ///   - device: Where the tensor lives.
  ///   - torch: The library.
  /// - Throws: ``TorchError``.
  public convenience init(
    _ values: [Float],
    shape: [Int],
    on device: TorchDevice,
    _ torch: Torch
  ) throws(TorchError) {
    try Self.checkCount(values.count, shape)
    try self.init(
      torch.functions.from_floats(values, sizes(shape), Int32(shape.count), device.code),
      torch
    )
  }

  /// Creates a tensor of whole numbers, for indices.
  ///
  /// - Parameters:
  ///   - integers: The values, last dimension fastest.
  ///   - shape: The length of each dimension.
  ///   - device: Where the tensor lives.
  ///   - torch: The library.
  /// - Throws: ``TorchError``.
  public convenience init(
    integers: [Int64],
    shape: [Int],
    on device: TorchDevice,
    _ torch: Torch
  ) throws(TorchError) {
    try Self.checkCount(integers.count, shape)
    try self.init(
      torch.functions.from_integers(integers, sizes(shape), Int32(shape.count), device.code),
      torch
    )
  }

  /// Returns a tensor whose elements are all equal.
  public static func full(
    _ value: Double,
    shape: [Int],
    on device: TorchDevice,
    _ torch: Torch
  ) throws(TorchError) -> Tensor {
    try Tensor(
      torch.functions.full(value, sizes(shape), Int32(shape.count), device.code),
      torch
    )
  }

  /// Returns a tensor of numbers drawn evenly from an interval.
  public static func uniform(
    in bounds: ClosedRange<Double>,
    shape: [Int],
    _ generator: TorchGenerator
  ) throws(TorchError) -> Tensor {
    let torch = generator.torch
    return try Tensor(
      torch.functions.uniform(
        bounds.lowerBound,
        bounds.upperBound,
        sizes(shape),
        Int32(shape.count),
        generator.handle,
        generator.device.code
      ),
      torch
    )
  }

  /// Returns a tensor of normally distributed numbers around zero.
  public static func normal(
    deviation: Double,
    shape: [Int],
    _ generator: TorchGenerator
  ) throws(TorchError) -> Tensor {
    let torch = generator.torch
    return try Tensor(
      torch.functions.normal(
        deviation,
        sizes(shape),
        Int32(shape.count),
        generator.handle,
        generator.device.code
      ),
      torch
    )
  }

  /// Returns a mask that is true where a query at the end of a stretch would look ahead; shape
  /// `[queries, keys]`, the last query at the last key.
  public static func causalMask(
    queries: Int,
    keys: Int,
    on device: TorchDevice,
    _ torch: Torch
  ) throws(TorchError) -> Tensor {
    try Tensor(torch.functions.causal_mask(Int64(queries), Int64(keys), device.code), torch)
  }

  private static func checkCount(_ count: Int, _ shape: [Int]) throws(TorchError) {
    let expected = shape.reduce(1, *)
    guard count == expected else { throw .elementCount(expected: expected, found: count) }
  }
}

// MARK: Reading

extension Tensor {
  /// The length of each dimension.
  public var shape: [Int] {
    (0..<torch.functions.rank(handle)).map { Int(torch.functions.size(handle, $0)) }
  }

  /// The number of elements.
  public var count: Int { Int(torch.functions.count(handle)) }

  /// The elements, last dimension fastest.
  public func floats() throws(TorchError) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    try torch.check(torch.functions.read_floats(handle, &values, Int64(values.count)))
    return values
  }

  /// The one element.
  public func item() throws(TorchError) -> Double {
    var value = 0.0
    try torch.check(torch.functions.item(handle, &value))
    return value
  }

  /// Overwrites the elements in place, without a gradient.
  public func assign(_ values: [Float]) throws(TorchError) {
    try torch.check(torch.functions.copy_floats(handle, values, Int64(values.count)))
  }
}

/// A shape as the library takes it.
func sizes(_ shape: [Int]) -> [Int64] { shape.map(Int64.init) }
