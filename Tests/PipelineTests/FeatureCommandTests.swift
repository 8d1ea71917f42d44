import ConfigValidation
import DataLake
import DataLakeTesting
import Datasets
import Features
import Foundation
import MarketModel
import Testing

@Suite(
  "walk-forward-training features",
  .enabled(if: LoopHarness.hasDatabase, "needs the database library: make deps")
)
struct FeatureCommandTests {
  @Test("builds a data set with labels, notes it, and finds it as noted")
  func buildsDataset() async throws {
    let harness = try TrainingHarness()
    #expect(await harness.makeLake().code == 0)
    let line =
      "features build --lake @lake --symbol SPY --tier a20 --ohlcv --include-vix --labels "
      + "--output @data/SPY.parquet --now 2020-01-02T00:00:00Z"
    let built = await harness.run(line)
    #expect(built.code == 0, "\(built.problems)")
    #expect(built.problems.contains("building SPY.dataset.a20_vix from"))
    #expect(built.output.contains("rows                   61"))
    #expect(built.output.contains("33 and Date"))
    #expect(
      built.output.contains(
        "199  a column has no value: sma_200 begins after 199 bars of SPY; "
          + "vix_percentile_60d begins after 59 bars of VIX"
      )
    )
    let database = try TemporaryLake.database(near: #filePath)
    let table = try ParquetFile.read(harness.path("data/SPY.parquet"), database: database)
    #expect(
      table.names == ["Date", "open", "high", "low", "close", "volume"] + FeatureTier.a20.columns
        + FeatureTier.vix.columns
    )
    let labels = try ParquetFile.read(harness.path("data/SPY.labels.parquet"), database: database)
    #expect(labels["Date"] == table["Date"])
    let manifest = try DatasetManifest.read(harness.path("data/manifest.json"))
    #expect(manifest.entries.map(\.dataset) == ["SPY.dataset.a20_vix", "SPY.labels.daily"])
    #expect(await harness.run("features verify @data/manifest.json").code == 0)

    let before = try harness.loop.files(in: "data")
    #expect(await harness.run(line).output == built.output)
    #expect(try harness.loop.files(in: "data") == before)
  }

  @Test("says which file was changed or lost, and exits with 1")
  func verifies() async throws {
    let harness = try TrainingHarness()
    _ = await harness.makeLake()
    for name in ["a", "b"] {
      let built = await harness.run(
        "features build --lake @lake --symbol SPY --ohlcv --output @data/\(name).parquet"
      )
      #expect(built.code == 0, "\(built.problems)")
    }
    try harness.loop.write("damaged", to: "data/a.parquet")
    try FileManager.default.removeItem(atPath: harness.path("data/b.parquet"))
    let checked = await harness.run("features verify @data/manifest.json")
    #expect(checked.code == 1)
    #expect(checked.output.contains("a.parquet: checksum mismatch"))
    #expect(checked.output.contains("b.parquet: missing file"))
    #expect(checked.problems == "error: 2 of 2 files differ\n")
  }

  @Test("lists tiers and targets, as a table and as JSON")
  func lists() async throws {
    let harness = try TrainingHarness()
    let text = await harness.run("features list")
    #expect(text.code == 0)
    #expect(text.output.contains("a20: Twenty indicators"))
    #expect(text.output.contains("sma(close, period=200)"))
    #expect(text.output.contains("triple_barrier"))
    let json = try JSONValue(parsing: await harness.run("features list --json").output)
    let tiers = json["tiers"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
    #expect(tiers == ["ohlcv", "a20", "vix"])
    #expect(json["tiers"]?[1]?["columns"]?.arrayValue?.count == 20)
  }

  @Test("writes the dictionary of a lake and of its data sets")
  func writesDictionary() async throws {
    let harness = try TrainingHarness()
    _ = await harness.makeLake()
    _ = await harness.run(
      "features build --lake @lake --symbol SPY --tier a20 --output @data/SPY.parquet"
    )
    let written = await harness.run(
      "features dictionary --lake @lake --manifest @data/manifest.json --output @data/words.md"
    )
    #expect(written.code == 0, "\(written.problems)")
    #expect(written.output.hasSuffix("words.md: 2 series, 1 files, 3 feature lists\n"))
    let text = try String(contentsOfFile: harness.path("data/words.md"), encoding: .utf8)
    #expect(text.contains("### SPY.features.a20"))
    #expect(text.contains("bars SPY synthetic 86400"))
  }

  @Test("runs every command that the page on data sets shows")
  func runsDocumentedCommands() async throws {
    let harness = try TrainingHarness()
    _ = await harness.makeLake(days: 1_300, start: "2018-01-02")
    let page = try String(
      contentsOf: ReadmeExampleTests.root.appending(path: "docs/datasets.md"),
      encoding: .utf8
    )
    let lines = page.replacing("\\\n", with: " ").split(separator: "\n")
      .filter { $0.hasPrefix("walk-forward-training ") }
    #expect(lines.count >= 8)
    for line in lines {
      let words = line.split(separator: " ").dropFirst().map { word -> String in
        if word == "data/lake" { return "@lake" }
        if word.hasPrefix("data/") { return "@\(word)" }
        return word.hasPrefix("configs/")
          ? ReadmeExampleTests.root.appending(path: word).path : String(word)
      }
      let outcome = await harness.run(words)
      #expect(outcome.code == 0, "\(line): \(outcome.problems)")
    }
  }
}
