import CDuckDB

/// The DuckDB library, loaded into this process.
///
/// The library is never unloaded. Only versions 2.0.x are accepted, whose functions and structures
/// are those that are declared here.
public final class DuckDBLibrary: @unchecked Sendable {
  // Unchecked: the table of function pointers is written once, before the value is shared.
  let functions: duck_functions

  /// The file that was loaded.
  public let path: String

  /// The version that the library reports, such as `v2.0.0`.
  public let version: String

  private init(functions: duck_functions, path: String, version: String) {
    self.functions = functions
    self.path = path
    self.version = version
  }

  /// Loads the first usable library.
  ///
  /// - Throws: ``DuckDBError/libraryUnavailable(attempts:remedy:)`` when there is none.
  public static func load(from location: LibraryLocation) throws(DuckDBError) -> DuckDBLibrary {
    var attempts: [LibraryAttempt] = []
    for path in location.paths {
      guard Folder.exists(path) else {
        attempts.append(LibraryAttempt(path: path, reason: "no such file"))
        continue
      }
      let table = UnsafeMutablePointer<duck_functions>.allocate(capacity: 1)
      defer { table.deallocate() }
      if let reason = assay_duckdb_load(path, table) {
        attempts.append(LibraryAttempt(path: path, reason: String(cString: reason)))
        continue
      }
      let functions = table.pointee
      let version = functions.library_version().map { String(cString: $0) } ?? "unknown"
      guard version.hasPrefix("v2.0.") else {
        let reason = "expected version 2.0.x, found \(version)"
        attempts.append(LibraryAttempt(path: path, reason: reason))
        continue
      }
      return DuckDBLibrary(functions: functions, path: path, version: version)
    }
    throw .libraryUnavailable(attempts: attempts, remedy: "make deps")
  }
}
