internal import CTorch

/// The tensor library, loaded into this process.
///
/// The library is libtorch behind a table of C functions; it is never unloaded. Tensors are not
/// shared between threads: a model is built, trained and asked on one. Several threads may each have
/// models of their own.
public final class Torch: @unchecked Sendable {
  // Unchecked: everything is written once, before the value is shared.
  let functions: torch_functions

  /// The file that was loaded.
  public let path: String

  /// The version of libtorch, such as `2.13.0`.
  public let version: String

  /// The number of CUDA devices.
  public let cudaDeviceCount: Int

  private init(functions: torch_functions, path: String, version: String) {
    self.functions = functions
    self.path = path
    self.version = version
    cudaDeviceCount = Int(functions.cuda_device_count())
  }

  /// Loads the first usable library.
  ///
  /// - Parameter location: Where to look.
  /// - Returns: The library.
  /// - Throws: ``TorchError/unavailable(attempts:remedy:)`` when there is none.
  public static func load(from location: TorchLocation) throws(TorchError) -> Torch {
    var attempts: [TorchError.Attempt] = []
    for path in location.paths {
      var message: UnsafePointer<CChar>?
      guard let table = assay_torch_load(path, &message) else {
        let reason = message.map { String(cString: $0) } ?? "it cannot be loaded"
        attempts.append(.init(path: path, reason: reason))
        continue
      }
      let functions = table.pointee
      let compiled = String(cString: functions.compiled_version())
      let found = runningVersion(String(cString: functions.build_settings()))
      guard let found, compiled == found || compiled.hasPrefix(found + "+") else {
        let reason = "it was made for libtorch \(compiled) and found \(found ?? "none")"
        attempts.append(.init(path: path, reason: reason))
        continue
      }
      functions.prepare_memory()
      return Torch(functions: functions, path: path, version: found)
    }
    throw .unavailable(attempts: attempts, remedy: "make deps-torch")
  }

  /// The version in what the library says of how it was built: `…, TORCH_VERSION=2.13.0, …`.
  private static func runningVersion(_ settings: String) -> String? {
    settings.firstRange(of: "TORCH_VERSION=").map { range in
      String(settings[range.upperBound...].prefix { $0.isNumber || $0 == "." })
    }
  }

  /// How many tensors exist; what grows from step to step is a leak.
  public var liveTensorCount: Int { Int(functions.live_tensors()) }

  /// How many threads an operation of the calling thread may use.
  public var threadCount: Int {
    get { Int(functions.threads()) }
    set { functions.set_threads(Int32(newValue)) }
  }

  /// Makes operations refuse algorithms whose results differ from run to run.
  public func setDeterministic(_ isOn: Bool) throws(TorchError) {
    try check(functions.set_deterministic(isOn))
  }

  /// Runs a body without recording what a gradient needs.
  public func withoutGradients<Value>(
    _ body: () throws(TorchError) -> Value
  ) throws(TorchError) -> Value {
    let before = functions.set_gradients(false)
    defer { _ = functions.set_gradients(before) }
    return try body()
  }

  /// Runs a body with matrix products in 16-bit floating point, whose results are kept in 32 bits
  /// where precision matters.
  ///
  /// - Parameters:
  ///   - device: Where; meant for CUDA devices.
  ///   - isOn: `false` runs the body as it is.
  ///   - body: What to run.
  /// - Returns: What the body returns.
  /// - Throws: ``TorchError``, also that of the body.
  public func withReducedPrecision<Value>(
    on device: TorchDevice,
    _ isOn: Bool,
    _ body: () throws(TorchError) -> Value
  ) throws(TorchError) -> Value {
    guard isOn else { return try body() }
    try check(functions.set_autocast(device.code, true))
    defer { _ = functions.set_autocast(device.code, false) }
    return try body()
  }

  /// The error that the last failed call on this thread left.
  var lastError: TorchError { .operation(String(cString: functions.last_error())) }

  func check(_ status: Int32) throws(TorchError) {
    if status != 0 { throw lastError }
  }
}

/// Where the tensor library may be: files, in the order in which they are tried.
public struct TorchLocation: Hashable, Sendable {
  /// The files, first choice first.
  public let paths: [String]

  /// Searches only the given files.
  public init(files paths: [String]) { self.paths = paths }

  /// Searches an explicitly named file, or else project folders.
  ///
  /// - Parameters:
  ///   - explicit: A file that the user named; nothing else is tried when it is given.
  ///   - projectDirectories: Folders that may hold `.deps/lib`, first choice first.
  public init(explicit: String?, projectDirectories: [String]) {
    #if canImport(Darwin)
    let name = "libassay_torch.dylib"
    #else
    let name = "libassay_torch.so"
    #endif
    paths = explicit.map { [$0] } ?? projectDirectories.map { $0 + "/.deps/lib/" + name }
  }
}

/// Where tensors live and operations run.
public enum TorchDevice: Hashable, Sendable {
  /// The processor.
  case cpu

  /// The graphics processor of this number.
  case cuda(Int)

  /// Reads `cpu`, `cuda` or `cuda:1`.
  public init?(_ text: String) {
    switch text {
    case "cpu": self = .cpu
    case "cuda": self = .cuda(0)
    default:
      guard text.hasPrefix("cuda:"), let index = Int(text.dropFirst(5)), index >= 0 else {
        return nil
      }
      self = .cuda(index)
    }
  }

  /// The number of the device in the table of functions.
  var code: Int32 {
    switch self {
    case .cpu: -1
    case .cuda(let index): Int32(index)
    }
  }
}

extension TorchDevice: CustomStringConvertible {
  /// `cpu` or `cuda:0`.
  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    }
  }
}

/// An error of the tensor library.
public enum TorchError: Error, Hashable, Sendable {
  /// A file that was tried.
  public struct Attempt: Hashable, Sendable {
    /// The file.
    public let path: String

    /// Why it is not usable.
    public let reason: String
  }

  /// No usable library was found.
  case unavailable(attempts: [Attempt], remedy: String)

  /// The device does not exist.
  case noSuchDevice(TorchDevice, cudaDeviceCount: Int)

  /// An operation failed: shapes that do not fit, memory that is not there.
  case operation(String)

  /// Values do not fill a shape.
  case elementCount(expected: Int, found: Int)
}

extension TorchError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unavailable(let attempts, let remedy):
      (["the tensor library cannot be loaded; to prepare it, run: \(remedy)"]
        + attempts.map { "  \($0.path): \($0.reason)" }).joined(separator: "\n")
    case .noSuchDevice(let device, let count):
      "device: expected cpu"
        + (count > 0 ? " or cuda:0 to cuda:\(count - 1)" : ", this machine has no CUDA device")
        + "; found \(device)"
    case .operation(let message):
      message.split(separator: "\n").first.map(String.init) ?? "an operation failed"
    case .elementCount(let expected, let found):
      "expected \(expected) values for the shape, found \(found)"
    }
  }
}
