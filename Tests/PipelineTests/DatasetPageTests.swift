import DataLake
import DataLakeTesting
import Datasets
import Features
import Foundation
import MarketModel
import Testing

func scaledForTraining(
  _ frame: FeatureFrame,
  for target: any ForwardTarget
) throws -> (frame: FeatureFrame, split: DatasetSplit) {
  let split = try DatasetSplit(
    SampleLayout(rowCount: frame.count, contextLength: 60, target: target),
    .chronological(embargo: 5),
    validationShare: 0.15,
    testShare: 0.15
  )
  let scaler = FeatureScaler(
    method: .standard,
    constantColumns: .refuse,
    unscaled: ["rsi_daily", "bb_percent_b"]
  )
  let fitted = try scaler.fit(frame, rows: split.trainingRows)
  return (try fitted.scaled(frame), split)
}

@Suite("The page on data sets")
struct DatasetPageTests {
  @Test("shows the example that this file compiles")
  func showsTheExample() throws {
    let page = try String(
      contentsOf: ReadmeExampleTests.root.appending(path: "docs/datasets.md"),
      encoding: .utf8
    )
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let start = try #require(source.range(of: "func scaledForTraining"))
    let end = try #require(source.range(of: "\n}\n", range: start.lowerBound..<source.endIndex))
    #expect(page.contains(source[start.lowerBound..<end.upperBound]))
  }

  @Test("has an example that scales by training rows alone")
  func exampleRuns() throws {
    let days = Int64(86_400_000_000_000)
    let times = (0..<600).map { Int64($0) * days }
    func column(_ name: String, _ last: Double) -> FeatureColumn {
      FeatureColumn(name: name, (0..<600).map { $0 < 550 ? Double($0 % 7) : last })
    }
    func frame(_ last: Double) throws -> FeatureFrame {
      try FeatureFrame(
        symbol: "DEMO",
        interval: .day,
        openTimes: times,
        closeTimes: times.map { $0 + days },
        columns: ["rsi_daily", "bb_percent_b", "x"].map { column($0, last) }
      )
    }
    let target = try ForwardReturn(horizon: 5)
    let (calm, split) = try scaledForTraining(try frame(3), for: target)
    let (wild, _) = try scaledForTraining(try frame(1e6), for: target)
    #expect(split.firstOverlap() == nil)
    #expect(calm.columns[2].values[..<550] == wild.columns[2].values[..<550])
    #expect(calm.columns[0].values[10] == 3)
  }
}
