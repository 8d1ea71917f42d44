import ConfigValidation
import DataLake
import Foundation
import Testing

@testable import Forecasting

@Suite("Laws of groups of results")
struct ScalingLawStudyTests {
  private static func result(
    _ budget: String,
    _ count: Int,
    _ value: Double,
    horizon: Int = 1
  ) -> SearchResult {
    var result = SearchResultTests.result(budget, count, value)
    result.task = SearchTask(
      target: "direction",
      horizon: horizon,
      model: "patch_transformer",
      baseRateLoss: 0.69,
      dataDigest: "0123",
      failedTrials: 1,
      test: TestMeasure(
        sampleCount: 100,
        loss: value + 0.1,
        baseRateLoss: 0.688,
        accuracy: 0.55,
        baseRateAccuracy: 0.54
      )
    )
    return result
  }

  private func study(
    _ paths: [String],
    metric: ScalingMetric = .validationLoss
  ) throws -> ScalingStudy {
    ScalingStudy(
      try ScalingStudy.points(in: paths, metric: metric),
      metric: metric.rawValue,
      confidence: 0.95,
      baseRateLoss: nil
    )
  }

  @Test("The published losses give the exponents that numpy and scipy find")
  func published() throws {
    let root = MadeTables.root + "/Fixtures/reference/scaling-published"
    let known = try JSONValue(parsing: AtomicFile.read(root + ".json"))
    let found = try study([root + ".csv"])
    #expect(found.groups.map(\.name) == ["h1", "h3", "h5"])
    for report in found.reports {
      let law = try #require(known["laws"]?[report.experiment])
      let interval = try #require(report.law.alphaInterval)
      let names = [
        "alpha", "coefficient", "r_squared", "lower", "upper", "reduction_per_tenfold",
      ]
      expectClose(
        [
          report.law.alpha, report.law.coefficient, report.law.rSquared, interval.lowerBound,
          interval.upperBound, report.law.reductionPerTenfold,
        ],
        try names.map { try #require(law[$0]?.numberValue) },
        within: 1e-10
      )
      #expect(report.law.alpha < 0 && report.law.strength == .weak)
      #expect(report.summary.contains("Larger models were worse"))
    }
    #expect(found.reports.map(\.law.trend) == [.open, .worse, .worse])
  }

  @Test("Results of searches are read as they were written, each horizon by itself")
  func results() throws {
    try MadeTables.withFolder { folder in
      let results = [
        Self.result("2M", 1_900_000, 0.314), Self.result("20M", 19_000_000, 0.346),
        Self.result("200M", 190_000_000, 0.7), Self.result("2B", 1_900_000_000, 0.3, horizon: 5),
      ]
      for result in results { _ = try result.save(to: folder) }
      #expect(try Set(ScalingStudy.results(in: [folder])) == Set(results))
      let found = try study([folder])
      #expect(found.groups.map(\.name) == ["phase6a h1", "phase6a h5"])
      let report = try #require(found.reports.first)
      #expect(found.reports.count == 1 && report.baseRateLoss == 0.69)
      #expect(report.rows.last == ["base rate", "0.6900", ""])
      #expect(report.law.points.map(\.size) == [1.9e6, 1.9e7, 1.9e8])
      #expect(found.json["fits"]?[0]?["fit_results"]?["alpha"]?.numberValue == report.law.alpha)
      #expect(found.json["not_fitted"]?[0]?["experiment"] == "phase6a h5")
      #expect(found.markdown.contains("Not fitted: expected 2 points or more, found 1."))
      let tested = try study([folder], metric: .testLoss)
      #expect(tested.reports.first?.law.points.first?.error == 0.314 + 0.1)
      #expect(tested.reports.first?.baseRateLoss == 0.688)
    }
  }

  @Test("A budget in the name of an experiment does not part what belongs together")
  func groups() {
    #expect(groupName(experiment: "phase6a_2M_h1_t", budget: "2M", horizon: "1") == "phase6a_h1_t")
    #expect(groupName(experiment: "phase6a_20m", budget: "20M", horizon: "3") == "phase6a h3")
    #expect(groupName(experiment: "", budget: "", horizon: "5") == "h5")
    #expect(groupName(experiment: "a", budget: "", horizon: nil) == "a")
  }

  @Test("A table of several bad rows and a bad file are all named")
  func problems() throws {
    try MadeTables.withFolder { folder in
      let (table, broken) = (folder + "/t.csv", folder + "/x_best.json")
      try AtomicFile.write(
        "N,error,horizon\n2M,0.3,1\nmany,0.3,1\n2e7,-1,1\n2e8,0.2\n,,\n0,nan,1\n",
        to: table
      )
      try AtomicFile.write("{\"experiment\": 3", to: broken)
      let error = #expect(throws: ScalingStudyError.self) {
        try ScalingStudy.points(in: [table, broken, folder + "/none.csv"], metric: .validationLoss)
      }
      let lines = try #require(error?.description).split(separator: "\n")
      #expect(lines.count == 7)
      #expect(lines[0] == "\(table):3: expected n as a number above 0, found 'many'")
      #expect(lines[1] == "\(table):4: expected error as a number above 0, found '-1'")
      #expect(lines[2] == "\(table):5: expected 3 fields, found 2")
      #expect(lines[5].hasPrefix("\(broken):1: expected a JSON document"))
      #expect(lines[6].contains("none.csv: no such file"))
    }
  }

  @Test("A table without a size, one without rows, and a folder without results are refused")
  func empty() throws {
    try MadeTables.withFolder { folder in
      for (text, part) in [
        ("size,error\n1,2\n", ":1: expected a column among param_count, parameters, n, budget"),
        ("n,error\n", "expected rows with a size and an error, found none"),
        ("", "expected a heading and rows, found an empty file"),
        ("n,error\n\"1,2", "expected closed quotes"),
      ] {
        try AtomicFile.write(text, to: folder + "/t.csv")
        let error = #expect(throws: ScalingStudyError.self) {
          try ScalingStudy.points(in: [folder + "/t.csv"], metric: .validationLoss)
        }
        #expect(try #require(error?.description).contains(part), "\(part)")
      }
      let error = #expect(throws: ScalingStudyError.self) {
        try ScalingStudy.results(in: [folder])
      }
      #expect(try #require(error?.description).contains("expected files named *_best.json"))
    }
  }

  @Test("Points of one size have no law, and their group says why")
  func unfitted() {
    let points = [1.0, 2.0].map {
      ScalingPoint(group: "a", size: 5, error: $0, baseRateLoss: 0.5, source: "t.csv")
    }
    let study = ScalingStudy(points, metric: "loss", confidence: 0.95, baseRateLoss: nil)
    #expect(study.reports.isEmpty)
    guard case .failure(.equalSizes(5)) = study.groups[0].fit else {
      Issue.record("expected equal sizes")
      return
    }
  }

  @Test("Rows of the log that did not succeed are passed over")
  func log() throws {
    try MadeTables.withFolder { folder in
      let log = ExperimentLog(path: folder + "/e.csv", reportPath: folder + "/e.md")
      for (budget, loss, status) in [
        ("2M", "0.3", ExperimentEntry.Status.success), ("20M", "", .failed),
        ("20M", "0.2", .success),
      ] {
        try log.append(
          ExperimentEntry(
            timestamp: "2026-11-21",
            experiment: "e",
            status: status,
            values: [
              "budget": budget, "val_loss": loss, "horizon": "1",
              "param_count": budget == "2M" ? "1900000" : "",
            ]
          )
        )
      }
      let points = try ScalingStudy.points(in: [log.path], metric: .validationLoss)
      #expect(points.map(\.size) == [1.9e6, 2e7] && points.map(\.error) == [0.3, 0.2])
      #expect(points[0].group == "e h1" && points[0].source == "\(log.path):2")
    }
  }

  @Test("Memory of the machine is told, and how much of it was used")
  func memory() {
    let bytes = MachineMemory.bytes ?? 0
    #expect(bytes > 1 << 28)
    // A page that is written to counts.
    let block = [UInt8](repeating: 1, count: 1 << 24)
    #expect((block.count..<bytes).contains(MachineMemory.peakUse ?? 0))
  }
}
