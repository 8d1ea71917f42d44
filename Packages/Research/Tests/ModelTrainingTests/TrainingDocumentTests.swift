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

  @Test("the document of the demo gates networks against every baseline")
  func demo() throws {
    let config = try LoadedTraining(path: shippedPath("training/demo.yaml"), overrides: []).config
    #expect(config.walkForward.gates.baselines == ["naive", "ridge", "lightgbm"])
    #expect(config.models.map(\.name) == ["tft", "transformer", "lightgbm", "ridge", "naive"])
  }

  @Test("the shipped document names every model with its settings")
  func shipped() throws {
    let training = try LoadedTraining(
      path: shippedPath("training.yaml"),
      overrides: ["training.epochs=3"]
    )
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
        horizons: [5, 10]
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
      "training.yaml:4: training.horizons: expected one horizon, found 2",
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
