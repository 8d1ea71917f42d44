internal import CTorch

/// A stream of random numbers for initial weights and dropout.
///
/// Each model has its own, so that models trained side by side do not change each other's numbers.
public final class TorchGenerator {
  let torch: Torch
  let handle: torch_generator

  /// Where the numbers are drawn.
  public let device: TorchDevice

  /// Creates a stream.
  ///
  /// - Parameters:
  ///   - seed: Equal seeds give equal streams on one kind of device.
  ///   - device: Where the numbers are drawn.
  ///   - torch: The library.
  /// - Throws: ``TorchError``.
  public init(seed: UInt64, on device: TorchDevice, _ torch: Torch) throws(TorchError) {
    if case .cuda(let index) = device, index >= torch.cudaDeviceCount {
      throw .noSuchDevice(device, cudaDeviceCount: torch.cudaDeviceCount)
    }
    guard let handle = torch.functions.generator_create(seed, device.code) else {
      throw torch.lastError
    }
    self.torch = torch
    self.handle = handle
    self.device = device
  }

  deinit { torch.functions.generator_free(handle) }

  /// Everything that decides the numbers to come, to be restored later.
  public func state() throws(TorchError) -> [UInt8] {
    let count = Int(torch.functions.generator_state(handle, nil, 0))
    guard count >= 0 else { throw torch.lastError }
    var bytes = [UInt8](repeating: 0, count: count)
    guard torch.functions.generator_state(handle, &bytes, Int64(count)) >= 0 else {
      throw torch.lastError
    }
    return bytes
  }

  /// Continues where another stream was.
  public func restore(_ state: [UInt8]) throws(TorchError) {
    try torch.check(torch.functions.generator_restore(handle, state, Int64(state.count)))
  }
}
