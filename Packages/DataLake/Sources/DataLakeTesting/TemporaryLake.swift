public import DataLake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A lake in a new temporary folder that is removed with the value.
public final class TemporaryLake {
  /// The lake.
  public let lake: Lake

  /// The folder that holds the lake and whatever else a test writes.
  public let directory: String

  /// Makes an empty lake with the DuckDB library that the project's script installed.
  ///
  /// - Parameter file: A file of the project; the library is looked for in `.deps/lib` of the
  ///   folders above it, then among the system's.
  /// - Throws: An error that names the places searched when there is no library.
  public init(file: StaticString = #filePath) throws {
    directory = try TemporaryLake.makeDirectory()
    lake = Lake(
      directory: directory + "/lake",
      database: try TemporaryLake.database(near: "\(file)")
    )
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Opens an in-memory database with two threads.
  ///
  /// - Parameter file: A file of the project.
  /// - Returns: The database.
  /// - Throws: An error that names the places searched when there is no library.
  public static func database(near file: String) throws -> DuckDBDatabase {
    let location = LibraryLocation(explicit: nil, projectDirectories: directories(above: file))
    return try DuckDBDatabase(
      library: try DuckDBLibrary.load(from: location),
      settings: DuckDBSettings(threads: 2, memoryLimitMebibytes: 2_048)
    )
  }

  /// Makes a new empty folder for a test.
  ///
  /// - Returns: Its path; the caller removes it.
  /// - Throws: An error of the file system.
  public static func makeDirectory() throws -> String {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory.path
  }

  /// The folders above a file that have the project's folder `Packages`, nearest first.
  static func directories(above file: String) -> [String] {
    var parts = file.split(separator: "/", omittingEmptySubsequences: false)
    var found: [String] = []
    while parts.count > 1 {
      parts.removeLast()
      let folder = parts.joined(separator: "/")
      if FileManager.default.fileExists(atPath: folder + "/Packages") { found.append(folder) }
    }
    return found
  }
}
