public import Forecasting
public import TorchEngine

/// The library that teaches networks, and where it does.
public struct SearchEngine: Sendable {
  /// Where networks are taught.
  public let device: TorchDevice

  let torch: Torch

  /// Loads the library.
  ///
  /// - Parameters:
  ///   - location: Where it may lie.
  ///   - device: Where networks are taught.
  /// - Throws: `ForecastError/engine(_:)` naming what was tried and the command that prepares it, or a device that
  ///   is not there.
  public init(_ location: TorchLocation, device: TorchDevice) throws(ForecastError) {
    do throws(TorchError) {
      torch = try Torch.load(from: location)
      if case .cuda(let index) = device, index >= torch.cudaDeviceCount {
        throw TorchError.noSuchDevice(device, cudaDeviceCount: torch.cudaDeviceCount)
      }
    } catch {
      throw .engine(error.description)
    }
    self.device = device
  }

  /// The version of the library.
  public var version: String { torch.version }
}
