/// Where the DuckDB library may be: files, in the order in which they are tried.
public struct LibraryLocation: Hashable, Sendable {
  /// The files, first choice first.
  public let paths: [String]

  /// Searches only the given files.
  public init(files paths: [String]) {
    self.paths = paths
  }

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
    #if canImport(Darwin)
    let name = "libduckdb.dylib"
    let system = ["/opt/homebrew/lib", "/usr/local/lib", "/usr/lib"]
    #else
    let name = "libduckdb.so"
    let system = [
      "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64",
      "/usr/lib",
    ]
    #endif
    paths = (projectDirectories.map { $0 + "/.deps/lib" } + system).map { $0 + "/" + name }
  }
}
