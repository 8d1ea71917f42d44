import Forecasting
import Foundation
import MarketModel
import ModelTraining
import Synchronization
import Testing
import TorchEngine

@Suite("Training fold by fold")
struct TrainingRunTests {
  @Test("targets and returns are those of the bars after each row")
  func rows() throws {
    let made = try MadeTraining()
    let data = try made.run(MadeTraining.document()).data
    let table = data.table
    #expect(data.gapCount == 0)
    #expect(table.knownAhead == ["day_of_week", "month"])
    let first = data.bars.count - table.rowCount
    #expect(first == data.featureLookback)
    for row in stride(from: 0, to: table.rowCount, by: 17) {
      let bar = first + row
      #expect(table.closeTimes[row] == data.bars.closeTimes[bar])
      let ahead =
        bar + 2 < data.bars.count ? data.bars.close[bar + 2] / data.bars.close[bar] - 1 : nil
      #expect(table.targets[row] == ahead)
      #expect(table.returnsAhead[1][row] == ahead)
    }
  }

  @Test("any number of workers writes the same bytes")
  func workers() throws {
    let made = try MadeTraining()
    let run = try made.run(MadeTraining.document())
    #expect(run.plan.folds.count >= 3)
    let one = try made.outcome(of: run, in: "one", workers: 1)
    let three = try made.outcome(of: run, in: "three", workers: 3)
    let files = try MadeTraining.files(in: one.folder)
    #expect(try MadeTraining.files(in: three.folder) == files)
    let names = [
      "folds.json", "gates.json", "importance.json", "metrics.json", "predictions.parquet",
      "resolved_config.yaml", "models/ridge/fold_0/model.json",
    ]
    for name in names { #expect(files[name] != nil, "\(name)") }
    #expect(one.evaluations.map(\.name) == ["naive", "ridge", "ewma"])
    #expect(one.verdicts.map(\.verdict.model) == ["ewma"])
    #expect(one.verdicts[0].verdict.comparisons.map(\.baseline) == ["naive", "ridge"])
    #expect(one.evaluations.allSatisfy { $0.overall?.net != nil })
  }

  @Test("an interrupted run fits only what is missing, and ends with the same bytes")
  func resume() throws {
    let made = try MadeTraining()
    let run = try made.run(MadeTraining.document())
    let outcome = try made.outcome(of: run, in: "runs", workers: 2)
    let files = try MadeTraining.files(in: outcome.folder)
    try FileManager.default.removeItem(
      atPath: "\(outcome.folder)/models/ridge/fold_1/forecasts.json"
    )
    try FileManager.default.removeItem(atPath: "\(outcome.folder)/models/ewma/fold_2")
    let fitted = Mutex<[String]>([])
    let again = try made.outcome(of: run, in: "runs", workers: 2) { event in
      if case .fitted(let model, let fold, _, wasKnown: false) = event {
        fitted.withLock { $0.append("\(model) \(fold)") }
      }
    }
    #expect(fitted.withLock { $0.sorted() } == ["ewma 2", "ridge 1"])
    #expect(try MadeTraining.files(in: again.folder) == files)
  }

  @Test("a damaged file of forecasts is an outcome of its fold, and names the file")
  func damaged() throws {
    let made = try MadeTraining()
    let run = try made.run(MadeTraining.document())
    let outcome = try made.outcome(of: run, in: "runs", workers: 1)
    let path = "\(outcome.folder)/models/ewma/fold_0/forecasts.json"
    try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
    let again = try made.outcome(of: run, in: "runs", workers: 1)
    guard case .failed(0, let reason) = again.models[2].outcomes.folds[0] else {
      Issue.record("expected a failed fold, found \(again.models[2].outcomes.folds[0])")
      return
    }
    #expect(reason.contains(path))
    #expect(
      again.models[2].reports.map { $0 != nil } == [false]
        + again.run.plan.folds.dropFirst().map { _ in true }
    )
    #expect(again.models[1].reports.allSatisfy { $0 != nil })
  }

  @Test("folds that cannot be fitted keep their reasons, and nothing passes the gates")
  func singleClass() throws {
    let made = try MadeTraining()
    let text = MadeTraining.document(
      models: "[{name: naive}, {name: logistic}]",
      target: "threshold_90pct",
      baselines: "[naive]"
    )
    let run = try made.run(text, maximumFolds: 2)
    let outcome = try made.outcome(of: run, in: "runs", workers: 2)
    for model in outcome.models {
      #expect(model.reports == [nil, nil])
      for fold in model.outcomes.folds {
        guard case .failed(_, let reason) = fold else {
          Issue.record("expected a failed fold, found \(fold)")
          continue
        }
        #expect(reason.contains("two classes"))
      }
    }
    #expect(outcome.verdicts.map(\.verdict.passes) == [false])
    #expect(outcome.verdicts[0].promotion == nil)
  }

  @Test("another document is another run")
  func identities() throws {
    let made = try MadeTraining()
    let run = try made.run(MadeTraining.document())
    #expect(try made.run(MadeTraining.document()).id == run.id)
    #expect(try made.run(MadeTraining.document(), maximumFolds: 1).id != run.id)
    let models = "[{name: naive}, {name: ridge}, {name: ewma, span: 30}]"
    #expect(try made.run(MadeTraining.document(models: models)).id != run.id)
  }
}

@Suite(
  "Training networks fold by fold",
  .enabled(if: TestTorch.isInstalled, "run: make deps-torch")
)
struct NetworkTrainingTests {
  @Test(
    "a small network trains beside its baselines, with the same bytes for any number of workers"
  )
  func smallNetwork() throws {
    let made = try MadeTraining()
    let text = MadeTraining.document(models: "[{name: tft}, {name: ridge}, {name: naive}]")
    let run = try made.run(text, maximumFolds: 2, torch: TestTorch.location)
    let epochs = Mutex(0)
    let one = try made.outcome(of: run, in: "one", workers: 1) { event in
      if case .epoch(model: "tft", _, _) = event { epochs.withLock { $0 += 1 } }
    }
    #expect(epochs.withLock { $0 } == 4)
    let report = try #require(one.models[0].reports[0])
    #expect(report.quantileLevels == [0.1, 0.5, 0.9])
    #expect(!report.importances.isEmpty)
    #expect(one.evaluations[0].overall?.scores.quantiles.count == 3)
    let two = try made.outcome(of: run, in: "two", workers: 2)
    #expect(try MadeTraining.files(in: one.folder) == MadeTraining.files(in: two.folder))
  }
}

/// The tensor library of the project's folder, where it is installed.
private enum TestTorch {
  static let location: TorchLocation = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    return TorchLocation(explicit: nil, projectDirectories: [folder.path])
  }()

  static let isInstalled = location.paths.contains { FileManager.default.fileExists(atPath: $0) }
}
