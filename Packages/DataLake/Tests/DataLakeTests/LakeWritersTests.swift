import DataLake
import DataLakeTesting
import MarketModel
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite("Lake: writers and leftovers")
struct LakeWritersTests {
  static let start = Timestamp(seconds: 1_577_836_800)

  static func change(_ closes: [Double]) throws -> LakeChange {
    LakeChange(
      bars: try BarBuilder.bars("SPY", .hour, from: start, closes: closes),
      provider: "p",
      policy: .refuseConflicts
    )
  }

  @Test("A second writer is refused while the first holds the lock, and admitted after")
  func locked() throws {
    let temporary = try TemporaryLake()
    try temporary.lake.apply(try Self.change([1]))
    let lock = temporary.lake.directory + "/lock"
    let file = open(lock, O_RDWR)
    try #require(file >= 0)
    #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
    #expect(throws: LakeError.locked(path: lock)) {
      try temporary.lake.apply(try Self.change([1, 2]))
    }
    #expect(try temporary.lake.pin().catalog.map(\.rows) == [1])
    close(file)
    try temporary.lake.apply(try Self.change([1, 2]))
    #expect(try temporary.lake.pin().catalog.map(\.rows) == [2])
  }

  @Test("Leftovers of killed writers are ignored, and collected with files that no one needs")
  func leftovers() throws {
    let temporary = try TemporaryLake()
    for count in 1...4 {
      try temporary.lake.apply(try Self.change((0..<count).map { Double($0 + 1) }))
    }
    let folder = temporary.lake.directory + "/tables/bars/SPY/all"
    let leftover = folder + "/dead.parquet.assay-tmp-abcdef"
    try AtomicFile.write("half a file", to: leftover)
    try AtomicFile.write("a file no manifest lists", to: folder + "/orphan.parquet")
    let pinned = try temporary.lake.pin()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 6)
    let removed = try temporary.lake.collectGarbage(keepingManifests: 2)
    #expect(removed == 6)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    try pinned.verify()
    let previous = try FileManager.default.contentsOfDirectory(
      atPath: temporary.lake.directory + "/manifests"
    )
    #expect(previous.count == 2)
  }

  @Test("A refused change leaves no file behind")
  func abandoned() throws {
    let temporary = try TemporaryLake()
    try temporary.lake.apply(try Self.change([1, 2]))
    let before = try FileManager.default.subpathsOfDirectory(atPath: temporary.lake.directory)
    #expect(throws: LakeError.self) {
      try temporary.lake.apply([
        LakeChange(
          bars: try BarBuilder.bars("QQQ", .hour, from: Self.start, closes: [5]),
          provider: "p",
          policy: .refuseConflicts
        ),
        try Self.change([1, 3]),
      ])
    }
    let after = try FileManager.default.subpathsOfDirectory(atPath: temporary.lake.directory)
    #expect(after.filter { $0.hasSuffix(".parquet") } == before.filter { $0.hasSuffix(".parquet") })
  }

  @Test("A lake in a place that cannot be written is a file error")
  func unwritable() throws {
    let temporary = try TemporaryLake()
    try AtomicFile.write("x", to: temporary.directory + "/file")
    let lake = Lake(
      directory: temporary.directory + "/file/lake",
      database: temporary.lake.database
    )
    let error = try #require(throws: LakeError.self) { try lake.apply(try Self.change([1])) }
    guard case .file = error else {
      Issue.record("expected a file error, found \(error)")
      return
    }
  }

  @Test("Readers run beside a writer and see whole changes only")
  func concurrentReaders() async throws {
    let temporary = try TemporaryLake()
    try temporary.lake.apply(try Self.change([1]))
    let lake = temporary.lake
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for count in 2...12 {
          try lake.apply(try Self.change((0..<count).map { Double($0 + 1) }))
        }
      }
      for _ in 0..<3 {
        group.addTask {
          for _ in 0..<15 {
            let bars = try lake.pin().bars(
              symbol: "SPY",
              interval: .hour,
              provider: nil,
              from: nil,
              through: nil,
              visibleBy: nil
            )
            #expect(bars.close == (0..<bars.count).map { Double($0 + 1) })
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try lake.pin().catalog.map(\.rows) == [12])
  }
}
