import CDuckDB
import DataLake
import DataLakeTesting
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("DuckDB library: finding, refusing, loading")
struct LibraryTests {
  @Test("A missing library is an error that lists the places and the remedy")
  func missing() throws {
    let location = LibraryLocation(explicit: nil, projectDirectories: ["/nowhere"])
    let error = try #require(throws: DuckDBError.self) {
      _ = try DuckDBLibrary.load(from: LibraryLocation(files: ["/nowhere/a.so", "/nowhere/b.so"]))
    }
    guard case .libraryUnavailable(let attempts, let remedy) = error else {
      Issue.record("expected libraryUnavailable, found \(error)")
      return
    }
    #expect(attempts.map(\.path) == ["/nowhere/a.so", "/nowhere/b.so"])
    #expect(attempts.allSatisfy { $0.reason == "no such file" })
    #expect(remedy == "make deps")
    #expect("\(error)".contains("/nowhere/b.so"))
    #expect(location.paths.first?.hasPrefix("/nowhere/.deps/lib/libduckdb.") == true)
    #expect(location.paths.count > 1)
  }

  @Test("An explicit file is the only place that is searched")
  func explicitOnly() {
    let location = LibraryLocation(explicit: "/x/lib.so", projectDirectories: ["/y"])
    #expect(location.paths == ["/x/lib.so"])
  }

  @Test("A file that is no library is passed over with the loader's reason")
  func notALibrary() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try AtomicFile.write("not a library", to: directory + "/libduckdb.so")
    let error = try #require(throws: DuckDBError.self) {
      _ = try DuckDBLibrary.load(from: LibraryLocation(files: [directory + "/libduckdb.so"]))
    }
    guard case .libraryUnavailable(let attempts, _) = error else { return }
    #expect(attempts.count == 1)
    #expect(attempts[0].reason != "no such file")
  }

  @Test("A lake without the library throws the same error")
  func lakeWithoutLibrary() {
    #expect(throws: LakeError.self) {
      _ = try Lake(
        directory: "/nowhere/lake",
        library: LibraryLocation(files: ["/nowhere/a.so"]),
        settings: DuckDBSettings(threads: 1, memoryLimitMebibytes: 256)
      )
    }
  }

  @Test("The installed library is of the supported version and exports every declared function")
  func installed() throws {
    let database = try TemporaryLake.database(near: #filePath)
    let version = try database.table("SELECT version() AS v").texts("v")
    #expect(version.count == 1)
    #expect(version[0].hasPrefix("v2.0."))
    var count = 0
    while assay_duckdb_function_names()[count] != nil { count += 1 }
    #expect(count == 38)
    #expect(MemoryLayout<duck_functions>.size == count * MemoryLayout<UInt>.size)
    #expect(MemoryLayout<duck_string>.size == 16)
    #expect(MemoryLayout<duck_result>.size == 48)
  }

  @Test("Extensions are not fetched: a query that needs the network is refused")
  func noNetwork() throws {
    let database = try TemporaryLake.database(near: #filePath)
    #expect(throws: DuckDBError.self) {
      _ = try database.table("SELECT * FROM read_parquet('https://example.invalid/x.parquet')")
    }
    let settings = try database.table(
      """
      SELECT CAST(current_setting('autoinstall_known_extensions') AS BOOLEAN) AS install, \
      CAST(current_setting('autoload_known_extensions') AS BOOLEAN) AS load
      """
    )
    #expect(try settings.bools("install") == [false])
    #expect(try settings.bools("load") == [false])
  }

  @Test("A refused statement carries its text and the engine's reason")
  func statementError() throws {
    let database = try TemporaryLake.database(near: #filePath)
    let error = try #require(throws: DuckDBError.self) { _ = try database.table("SELECT nothing") }
    guard case .statement(let text, let reason) = error else { return }
    #expect(text == "SELECT nothing")
    #expect(reason.contains("nothing"))
  }
}
