import ExperimentRegistry
import Foundation
import GRDB
import Testing

@Suite("Opening a registry")
struct OpeningTests {
  @Test("creates the folder and the file, or refuses to")
  func createsOrRefuses() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/deep/er/registry.sqlite"
    #expect(throws: RegistryError.notFound(path: path)) {
      try RunRegistry(path: path, opening: .existingOnly)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/deep"))
    _ = try RunRegistry(path: path)
    _ = try RunRegistry(path: path, opening: .existingOnly)
  }

  @Test("another file at the path is refused and stays as it was")
  func refusesOtherFiles() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "this is not a database. ", count: 200)
    try text.write(toFile: folder.registryPath, atomically: true, encoding: .utf8)
    #expect {
      try folder.registry()
    } throws: { error in
      guard case .notARegistry(let path, _)? = error as? RegistryError else { return false }
      return path == folder.registryPath
    }
    #expect(try String(contentsOfFile: folder.registryPath, encoding: .utf8) == text)
  }

  @Test("a folder at the path is refused")
  func refusesFolder() throws {
    let folder = try TemporaryFolder()
    #expect {
      try RunRegistry(path: folder.path)
    } throws: { error in
      guard case .cannotOpen? = error as? RegistryError else { return false }
      return true
    }
  }

  @Test("a file written by a newer version is refused")
  func refusesNewerSchema() throws {
    let folder = try TemporaryFolder()
    _ = try folder.registry()
    try folder.tamper("INSERT INTO grdb_migrations (identifier) VALUES ('99: from the future')")
    #expect(throws: RegistryError.newerSchema(path: folder.registryPath)) {
      try folder.registry()
    }
  }

  @Test("a truncated file is refused")
  func refusesTruncatedFile() throws {
    let folder = try TemporaryFolder()
    do {
      let registry = try folder.registry()
      try registry.append(trials(1...500), at: noon)
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.registryPath))
    try bytes.prefix(5_000).write(to: URL(fileURLWithPath: folder.registryPath))
    try? FileManager.default.removeItem(atPath: folder.registryPath + "-wal")
    try? FileManager.default.removeItem(atPath: folder.registryPath + "-shm")
    #expect(throws: RegistryError.self) { try folder.registry().verifyLedger() }
  }

  @Test("the file uses a write-ahead log")
  func usesWriteAheadLog() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    try registry.append(trials(1...1), at: noon)
    let queue = try DatabaseQueue(path: folder.registryPath)
    let mode = try queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "wal")
  }
}
