internal import CLightGBM

/// The boosting library, loaded into this process.
///
/// The library is never unloaded. Several threads may each train and ask models of their own.
public final class LightGBM: @unchecked Sendable {
  // Unchecked: everything is written once, before the value is shared.
  let functions: boost_functions

  /// The file that was loaded.
  public let path: String

  private init(functions: boost_functions, path: String) {
    self.functions = functions
    self.path = path
  }

  /// Loads the first usable library.
  ///
  /// - Parameter location: Where to look.
  /// - Returns: The library.
  /// - Throws: ``LightGBMError/unavailable(attempts:remedy:)`` when there is none.
  public static func load(from location: LightGBMLocation) throws(LightGBMError) -> LightGBM {
    var attempts: [LightGBMError.Attempt] = []
    for path in location.paths {
      let table = UnsafeMutablePointer<boost_functions>.allocate(capacity: 1)
      defer { table.deallocate() }
      if let reason = assay_lightgbm_load(path, table) {
        attempts.append(.init(path: path, reason: String(cString: reason)))
        continue
      }
      return LightGBM(functions: table.pointee, path: path)
    }
    throw .unavailable(attempts: attempts, remedy: "make deps-torch")
  }

  /// Keeps the library from printing on the calling thread.
  ///
  /// The library remembers a receiver of its messages for each thread, so every operation begins with this.
  func silence() {
    withUnsafePointer(to: functions) { _ = assay_lightgbm_silence($0) }
  }

  func check(_ status: Int32) throws(LightGBMError) {
    guard status != 0 else { return }
    let message = functions.GetLastError().map { String(cString: $0) } ?? "an operation failed"
    throw .operation(message)
  }
}

/// Where the boosting library may be: files, in the order in which they are tried.
public struct LightGBMLocation: Hashable, Sendable {
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
    let name = "lib_lightgbm.dylib"
    #else
    let name = "lib_lightgbm.so"
    #endif
    paths = explicit.map { [$0] } ?? projectDirectories.map { $0 + "/.deps/lib/" + name }
  }
}

/// An error of the boosting library.
public enum LightGBMError: Error, Hashable, Sendable {
  /// A file that was tried.
  public struct Attempt: Hashable, Sendable {
    /// The file.
    public let path: String

    /// Why it is not usable.
    public let reason: String
  }

  /// No usable library was found.
  case unavailable(attempts: [Attempt], remedy: String)

  /// An operation failed.
  case operation(String)
}

extension LightGBMError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unavailable(let attempts, let remedy):
      (["the boosting library cannot be loaded; to prepare it, run: \(remedy)"]
        + attempts.map { "  \($0.path): \($0.reason)" }).joined(separator: "\n")
    case .operation(let message): "boosting: \(message)"
    }
  }
}
