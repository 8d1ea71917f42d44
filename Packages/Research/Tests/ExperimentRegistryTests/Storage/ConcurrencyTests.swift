import ExperimentRegistry
import Foundation
import GRDB
import Testing

@Suite("Several users of one registry")
struct ConcurrencyTests {
  @Test("a writer that waits in vain says so, and nothing is changed")
  func reportsBusy() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry(busyTimeoutSeconds: 0.2)
    try registry.append(trials(1...2), at: noon)
    let other = try DatabaseQueue(path: folder.registryPath)
    try other.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      #expect(throws: RegistryError.busy(path: folder.registryPath, waitedSeconds: 0.2)) {
        try registry.append(trials(3...3), at: noon)
      }
      // Readers do not wait.
      #expect(try registry.ledgerHead().count == 2)
      try database.execute(sql: "ROLLBACK")
    }
    #expect(try registry.append(trials(3...3), at: noon).head.count == 3)
  }

  @Test("a writer waits for another one that ends in time")
  func waits() async throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry(busyTimeoutSeconds: 30)
    let other = try DatabaseQueue(path: folder.registryPath)
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (started, continuation) = AsyncStream.makeStream(of: Void.self)
      group.addTask {
        try other.inDatabase { database in
          try database.execute(sql: "BEGIN IMMEDIATE")
          continuation.yield()
          Thread.sleep(forTimeInterval: 0.3)
          try database.execute(sql: "COMMIT")
        }
      }
      for await _ in started { break }
      try registry.append(trials(1...1), at: noon)
      try await group.waitForAll()
    }
    #expect(try registry.ledgerHead().count == 1)
  }

  @Test("two registries on one file append the same trials once, in one intact chain")
  func appendsFromBoth() async throws {
    let folder = try TemporaryFolder()
    let first = try folder.registry(busyTimeoutSeconds: 60)
    let second = try folder.registry(busyTimeoutSeconds: 60)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for registry in [first, second] {
        group.addTask {
          for start in stride(from: 1, to: 200, by: 10) {
            try registry.append(trials(start...(start + 19)), at: noon)
          }
        }
      }
      try await group.waitForAll()
    }
    let head = try first.ledgerHead()
    #expect(head.count == 210)
    #expect(try second.verifyLedger() == .intact(head))
  }

  @Test("files copied in the middle of a write hold the state before it")
  func survivesCrash() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let head = try registry.append(trials(1...50), at: noon).head
    let other = try DatabaseQueue(path: folder.registryPath)
    let copy = try TemporaryFolder()
    try other.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      try database.execute(sql: "UPDATE ledger_head SET row_count = 7")
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(
          atPath: folder.registryPath + suffix,
          toPath: copy.registryPath + suffix
        )
      }
      try database.execute(sql: "ROLLBACK")
    }
    // The process that opens the copy finds what a killed one leaves: a log without its last commit.
    #expect(try copy.registry().verifyLedger() == .intact(head))
    #expect(try copy.registry().append(trials(50...51), at: noon).added == 1)
  }

  @Test("one cycle at a time holds the lock")
  func locksCycles() throws {
    let folder = try TemporaryFolder()
    var lock: CycleLock? = try CycleLock(
      registryPath: folder.registryPath,
      holder: "process 12",
      waitSeconds: 0
    )
    #expect(
      throws: RegistryError.lockHeld(
        path: folder.registryPath,
        holder: "process 12",
        waitedSeconds: 0.1
      )
    ) {
      try CycleLock(registryPath: folder.registryPath, holder: "process 13", waitSeconds: 0.1)
    }
    #expect(lock != nil)
    lock = nil
    _ = try CycleLock(registryPath: folder.registryPath, holder: "process 13", waitSeconds: 0)
    #expect(throws: RegistryError.self) {
      try CycleLock(registryPath: folder.path + "/none/r", holder: "", waitSeconds: 0)
    }
  }
}
