import ConfigValidation
import Forecasting
import ModelSearch
import NeuralForecasting
import Optimizer
import Synchronization
import Testing
import TorchEngine

/// Every parameter that may be searched changes what training does.
@Suite("Searched parameters", .enabled(if: MadeSearch.isInstalled))
struct ParameterEffectTests {
  /// Values of each parameter whose trainings must differ, the ends of the default searches among them.
  static let values: [String: [ParameterValue]] = [
    "lr": [.number(1e-5), .number(1e-4), .number(1e-3)],
    "epochs": [.integer(1), .integer(2), .integer(3)],
    "batch": [.integer(32), .integer(64), .integer(128)],
    "weight_decay": [.number(1e-6), .number(1e-4), .number(5e-3), .number(1e-2)],
    "warmup_steps": [.integer(0), .integer(100), .integer(500), .integer(1_000)],
    "dropout": [.number(0), .number(0.1), .number(0.3)],
    "arch": [.integer(0), .integer(1), .integer(9)],
  ]

  private static let base: ParameterSet = [
    "lr": .number(1e-3), "epochs": .integer(2), "batch": .integer(64),
    "weight_decay": .number(1e-3), "warmup_steps": .integer(3), "dropout": .number(0.1),
    "arch": .integer(0),
  ]

  /// The losses of each epoch, and the forecasts afterwards.
  private func training(
    _ made: ModelSearchPlan,
    _ parameters: ParameterSet,
    _ torch: Torch
  ) throws -> [Double] {
    let settings = made.settings(parameters)
    let forecaster = try NeuralForecaster(
      settings.architecture,
      training: settings.training,
      unscaledFeatures: [],
      device: .cpu,
      torch: torch
    )
    let losses = Mutex<[Double]>([])
    let samples = made.samples
    let fitted = try forecaster.fit(
      ForecastFold(
        table: samples.table,
        training: Array(samples.subset.prefix(150)),
        validation: Array(samples.validation.prefix(40))
      ),
      FitCircumstances(seed: 3, checkpointFolder: nil) { progress in
        losses.withLock { $0 += [progress.trainingLoss, progress.validationLoss ?? 0] }
      }
    )
    let forecasts = try fitted.forecasts(Array(samples.validation.prefix(5)), of: samples.table)
    return losses.withLock { $0 } + forecasts.map(\.value)
  }

  @Test("has values for every parameter that may be searched")
  func complete() {
    let names = TrainingSearchSpace.schema.parameters.map(\.name)
    #expect(Set(Self.values.keys) == Set(names + [TrainingSearchSpace.architectureName]))
  }

  @Test("change training, each alone", arguments: values.keys.sorted())
  func changesTraining(name: String) throws {
    let made = try MadeSearch().plan(MadeSearch.document())
    let torch = try Torch.load(from: MadeSearch.torch)
    let reference = try training(made, Self.base, torch)
    #expect(try training(made, Self.base, torch) == reference, "the same is the same")
    var seen: [[Double]] = []
    for value in try #require(Self.values[name]) {
      var parameters = Self.base
      parameters[name] = value
      let found = try training(made, parameters, torch)
      #expect(!seen.contains(found), "\(name) \(value) changes nothing")
      seen.append(found)
    }
  }

  @Test("epochs are the number of passes, batches the number of samples of a step")
  func settings() throws {
    let made = try MadeSearch().plan(MadeSearch.document())
    let settings = made.settings(Self.base)
    #expect(settings.training.epochs == 2 && settings.training.batchSize == 64)
    #expect(settings.training.warmupSteps == 3 && settings.training.weightDecay == 1e-3)
    #expect(settings.training.learningRate == 1e-3 && settings.architecture.dropout == 0.1)
    #expect(settings.architecture.transformer == made.architectures[0].shape)
    let byMemory = try MadeSearch().plan(
      MadeSearch.document(space: "{batch: by_memory, lr: [0.1]}")
    )
    let training = byMemory.settings(["lr": .number(0.1), "arch": .integer(0)]).training
    #expect(training.batchSize == 256 && training.microBatchSize == 256)
  }
}
