import ConfigValidation
import DataLake
import Testing

@testable import Forecasting

@Suite("Search results")
struct SearchResultTests {
  static func result(_ budget: String, _ count: Int, _ value: Double) -> SearchResult {
    SearchResult(
      experiment: "phase6a",
      budget: budget,
      bestParameters: [JSONMember("lr", 1e-4), JSONMember("arch", 12)],
      bestValue: value,
      completedTrials: 48,
      prunedTrials: 2,
      timestamp: "2026-11-21T12:00:00Z",
      versions: [JSONMember("torch", "2.13.0")],
      architecture: .init(
        modelSize: 64,
        layerCount: 2,
        headCount: 4,
        feedForwardSize: 128,
        parameterCount: count
      ),
      task: nil
    )
  }

  @Test("What the search writes the scaling study reads")
  func roundTrip() throws {
    try MadeTables.withFolder { folder in
      let results = [
        Self.result("2B", 2_000_000_000, 0.36), Self.result("2M", 1_900_000, 0.314),
        Self.result("20M", 21_000_000, 0.346),
      ]
      let paths = try results.map { try $0.save(to: folder) }
      #expect(paths[1] == folder + "/phase6a_2M_best.json")
      let read = try paths.map { try SearchResult.load($0) }
      #expect(read == results)
      let summary = SearchSummary(read)
      #expect(summary.results.map(\.budget) == ["2M", "20M", "2B"])
      #expect(summary.bestBudget == "2M")
      #expect(summary.scalingFactor == 0.36 / 0.314)
      #expect(summary.json["hpo_summary"]?[0]?["best_params"]?["lr"] == 1e-4)
      #expect(summary.csv.split(separator: "\n").count == 4)
      #expect(summary.csv.contains(#""{""lr"":0.0001,""arch"":12}""#))
      #expect(summary.markdown.hasPrefix("# phase6a\n\n| experiment | budget |"))
      #expect(summary.markdown.contains("|  | base rate | unknown |"))
      let names = try #require(read[0].json.objectValue).map(\.name)
      #expect(
        names == [
          "experiment", "budget", "best_params", "best_value", "n_trials_completed",
          "n_trials_pruned", "timestamp", "study_name", "versions", "architecture",
        ]
      )
    }
  }

  @Test("An unfitting file is an error with every member")
  func errors() throws {
    var json = Self.result("2M", 1, 0.3).json
    json["best_value"] = "low"
    json["best_params"] = nil
    let error = #expect(throws: ScalingStudyError.self) {
      try SearchResult(json: json, path: "a.json")
    }
    let text = try #require(error?.description)
    #expect(text.contains("a.json"))
    #expect(text.contains("best_value as a number (found a string)"))
    #expect(text.contains("best_params"))
    #expect(throws: ScalingStudyError.self) { try SearchResult.load("/nowhere/a.json") }
    #expect(SearchSummary([]).bestBudget == nil)
    #expect(SearchSummary([]).scalingFactor == nil)
  }
}

@Suite("The experiment log")
struct ExperimentLogTests {
  private func entry(
    _ status: ExperimentEntry.Status,
    _ values: [String: String]
  ) throws -> ExperimentEntry {
    try ExperimentEntry(
      timestamp: "2026-11-21T12:00:00Z",
      experiment: "a, \"b\"\nc",
      status: status,
      values: values
    )
  }

  @Test("keeps 22 columns, adds at the end, and reads back what was written")
  func appends() throws {
    #expect(ExperimentEntry.columns.count == 22)
    try MadeTables.withFolder { folder in
      let log = ExperimentLog(path: folder + "/log.csv", reportPath: folder + "/log.md")
      #expect(try log.entries().isEmpty)
      let entries = [
        try entry(.success, ["phase": "6a", "budget": "2M", "val_loss": "0.314"]),
        try entry(
          .failed,
          ["phase": "6a", "error_message": "x,y", "hyperparameters": #"{"lr":1}"#]
        ),
        try entry(.thermalAbort, ["phase": "5", "thermal_max_temp": "96.0"]),
      ]
      var before: [UInt8] = []
      for entry in entries {
        try log.append(entry)
        let now = try AtomicFile.read(log.path)
        #expect(now.starts(with: before))
        before = now
      }
      #expect(try log.entries() == entries)
      let report = String(decoding: try AtomicFile.read(log.reportPath), as: UTF8.self)
      #expect(report.contains("success rate: 33.3 %"))
      #expect(report.contains("## Phase 6a"))
      #expect(report.contains("| 2M |  | success | 0.314 |"))
      #expect(report.contains("* thermal_abort: 1"))
    }
  }

  @Test("survives a last line without its break")
  func unbroken() throws {
    try MadeTables.withFolder { folder in
      let log = ExperimentLog(path: folder + "/log.csv", reportPath: folder + "/log.md")
      try log.append(entry(.success, [:]))
      try AtomicFile.write(Array(AtomicFile.read(log.path).dropLast()), to: log.path)
      try log.append(entry(.failed, [:]))
      #expect(try log.entries().map(\.status) == [.success, .failed])
    }
  }

  @Test("names the line that is not an entry, and leaves the file alone")
  func errors() throws {
    try MadeTables.withFolder { folder in
      let log = ExperimentLog(path: folder + "/log.csv", reportPath: folder + "/log.md")
      try log.append(entry(.success, [:]))
      let good = String(decoding: try AtomicFile.read(log.path), as: UTF8.self)
      for (bad, line) in [(good + "a,b\n", 4), (good.replacing("success", with: "fine"), 2)] {
        try AtomicFile.write(bad, to: log.path)
        let error = #expect(throws: ScalingStudyError.self) { try log.append(entry(.success, [:])) }
        #expect(
          error?.description.contains("log.csv:\(line):") == true,
          "\(error?.description ?? "")"
        )
        #expect(String(decoding: try AtomicFile.read(log.path), as: UTF8.self) == bad)
      }
      for bad in ["a,b\n", "\"open"] {
        try AtomicFile.write(bad, to: log.path)
        #expect(throws: ScalingStudyError.self) { try log.entries() }
      }
    }
    #expect(throws: ScalingStudyError.self) { try entry(.success, ["colour": "red"]) }
  }
}

@Suite("Batches and heat")
struct GuardTests {
  @Test(
    "The rule of memory",
    arguments: [
      (64, 2, 256), (1024, 16, 256), (2048, 24, 32), (1024, 96, 64), (2048, 48, 64),
      (2048, 256, 16),
    ]
  )
  func batchRule(known: (modelSize: Int, layers: Int, batch: Int)) {
    let measure = Double(known.modelSize * known.modelSize * known.layers) / 1e9
    let expected =
      measure <= 0.1 ? 256 : measure <= 0.5 ? 128 : measure <= 1.5 ? 64 : measure <= 3 ? 32 : 16
    #expect(
      BatchRule.batchSize(modelSize: known.modelSize, layerCount: known.layers) == expected
    )
    #expect(BatchRule.accumulation(batchSize: expected) * expected == 256)
  }

  @Test("The largest batch is found by doubling")
  func largestBatch() {
    #expect(BatchRule.largestBatch { $0 <= 100 } == 64)
    #expect(BatchRule.largestBatch { _ in true } == 512)
    #expect(BatchRule.largestBatch { _ in false } == nil)
  }

  private struct MadeFiles: ThermalFiles {
    var texts: [(path: String, text: String?)]
    func paths() -> [String] { texts.map(\.path) }
    func text(at path: String) -> String? { texts.first { $0.path == path }?.text }
  }

  @Test(
    "The hottest sensor decides",
    arguments: [
      ("69999", ThermalState.normal), ("70000\n", .acceptable), ("84999", .acceptable),
      ("85000", .warning), ("94999", .warning), ("95000", .critical), ("broken", .unknown),
      ("65261850", .unknown),
    ]
  )
  func states(known: (text: String, state: ThermalState)) {
    var watch = ThermalGuard(MadeFiles(texts: [("a", known.text), ("b", nil)]))
    #expect(watch.read().state == known.state)
    #expect((watch.hottest == nil) == (known.state == .unknown))
    #expect(known.state.stopsRun == (known.state == .critical))
    #expect(known.state.pauseSeconds == (known.state == .warning ? 60 : 0))
  }

  @Test("Sensors are found below a root, and none is no error")
  func systemFiles() throws {
    try MadeTables.withFolder { folder in
      var watch = ThermalGuard(SystemThermalFiles(root: folder))
      #expect(watch.read().state == .unknown)
      try AtomicFile.write("45000\n", to: folder + "/sys/class/thermal/thermal_zone0/temp")
      try AtomicFile.write("88000\n", to: folder + "/sys/class/hwmon/hwmon1/temp2_input")
      try AtomicFile.write("999\n", to: folder + "/sys/class/hwmon/hwmon1/fan1_input")
      #expect(watch.read() == .init(celsius: 88, state: .warning))
      #expect(watch.hottest == 88)
    }
  }
}
