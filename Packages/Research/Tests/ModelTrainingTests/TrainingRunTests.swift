import DataLake
import DataLakeTesting
import Features
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
      baselines: "[naive]",
      maximumFolds: 2
    )
    let run = try made.run(text)
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

  @Test("each horizon is a run of its own, with its own purge and folder")
  func horizons() throws {
    let made = try MadeTraining()
    let both = try MadeTraining.load(MadeTraining.document(training: "horizons: [2, 5]"))
    let runs = try both.runs.map { try made.run($0) }
    #expect(runs.map(\.plan.spacing.purge) == [2, 5])
    #expect(Set(runs.map(\.id)).count == 2)
    #expect(try made.run(MadeTraining.document(training: "horizons: [5]")).id == runs[1].id)
    for run in runs {
      let outcome = try made.outcome(of: run, in: "runs", workers: 2)
      #expect(outcome.folder.hasSuffix(run.id))
      // What was resolved is of this horizon alone, and gives the same run.
      let text = try String(
        contentsOfFile: "\(outcome.folder)/resolved_config.yaml",
        encoding: .utf8
      )
      #expect(try made.run(text).id == run.id)
    }
  }

  @Test("where models are written is no part of a run, and a run finds them there again")
  func modelDirectory() throws {
    let made = try MadeTraining()
    let models = "\(made.temporary.directory)/kept"
    let training = "horizons: [2], model_output_dir: \"\(models)\""
    let run = try made.run(MadeTraining.document(training: training))
    #expect(try made.run(MadeTraining.document()).id == run.id)
    let outcome = try made.outcome(of: run, in: "runs", workers: 1)
    #expect(FileManager.default.fileExists(atPath: "\(models)/\(run.id)/ridge/fold_0/model.json"))
    #expect(!FileManager.default.fileExists(atPath: "\(outcome.folder)/models"))
    let fresh = Mutex(0)
    _ = try made.outcome(of: run, in: "runs", workers: 1) { event in
      if case .fitted(_, _, _, wasKnown: false) = event { fresh.withLock { $0 += 1 } }
    }
    #expect(fresh.withLock { $0 } == 0)
  }

  @Test(
    "calibrated probabilities are judged, saved and read back",
    arguments: ["platt", "isotonic"]
  )
  func calibration(method: String) throws {
    let made = try MadeTraining()
    let text = MadeTraining.document(
      models: "[{name: logistic}, {name: naive}]",
      target: "direction",
      baselines: "[naive]",
      training: "horizons: [2], calibration: \(method)"
    )
    let run = try made.run(text)
    let outcome = try made.outcome(of: run, in: "runs", workers: 1)
    guard case .forecasts(let forecasts) = outcome.models[0].outcomes.folds[0],
      case .forecasts(let before)? = outcome.models[0].uncalibrated?.folds[0]
    else {
      Issue.record("expected forecasts, found \(outcome.models[0].outcomes.folds[0])")
      return
    }
    #expect(forecasts.forecasts != before.forecasts)
    let loaded = try SavedForecaster.load(from: "\(outcome.folder)/models/logistic/fold_0") {
      () throws(ForecastError) in throw .engine("not needed")
    }
    #expect(try loaded.forecasts(forecasts.samples, of: run.data.table) == forecasts.forecasts)
    let base = try #require(loaded as? FittedCalibration).base
    #expect(try base.forecasts(forecasts.samples, of: run.data.table) == before.forecasts)
    let metrics = try String(contentsOfFile: "\(outcome.folder)/metrics.json", encoding: .utf8)
    #expect(metrics.contains("\"before_calibration\""))
    let files = try MadeTraining.files(in: outcome.folder)
    let again = try made.outcome(of: run, in: "runs", workers: 2)
    #expect(again.uncalibrated == outcome.uncalibrated)
    #expect(try MadeTraining.files(in: again.folder) == files)
    #expect(try made.run(text.replacingOccurrences(of: method, with: "none")).id != run.id)
  }

  @Test("without validation samples a fold cannot be calibrated, and says so")
  func nothingToCalibrateOn() throws {
    let made = try MadeTraining()
    let text = MadeTraining.document(
      models: "[{name: naive}]",
      target: "direction",
      baselines: "[naive]",
      maximumFolds: 1,
      training: "horizons: [2], calibration: platt"
    )
    let changed = text.replacingOccurrences(
      of: "train_months: 12",
      with: "train_months: 12, validation_share: 0"
    )
    let outcome = try made.outcome(of: made.run(changed), in: "runs", workers: 1)
    guard case .failed(_, let reason) = outcome.models[0].outcomes.folds[0] else {
      Issue.record("expected a failed fold, found \(outcome.models[0].outcomes.folds[0])")
      return
    }
    #expect(
      reason == "calibration on validation samples: expected scores to calibrate on, found none"
    )
  }

  @Test("the work of models is told without their libraries, as far as it follows from formulas")
  func efforts() throws {
    let made = try MadeTraining()
    let training = try MadeTraining.load(
      MadeTraining.document(models: "[{name: tft}, {name: ridge}, {name: naive}]")
    )
    let data = try training.config.data(in: made.temporary.lake.pin())
    let plan = try training.config.plan(over: data)
    let time = Mutex(Int64(0))
    let efforts = training.config.efforts(
      plan,
      over: data,
      engines: TrainingEngines(
        availableFor: training.config.models,
        torch: TorchLocation(files: []),
        boosting: LightGBMLocation(files: []),
        device: .cpu
      ),
      now: {
        // A second passes between two looks at this clock.
        Timestamp(
          nanoseconds: time.withLock {
            $0 += 1_000_000_000; return $0
          }
        )
      }
    )
    #expect(efforts.map(\.model) == ["tft", "ridge", "naive"])
    #expect(efforts[0].seconds == nil)
    #expect(efforts[0].problem?.contains("make deps-torch") == true)
    #expect((efforts[0].parameterCount ?? 0) > 1_000)
    let steps = plan.folds.reduce(0) { $0 + ($1.count(.training) + 63) / 64 * 2 }
    #expect(efforts[0].stepCount == steps)
    let all = plan.folds.reduce(0) { $0 + $1.count(.training) }
    let expected = Double(all) / Double(plan.folds[0].count(.training))
    #expect(abs((efforts[1].seconds ?? 0) - expected) < 1e-9)
    #expect(efforts[1].problem == nil)
  }

  @Test("another document is another run")
  func identities() throws {
    let made = try MadeTraining()
    let run = try made.run(MadeTraining.document())
    #expect(try made.run(MadeTraining.document()).id == run.id)
    #expect(try made.run(MadeTraining.document(maximumFolds: 1)).id != run.id)
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
    let text = MadeTraining.document(
      models: "[{name: tft}, {name: ridge}, {name: naive}]",
      maximumFolds: 2
    )
    let run = try made.run(text, torch: TestTorch.location)
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
enum TestTorch {
  static let location: TorchLocation = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    return TorchLocation(explicit: nil, projectDirectories: [folder.path])
  }()

  static let isInstalled = location.paths.contains { FileManager.default.fileExists(atPath: $0) }
}
