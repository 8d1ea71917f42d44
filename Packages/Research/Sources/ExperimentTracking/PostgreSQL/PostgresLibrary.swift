internal import CPostgres
public import ExperimentRegistry

/// Where libpq, PostgreSQL's client library, may be: files, in the order in which they are tried.
public struct PostgresLocation: Hashable, Sendable {
  /// The files, first choice first.
  public let paths: [String]

  /// Searches only the given files.
  public init(files paths: [String]) { self.paths = paths }

  /// Searches an explicitly named file, or else project folders and then the system's.
  ///
  /// - Parameters:
  ///   - explicit: A file that the user named; nothing else is tried when it is given.
  ///   - projectDirectories: Folders that may hold `.deps/lib`, first choice first.
  public init(explicit: String?, projectDirectories: [String]) {
    if let explicit {
      paths = [explicit]
      return
    }
    let project = projectDirectories.map { $0 + "/.deps/lib" }
    #if canImport(Darwin)
    let system = [
      "/opt/homebrew/opt/libpq/lib", "/usr/local/opt/libpq/lib", "/opt/homebrew/lib",
      "/usr/local/lib",
    ]
    paths = (project + system).map { $0 + "/libpq.5.dylib" }
    #else
    let system = [
      "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64",
      "/usr/lib",
    ]
    paths = (project + system).map { $0 + "/libpq.so.5" }
    #endif
  }
}

/// libpq, loaded into this process; it is never unloaded.
public final class PostgresLibrary: @unchecked Sendable {
  // Unchecked: the table of function pointers is written once, before the value is shared.
  let functions: postgres_functions

  /// The file that was loaded.
  public let path: String

  /// The version that the library reports, such as `150014` for 15.14.
  public let version: Int

  private init(functions: postgres_functions, path: String) {
    self.functions = functions
    self.path = path
    version = Int(functions.libVersion())
  }

  /// Loads the first usable library.
  ///
  /// - Throws: ``ModelRecordError/libraryUnavailable(name:attempts:remedy:)`` when there is none.
  public static func load(
    from location: PostgresLocation
  ) throws(ModelRecordError) -> PostgresLibrary {
    var attempts: [ModelRecordError.Attempt] = []
    for path in location.paths {
      let table = UnsafeMutablePointer<postgres_functions>.allocate(capacity: 1)
      defer { table.deallocate() }
      if let reason = assay_postgres_load(path, table) {
        attempts.append(.init(path: path, reason: String(cString: reason)))
        continue
      }
      return PostgresLibrary(functions: table.pointee, path: path)
    }
    throw .libraryUnavailable(name: "libpq", attempts: attempts, remedy: remedy)
  }

  #if canImport(Darwin)
  private static let remedy = "to install it, run: brew install libpq"
  #else
  private static let remedy =
    "to install it, run: apt-get install libpq5 (Debian, Ubuntu) or dnf install libpq (Fedora)"
  #endif
}
