import ConfigValidation
import ConfigYAML
import Forecasting
import Foundation
import ModelTraining
import NeuralForecasting
import Testing

@Suite("Training documents")
struct TrainingDocumentTests {
  /// The problems of a document, as they are shown.
  private func problems(_ text: String) -> [String] {
    do {
      _ = try MadeTraining.load(text)
      return []
    } catch let error as ConfigurationError {
      return error.description.split(separator: "\n").map(String.init)
    } catch {
      return ["\(error)"]
    }
  }

  /// The path of a document in the project's `configs`.
  private func shippedPath(_ name: String) -> String {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    return root.appendingPathComponent("configs/\(name)").path
  }

  private func load(_ name: String, _ assignments: [String] = []) throws -> LoadedTraining {
    try LoadedTraining(
      path: shippedPath(name),
      overrides: .init(assignments: assignments, symbol: nil, maximumFolds: nil)
    )
  }

  @Test("the document of the demo gates networks against every baseline")
  func demo() throws {
    let config = try load("training/demo.yaml").config
    #expect(config.walkForward.gates.baselines == ["naive", "ridge", "lightgbm"])
    #expect(config.models.map(\.name) == ["tft", "transformer", "lightgbm", "ridge", "naive"])
  }

  @Test("the shipped document names every model with its settings")
  func shipped() throws {
    let training = try load("training.yaml", ["training.epochs=3"])
    let config = training.config
    #expect(config.models.map(\.name) == ["tft", "transformer", "lightgbm", "ridge", "naive"])
    #expect(config.lookbackWindow == 60)
    #expect(config.horizon == 5)
    #expect(config.features.includesVolatilityIndex)
    guard case .network(_, let settings) = config.models[0] else {
      Issue.record("expected a network, found \(config.models[0])")
      return
    }
    #expect(settings.epochs == 3)
    #expect(settings.batchSize == 64)
  }

  @Test("all problems are reported at once, with line and path")
  func allProblems() {
    let found = problems(
      """
      data: {symbl: SPY}
      target: {name: triple_barrier}
      training:
        horizons: [5, 5]
        heads: 3
      models:
        - name: nave
        - name: ridge
          epochs: 3
      """
    )
    let expected = [
      "training.yaml:1: data.symbol: is required",
      "training.yaml:1: data.symbl: is not a known field; did you mean 'symbol'?",
      "training.yaml:2: target.name: expected forward_return",
      "training.yaml:4: training.horizons: expected each horizon once",
      "training.yaml:5: training.heads: expected a divisor of hidden (64), found 3",
      "training.yaml:7: models[0].name: ",
      "training.yaml:9: models[1].epochs: is not a known field",
    ]
    for text in expected {
      #expect(found.contains { $0.hasPrefix(text) }, "\(text) in\n\(found.joined(separator: "\n"))")
    }
  }

  @Test("models, target and baselines must go together")
  func otherTargets() {
    let found = problems(
      MadeTraining.document(
        models: "[{name: tft}, {name: tft}, {name: naive}]",
        target: "threshold_1pct",
        baselines: "[naive, lightgbm]"
      )
    )
    #expect(found.contains { $0.contains("tft learns real targets, and threshold_1pct is binary") })
    #expect(found.contains { $0.contains("expected each model once") })
    #expect(found.contains { $0.contains("walk_forward.baselines") && $0.contains("lightgbm") })
  }

  @Test("a misspelt model is one problem, and nothing is said of its settings or of baselines")
  func misspeltModel() {
    let found = problems(
      MadeTraining.document(
        models: "[{name: nave}, {name: lightgbn, rounds: 5}]",
        baselines: "[naive, lightgbm]"
      )
    )
    #expect(found.count == 2, "\(found)")
    #expect(found.contains { $0.hasSuffix("found 'nave'; did you mean 'naive'?") })
    #expect(found.contains { $0.hasSuffix("found 'lightgbn'; did you mean 'lightgbm'?") })
  }

  @Test("a misspelt baseline gets the nearest model as a suggestion")
  func misspeltBaseline() {
    let found = problems(MadeTraining.document(baselines: "[naive, rigde]"))
    #expect(found.count == 1)
    #expect(found[0].contains("walk_forward.baselines"))
    #expect(found[0].hasSuffix("found 'rigde'; did you mean 'ridge'?"))
  }

  /// The document of the seed's phase 2, with sections that say what it leaves to code.
  private static let seedDocument = """
    training:
      lookback_window: 120
      horizons: [30, 45, 60]
      batch_size: 64
      epochs: 50
      learning_rate: 0.001
      hidden: 64
      heads: 4
      dropout: 0.1
      model_output_dir: models/tft
      onnx_model_path: null
      mlflow_tracking_uri: http://localhost:5000
      mlflow_experiment_name: unified_tft
    walk_forward:
      enabled: true
      train_months: 12
      oos_months: 1
      min_folds: 6
      min_oos_sharpe: 0.5
      min_win_rate: 0.45
      embargo_bars: 180
      bars_per_day: 390
      baselines: [naive, ridge]
    data: {symbol: SPY}
    models: [{name: tft}, {name: ridge}, {name: naive}]
    """

  @Test("a document with the seed's keys loads, one run for each horizon")
  func seedKeys() throws {
    let training = try MadeTraining.load(Self.seedDocument)
    #expect(training.config.horizons == [30, 45, 60])
    #expect(training.runs.map(\.config.horizon) == [30, 45, 60])
    #expect(training.runs.allSatisfy { $0.config.horizons.count == 1 })
    #expect(training.config.modelDirectory == "models/tft")
    #expect(training.config.tracking.mlflowTrackingURI == "http://localhost:5000")
    #expect(training.config.walkForward.embargoBars == 180)
    #expect(training.config.notes.count == 1)
    #expect(training.config.notes[0].hasPrefix("bars_per_day 390 is not used"))
  }

  @Test("what is not done is refused with what to do instead")
  func refusals() {
    let cases = [
      ("onnx_model_path: null", "onnx_model_path: tft.onnx", "weights.safetensors and model.json"),
      ("enabled: true", "enabled: false", "max_folds: 1"),
      (
        "dropout: 0.1", "calibration: platt", "platt corrects probabilities, and the target is real"
      ),
    ]
    for (given, other, message) in cases {
      let found = problems(Self.seedDocument.replacingOccurrences(of: given, with: other))
      #expect(found.count == 1, "\(found)")
      #expect(found.first?.contains(message) == true, "\(found)")
    }
  }

  @Test("the resolved document reads back to itself, for models of every kind")
  func resolved() throws {
    let networks = "{name: tft}, {name: transformer, layers: 3}, {name: patch_transformer}"
    let others = "{name: lightgbm}, {name: ridge}, {name: naive}, {name: ewma}, {name: random_walk}"
    let texts = [
      Self.seedDocument, MadeTraining.document(models: "[\(networks), \(others)]"),
      MadeTraining.document(
        models: "[{name: logistic, lags: [1, 2]}, {name: naive}]",
        target: "direction",
        baselines: "[naive]",
        maximumFolds: 3,
        training: "horizons: [2], calibration: isotonic"
      ) + "\npositions: {rule: thresholds, long_from: 0.6, sides: long_flat}\n",
    ]
    for text in texts {
      let first = try MadeTraining.load(text).resolvedDocument.yamlText
      let second = try MadeTraining.load(first).resolvedDocument.yamlText
      #expect(first == second)
      #expect(first.contains("baseline_paths: 9999"))
    }
  }

  @Test("a missing library is named together with the command that prepares it")
  func missingLibrary() throws {
    let made = try MadeTraining()
    let text = MadeTraining.document(models: "[{name: tft}, {name: naive}, {name: ridge}]")
    #expect {
      _ = try made.run(text)
    } throws: { error in
      let words = "\(error)"
      return words.contains("tft") && words.contains("make deps-torch")
    }
  }
}
