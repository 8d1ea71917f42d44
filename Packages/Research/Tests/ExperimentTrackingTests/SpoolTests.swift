import ConfigValidation
import ExperimentRegistry
import Foundation
import MarketModel
import Testing

@testable import ExperimentTracking

@Suite("TrackingSpool")
struct SpoolTests {
  private func track(_ folder: TemporaryFolder, folds: Int = 3) throws {
    let tracking = try WalkForwardTracking(
      run: someRun,
      experiment: "unified_tft",
      spool: folder.spool,
      at: noon
    )
    try tracking.parent.log(TrackedParameter.values(in: ["folds": .integer(Int64(folds))]))
    for index in 0..<folds {
      let fold = try tracking.fold(index, at: noon.advanced(bySeconds: Int64(index)))
      for epoch in 1...4 {
        let losses = WalkForwardTracking.epoch(
          epoch,
          forecaster: "tft",
          trainingLoss: 1 / Double(epoch),
          validationLoss: 1.5 / Double(epoch)
        )
        try fold.log(losses, at: noon.advanced(bySeconds: Int64(epoch)))
      }
      let row = result(fold: index)
      try WalkForwardTracking.log(row, forecaster: "tft", in: fold, at: noon)
      try fold.log(artifact: folder.write("fold \(index)", to: "fold_\(index).txt"), as: "a/b.txt")
      try fold.end(.finished, at: noon.advanced(bySeconds: 100))
    }
    try tracking.finish(
      [("tft", (0..<folds).map { result(fold: $0) })],
      headline: "tft",
      status: .finished,
      at: noon.advanced(bySeconds: 200)
    )
  }

  @Test("keeps a parent and its folds as a tree of JSON")
  func keepsTree() throws {
    let folder = try TemporaryFolder()
    try track(folder)
    let name = "walk_forward_\(someRun.hex.prefix(8))"
    #expect(try folder.spool.runNames() == [name])
    let tree = try JSONValue(parsing: folder.text("tracking/\(name)/tree.json"))
    #expect(tree == (try folder.spool.tree(of: name)))
    #expect(tree["status"] == "finished")
    #expect(tree["metrics"]?["median_oos_sharpe"]?.numberValue == 1.0 / 7 - 0.1)
    #expect(tree["metrics"]?["tft/max_oos_sharpe"]?.numberValue == 2.0 / 7 - 0.1)
    #expect(tree["metrics"]?["median_oos_win_rate"]?.numberValue == 0.45 + 1.0 / 97)
    let folds = try #require(tree["runs"]?.arrayValue)
    #expect(folds.map { $0["name"]?.stringValue } == ["fold_0", "fold_1", "fold_2"])
    #expect(folds[2]["params"]?["tft/optimizer/betas"] == "[0.9,0.999]")
    #expect(folds[2]["history"]?["epoch/tft_val_loss"]?[3] == [4, 0.375])
    #expect(folds[2]["metrics"]?["tft/train_loss"]?.numberValue == 1.0 / 3 + 2)
    #expect(folds[2]["metrics"]?["tft/val_loss"] == nil)
    #expect(folds[2]["artifacts"]?[0]?["path"] == "fold_2.txt")
  }

  @Test("gives the same bytes when the same is tracked again")
  func isIdempotent() throws {
    let folder = try TemporaryFolder()
    try track(folder)
    func contents() throws -> [String: String] {
      var texts: [String: String] = [:]
      for case let file as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
      where file.hasSuffix(".json") || file.hasSuffix(".jsonl") {
        texts[file] = try folder.text(file)
      }
      return texts
    }
    let before = try contents()
    try track(folder)
    #expect(before.count == 5)
    #expect(try contents() == before)
  }

  @Test("goes on after a process that was killed in the middle of a line, wherever that was")
  func survivesKills() throws {
    let whole = try TemporaryFolder()
    try track(whole, folds: 1)
    let file = "tracking/walk_forward_\(someRun.hex.prefix(8))/fold_0/events.jsonl"
    let expected = try whole.text(file)
    for cut in stride(from: 0, to: expected.utf8.count, by: 97) {
      let folder = try TemporaryFolder()
      try track(folder, folds: 1)
      let part = String(decoding: Array(expected.utf8).prefix(cut), as: UTF8.self)
      _ = try folder.write(part, to: file)
      let read = try folder.spool.tree(of: "walk_forward_\(someRun.hex.prefix(8))")
      #expect(read["runs"]?.arrayValue != nil)
      try track(folder, folds: 1)
      #expect(try folder.text(file) == expected)
    }
  }

  @Test("says that a run that failed goes on")
  func resumes() throws {
    let folder = try TemporaryFolder()
    let start = TrackedRunStart(key: "k", name: "n", order: 0, startedAt: noon)
    do {
      let run = try folder.spool.begin(start, experiment: "e")
      try run.end(.failed, at: noon)
    }
    #expect(try folder.spool.tree(of: "n")["status"] == "failed")
    do {
      let run = try folder.spool.begin(start, experiment: "e")
      #expect(try folder.spool.tree(of: "n")["status"] == "running")
      try run.end(.finished, at: noon)
    }
    #expect(try folder.spool.tree(of: "n")["status"] == "finished")
  }

  @Test("lets one writer at a run, and readers any time")
  func locks() throws {
    let folder = try TemporaryFolder()
    let start = TrackedRunStart(key: "k", name: "n", order: 0, startedAt: noon)
    let run = try folder.spool.begin(start, experiment: "e")
    let path = folder.path + "/tracking/n/events.jsonl"
    #expect(throws: TrackingError.runHeld(path: path)) {
      try folder.spool.begin(start, experiment: "e")
    }
    #expect(try folder.spool.tree(of: "n")["key"] == "k")
    try run.end(.finished, at: noon)
  }

  @Test("refuses another run in the same folder, other parameters, numbers that are none")
  func refuses() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/tracking/n/events.jsonl"
    do {
      let start = TrackedRunStart(key: "k", name: "n", order: 0, startedAt: noon)
      let run = try folder.spool.begin(start, experiment: "e")
      try run.log([TrackedParameter("rate", "0.1")])
      #expect(
        throws: TrackingError.parameterChanged(run: "n", name: "rate", expected: "0.1", found: "1")
      ) { try run.log([TrackedParameter("more", "1"), TrackedParameter("rate", "1")]) }
      #expect(
        throws: TrackingError.invalid(["metric loss, step 3: expected a finite number, found nan"])
      ) { try run.log([TrackedMetric("a", 1), TrackedMetric("loss", .nan, step: 3)], at: noon) }
      #expect(throws: TrackingError.self) { try run.log(artifact: "/nowhere", as: "a") }
      #expect(throws: TrackingError.self) { try run.log(artifact: path, as: "../a") }
      let tree = try folder.spool.tree(of: "n")
      #expect(tree["params"]?.objectValue?.count == 1)
      #expect(tree["metrics"]?.objectValue?.isEmpty == true)
    }
    let other = TrackedRunStart(key: "other", name: "n", order: 0, startedAt: noon)
    #expect(throws: TrackingError.otherRun(path: path, expected: "other", found: "k")) {
      try folder.spool.begin(other, experiment: "e")
    }
    for name in ["", "..", "a/b", "a b", ".hidden"] {
      let start = TrackedRunStart(key: "k'", name: name, order: 0, startedAt: noon)
      #expect(throws: TrackingError.self) { try folder.spool.begin(start, experiment: "e") }
    }
  }

  @Test("names the line of a damaged log")
  func namesDamage() throws {
    let folder = try TemporaryFolder()
    try track(folder, folds: 1)
    let name = "walk_forward_\(someRun.hex.prefix(8))"
    let file = "tracking/\(name)/events.jsonl"
    let lines = try folder.text(file).split(separator: "\n")
    _ = try folder.write(lines[0] + "\n{\"event\":\"other\"}\n", to: file)
    let path = folder.path + "/" + file
    #expect(
      throws: TrackingError.damagedLog(
        path: path,
        line: 2,
        reason: "expected an event, found another object"
      )
    ) { try folder.spool.tree(of: name) }
  }

  @Test("keeps names and values inside the limits of MLflow, and distinct")
  func keepsLimits() {
    #expect(MLflowLimits.key("tft/oos_sharpe.v-1 x") == "tft/oos_sharpe.v-1 x")
    let odd = ["a+b", "a*b", "ä", "a//b", "../x", "/x", "", String(repeating: "k", count: 251)]
    let keys = odd.map { MLflowLimits.key($0) }
    #expect(Set(keys).count == odd.count)
    for key in keys {
      #expect(key.unicodeScalars.count <= 250)
      #expect(key.wholeMatch(of: /[\w.\- \/]+/) != nil)
      #expect(!key.hasPrefix("/") && !key.contains("//") && !key.contains(".."))
    }
    let long = MLflowLimits.value(String(repeating: "ü", count: 7_000), limit: 6_000)
    #expect(long.unicodeScalars.count == 6_000)
    #expect(long.hasSuffix("… (of 7000)"))
    #expect(MLflowLimits.value("short", limit: 6_000) == "short")
  }

  @Test("aggregates over the folds whose ratio is defined")
  func aggregates() {
    var undefined = result(fold: 9)
    undefined.metrics["oos_sharpe"] = .null
    let metrics = WalkForwardTracking.aggregates(
      of: [result(fold: 0, sharpe: 3), undefined, result(fold: 1, sharpe: -1)],
      prefix: "x/"
    )
    let values = Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0.value) })
    #expect(values["x/folds"] == 3)
    #expect(values["x/oos_sharpe_folds"] == 2)
    #expect(values["x/median_oos_sharpe"] == 1)
    #expect(values["x/mean_oos_sharpe"] == 1)
    #expect(values["x/min_oos_sharpe"] == -1)
    #expect(values["x/max_oos_sharpe"] == 3)
    #expect(WalkForwardTracking.aggregates(of: [], prefix: "").count == 2)
  }
}
