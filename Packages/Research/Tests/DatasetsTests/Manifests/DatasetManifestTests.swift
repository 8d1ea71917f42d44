import DataLake
import DataLakeTesting
import Datasets
import MarketModel
import Testing

@Suite("DatasetManifest")
struct DatasetManifestTests {
  private func folder() throws -> String { try TemporaryLake.makeDirectory() }

  private func write(_ text: String, _ path: String) throws -> FileChecksums {
    try AtomicFile.write(text, to: path)
    return try FileChecksums(ofFile: path)
  }

  private func generated(
    _ sums: FileChecksums,
    path: String = "a.parquet",
    at instant: String,
    version: Int = 1
  ) throws -> ManifestEntry {
    let hash = try #require(ContentHash(String(repeating: "ab", count: 32)))
    return ManifestEntry(
      dataset: "SPY.features.a20",
      path: path,
      sha256: sums.sha256,
      md5: sums.md5,
      origin: .generated(
        .init(
          instant: try #require(Timestamp(instant)),
          version: version,
          tier: "a20",
          sources: [.init(key: .bars("SPY", .day, provider: "yahoo"), contentHash: hash)]
        )
      )
    )
  }

  @Test("holds the digests that other tools compute")
  func digests() throws {
    let sums = try write("abc", try folder() + "/abc")
    #expect(sums.md5 == "900150983cd24fb0d6963f7d28e17f72")
    #expect(sums.sha256.hex.hasPrefix("ba7816bf8f01cfea"))
  }

  @Test("survives a round trip, raw and computed entries alike")
  func roundTrips() throws {
    let folder = try folder()
    let sums = try write("abc", folder + "/a.parquet")
    var manifest = DatasetManifest()
    manifest.append(try generated(sums, at: "2026-01-02T00:00:00Z"))
    manifest.append(
      ManifestEntry(
        dataset: "SPY.OHLCV.daily",
        path: "SPY.csv",
        sha256: nil,
        md5: sums.md5,
        origin: .downloaded(try #require(Timestamp("2025-12-08T10:00:00Z")))
      )
    )
    try manifest.write(to: folder + "/manifest.json")
    #expect(try DatasetManifest.read(folder + "/manifest.json") == manifest)
    let before = try FileDigest(ofFile: folder + "/manifest.json")
    // Appending what stands there already changes nothing.
    manifest.append(manifest.entries[0])
    try manifest.write(to: folder + "/manifest.json")
    #expect(try FileDigest(ofFile: folder + "/manifest.json") == before)
  }

  @Test("judges a file by the newest entry of its path only")
  func verifiesNewest() throws {
    let folder = try folder()
    let old = try write("old", folder + "/a.parquet")
    let new = try write("new", folder + "/a.parquet")
    var manifest = DatasetManifest()
    manifest.append(try generated(new, at: "2026-02-01T00:00:00Z", version: 2))
    manifest.append(try generated(old, at: "2026-01-01T00:00:00Z"))
    #expect(manifest.verify(in: folder).map(\.problem) == [nil])
    _ = try write("changed", folder + "/a.parquet")
    let changed = try #require(manifest.verify(in: folder).first)
    #expect("\(changed)".hasPrefix("a.parquet: checksum mismatch: expected \(new.sha256)"))
    let gone = try generated(new, path: "gone.parquet", at: "2026-02-01T00:00:00Z")
    manifest.append(gone)
    #expect(manifest.verify(in: folder).map(\.description).last == "gone.parquet: missing file")
  }

  @Test("checks entries that hold an MD5 only")
  func verifiesMD5() throws {
    let folder = try folder()
    let sums = try write("abc", folder + "/a")
    let entry = ManifestEntry(
      dataset: "A.OHLCV.daily",
      path: "a",
      sha256: nil,
      md5: sums.md5,
      origin: .downloaded(Timestamp(seconds: 0))
    )
    let manifest = DatasetManifest(entries: [entry])
    #expect(manifest.verify(in: folder).map(\.problem) == [nil])
    _ = try write("abd", folder + "/a")
    #expect(manifest.verify(in: folder).allSatisfy { $0.problem != nil })
  }

  @Test("counts the contents of a data set as versions")
  func countsVersions() throws {
    let folder = try folder()
    let (first, second) = (try write("1", folder + "/1"), try write("2", folder + "/2"))
    var manifest = DatasetManifest()
    #expect(manifest.version(of: "SPY.features.a20", first.sha256) == 1)
    manifest.append(try generated(first, at: "2026-01-01T00:00:00Z", version: 1))
    #expect(manifest.version(of: "SPY.features.a20", first.sha256) == 1)
    #expect(manifest.version(of: "SPY.features.a20", second.sha256) == 2)
    #expect(manifest.version(of: "QQQ.features.a20", second.sha256) == 1)
  }

  @Test(
    "refuses what is no manifest, with the place",
    arguments: [
      ("{", "not a manifest"),
      (#"{"schema_version": 2, "entries": []}"#, "schema_version: expected 1, found 2"),
      (#"{"schema_version": 1}"#, "entries: expected a list"),
      (
        #"{"schema_version": 1, "entries": [{"dataset": "x", "path": "p", "md5": "zz"}]}"#,
        "entries[0].md5: expected 32 hexadecimal digits"
      ),
      (
        #"{"schema_version": 1, "entries": [{"dataset": "x", "path": "p"}]}"#,
        "entries[0].sha256: expected sha256 or md5, found neither"
      ),
      (
        #"{"schema_version": 1, "entries": [{"dataset": "x", "pth": "p"}]}"#,
        "entries[0].pth: expected a known field"
      ),
      (
        #"{"schema_version": 1, "entries": [{"dataset": "x", "path": "p", "md5": "900150983cd24fb0d6963f7d28e17f72", "generated_at": "now"}]}"#,
        "entries[0].generated_at: expected an instant"
      ),
    ]
  )
  func refusesOthers(text: String, problem: String) throws {
    let path = try folder() + "/manifest.json"
    try AtomicFile.write(text, to: path)
    do throws(ManifestError) {
      _ = try DatasetManifest.read(path)
      Issue.record("expected an error")
    } catch {
      #expect("\(error)".contains(problem), "\(error)")
    }
  }
}
