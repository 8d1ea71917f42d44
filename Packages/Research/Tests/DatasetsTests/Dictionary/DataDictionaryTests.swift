import DataLake
import DataLakeTesting
import Datasets
import Features
import Foundation
import MarketModel
import Testing

@Suite("DataDictionary")
struct DataDictionaryTests {
  private static let fixtures =
    URL(filePath: #filePath).pathComponents.dropLast(6).joined(separator: "/") + "/Fixtures"

  private func dictionary() throws -> DataDictionary {
    let made = try MadeLake()
    try made.add("SPY", sessions: 240)
    try made.add("^VIX", sessions: 240)
    let dataset = try made.builder().build(
      .make {
        $0.includesBars = true
        $0.includesVolatilityIndex = true
      }
    )
    try dataset.write(to: made.path("SPY.parquet"), database: made.lake.database)
    // Bytes of Parquet files may change with the engine, so the recorded text names none.
    let manifest = DatasetManifest(entries: [
      ManifestEntry(
        dataset: dataset.request.datasetName,
        path: "SPY.parquet",
        sha256: nil,
        md5: try FileChecksums(ofFile: made.path("SPY.parquet")).md5,
        origin: .generated(
          .init(
            instant: Timestamp(seconds: 0),
            version: 1,
            tier: dataset.request.tierName,
            sources: dataset.sources
          )
        )
      )
    ])
    return try DataDictionary(
      snapshot: made.lake.pin(),
      manifest: manifest,
      in: made.temporary.directory,
      tiers: FeatureTierRegistry.standard.tiers,
      calendar: .usEquities,
      database: made.lake.database
    )
  }

  @Test("says the same of the same data, and what was recorded")
  func equalsRecorded() throws {
    let text = try dictionary().markdown
    #expect(try dictionary().markdown == text)
    let path = Self.fixtures + "/datasets/dictionary.md"
    let recorded = try? String(contentsOfFile: path, encoding: .utf8)
    if recorded != text {
      let found = FileManager.default.temporaryDirectory.appending(path: "dictionary.md")
      try text.write(to: found, atomically: true, encoding: .utf8)
      Issue.record("differs from \(path); the new text is in \(found.path)")
    }
  }

  @Test("gives every column of the standard tiers a unit, a description and a formula")
  func describesAllColumns() throws {
    let text = try dictionary().markdown
    for tier in FeatureTierRegistry.standard.tiers {
      for entry in tier.features.entries {
        let line = text.split(separator: "\n").first {
          $0.hasPrefix("| `\(entry.name)` | \(entry.summary) | `")
        }
        let cells = try #require(line, "\(entry.name)").split(separator: " | ")
        #expect(!entry.summary.isEmpty)
        #expect(cells[4] != "–", "\(entry.name) has no unit")
      }
    }
  }

  @Test("agrees with pandas' describe")
  func agreesWithPandas() throws {
    struct Recorded: Decodable {
      var columns: [String: [Double]]
      var values: [String: [Double]]
    }
    let url = URL(filePath: Self.fixtures + "/reference/describe-pandas.json")
    let recorded = try JSONDecoder().decode(Recorded.self, from: try Data(contentsOf: url))
    #expect(recorded.columns.count == 4)
    for (name, values) in recorded.columns {
      let found = ColumnStatistics(values)
      let numbers = [
        Double(found.count), found.mean, found.deviation, found.minimum, found.lowerQuartile,
        found.median, found.upperQuartile, found.maximum,
      ]
      let expected = try #require(recorded.values[name])
      for (number, value) in zip(numbers, expected) {
        #expect(abs(try #require(number) - value) <= 1e-12 * max(1, abs(value)), "\(name)")
      }
    }
  }

  @Test("has no deviation of one value and nothing of none")
  func smallColumns() {
    #expect(ColumnStatistics([3]).deviation == nil)
    #expect(ColumnStatistics([3]).median == 3)
    #expect(ColumnStatistics([]).mean == nil)
    #expect(ColumnStatistics([]).count == 0)
  }
}
