import ConfigValidation
import ConfigYAML
import Features
import ModelSearch
import NeuralForecasting
import Optimizer
import Testing

@Suite("Search documents")
struct SearchDocumentTests {
  private func problems(_ text: String) throws -> [String] {
    do {
      _ = try MadeSearch.load(text)
      return []
    } catch let error as ConfigurationError {
      return error.description.split(separator: "\n").map(String.init)
    }
  }

  @Test("The document that is shipped is read as it is explained")
  func shipped() throws {
    let search = try LoadedModelSearch(path: MadeSearch.root + "/configs/hpo.yaml", overrides: [])
    let config = search.config
    #expect(config.experiment == "spy_direction")
    #expect(config.budget.parameterCount == 2_000_000)
    #expect(config.trialCount == 50 && config.startupTrials == 20 && config.subset == 0.3)
    #expect(config.split.method == .chronological(embargo: 0))
    #expect(config.space.batches == .byMemory)
    #expect(!config.settings.decouplesWeightDecay)
    #expect(config.settings.patience == 10 && config.settings.minimumImprovement == 0.001)
    let names = config.space.parameters.map(\.name)
    #expect(names == ["lr", "epochs", "weight_decay", "warmup_steps", "dropout"])
  }

  @Test("Without a space the default ones are searched", arguments: [true, false])
  func defaults(isArchitectural: Bool) throws {
    let text = MadeSearch.document("architectural: \(isArchitectural)", space: "null")
    let space = try MadeSearch.load(text).config.space
    #expect(space["lr"] != nil && space["epochs"] != nil && space["batch"] == nil)
    #expect(space.batches == (isArchitectural ? .byMemory : .stated))
  }

  @Test("A parameter that no training uses cannot be searched, and the nearest is named")
  func unknownParameters() throws {
    let found = try problems(
      MadeSearch.document(space: "{lr: [0.1], warmup_step: [1, 2], momentum: [0.9], epochs: [0]}")
    )
    #expect(
      found == [
        "hpo.yaml:11: training_search_space.warmup_step: is not a known field; did you mean "
          + "'warmup_steps'?",
        "hpo.yaml:11: training_search_space.momentum: is not a known field",
        "hpo.yaml:11: training_search_space.epochs: expected an integer in 1...100000, found 0",
      ]
    )
  }

  @Test("All problems are named at once, with lines and the paths of this document")
  func allAtOnce() throws {
    let text = """
      experiment: a/b
      budget: 2Q
      data: {symbl: SPY}
      features: {tiers: [a20]}
      target: {name: direction}
      model: {name: patch_transformr}
      training: {lookback_window: 0, hidden: 64}
      split: {method: scattered, embargo: 5, validation_share: 0.6, test_share: 0.5}
      trials: 0
      timeout: 4
      trails: 3
      """
    let found = try problems(text)
    for part in [
      "hpo.yaml:1: experiment: expected a name of letters",
      "hpo.yaml:2: budget: expected a number of parameters with K, M or B",
      "did you mean '2M'?",
      "hpo.yaml:3: data.symbl: is not a known field; did you mean 'symbol'?",
      "hpo.yaml:6: model.name: ", "did you mean 'patch_transformer'?",
      "hpo.yaml:7: training.lookback_window: ", "hidden is chosen by the search",
      "split.embargo: is for method chronological", "split.test_share: expected shares",
      "hpo.yaml:9: trials: ", "hpo.yaml:10: timeout: expected a length of time",
      "hpo.yaml:11: trails: is not a known field; did you mean 'trials'?",
    ] { #expect(found.contains { $0.contains(part) }, "\(part) in \(found)") }
  }

  @Test("What contradicts itself is refused")
  func conflicts() throws {
    let tft = MadeSearch.document(model: "tft", target: "forward_return")
    #expect(try problems(tft).contains { $0.contains("expected false for tft") })
    #expect(
      try problems(MadeSearch.document(model: "{name: ewma}")).contains {
        $0.contains("model.name: expected one of patch_transformer, transformer, tft, found ewma")
      }
    )
    let still = MadeSearch.document(
      "architectural: false",
      space: "{arch: all, weight_decay: {min: 0.000001, max: 0.00001}}"
    ).split(separator: "\n").joined(separator: "\n")
    let adamw = String(still).replacing("optimizer: adam", with: "optimizer: adamw")
    let found = try problems(adamw)
    #expect(found.contains { $0.contains("arch: is searched only where architectural is true") })
    let lone = adamw.replacing("arch: all, ", with: "")
    #expect(try problems(lone).contains { $0.contains("changes no weight of 32 bits") })
    #expect(try problems(lone.replacing("adamw", with: "adam")).isEmpty)
  }

  @Test("A model may be named alone, and a budget be a number")
  func shortForms() throws {
    let text = MadeSearch.document(model: "transformer").replacing("100K", with: "100000")
    let config = try MadeSearch.load(text).config
    #expect(config.architecture.name == "transformer")
    #expect(config.budget.description == "100K")
  }

  @Test(
    "Lengths of time",
    arguments: [("90s", 90.0), ("30m", 1_800), ("4h", 14_400), ("1d", 86_400)]
  )
  func durations(known: (String, Double)) {
    #expect(durationInSeconds(known.0) == known.1)
    #expect(durationInSeconds("4") == nil && durationInSeconds("0s") == nil)
  }
}
