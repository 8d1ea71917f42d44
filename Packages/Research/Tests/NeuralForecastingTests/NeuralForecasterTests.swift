import ConfigValidation
import Features
import Forecasting
import Foundation
import QuantMath
import Synchronization
import Testing
import TorchEngine

@testable import NeuralForecasting

@Suite(
  "Neural forecasters",
  .serialized,
  .enabled(if: TestTorch.isInstalled, "run: make deps-torch")
)
struct NeuralForecasterTests {
  private let torch: Torch

  init() throws {
    torch = try TestTorch.load()
  }

  static let architectures: [NeuralArchitecture] = [
    .patchTransformer(small, patchLength: 4, stride: 4),
    .encoderTransformer(small),
    .temporalFusion(modelSize: 8, headCount: 2, quantiles: [0.1, 0.5, 0.9], dropout: 0.1),
  ]

  static let small = TransformerShape(
    modelSize: 16,
    layerCount: 1,
    headCount: 2,
    feedForwardSize: 32,
    dropout: 0.1
  )

  @Test("Every network finds a planted signal", arguments: architectures)
  func learnsSignal(architecture: NeuralArchitecture) throws {
    let fold = try NeuralFixtures.fold(rows: 900, signal: 1)
    let fitted = try forecaster(architecture, epochs: 12).fit(fold, circumstances(seed: 3))
    let forecasts = try fitted.forecasts(fold.validation, of: fold.table)
    #expect(NeuralFixtures.correlation(forecasts, fold) > 0.5)
    #expect(fitted.report.epochs <= 12)
    #expect(fitted.report.parameterCount > 0)
  }

  @Test("A Temporal Fusion Transformer states quantiles in order, and shares that add up to 1")
  func explanations() throws {
    let fold = try NeuralFixtures.fold(rows: 400, signal: 1)
    let fitted = try forecaster(Self.architectures[2], epochs: 6).fit(fold, circumstances(seed: 3))
    let report = fitted.report
    #expect(abs(report.importances.reduce(0) { $0 + $1.share } - 1) < 1e-5)
    let attention = report.details["attention"]?.arrayValue?.compactMap(\.numberValue) ?? []
    #expect(attention.count == 8 + 2)
    #expect(abs(attention.reduce(0, +) - 1) < 1e-5)
    for forecast in try fitted.forecasts(fold.validation, of: fold.table) {
      #expect(forecast.quantiles.count == 3)
      #expect(forecast.quantiles == forecast.quantiles.sorted())
      #expect(forecast.value == forecast.quantiles[1])
    }
  }

  @Test("One seed gives one model to the last bit, another seed another", arguments: architectures)
  func determinism(architecture: NeuralArchitecture) throws {
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    let forecaster = try forecaster(architecture, epochs: 2)
    func values(_ seed: UInt64) throws -> [Forecast] {
      try forecaster.fit(fold, circumstances(seed: seed)).forecasts(fold.validation, of: fold.table)
    }
    let first = try values(5)
    #expect(try values(5) == first)
    #expect(try values(6) != first)
  }

  @Test(
    "A fit that was stopped after any epoch ends with the same numbers",
    arguments: architectures
  )
  func resumption(architecture: NeuralArchitecture) throws {
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    let whole = try forecaster(architecture, epochs: 5)
    let undisturbed = try whole.fit(fold, circumstances(seed: 5))
    let expected = try undisturbed.forecasts(fold.validation, of: fold.table)
    for stop in 1...4 {
      let folder = NeuralFixtures.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      // The checkpoint of an epoch, as it lay there when the process was killed.
      let kept = Mutex<Data?>(nil)
      let path = folder + "/checkpoint.safetensors"
      _ = try whole.fit(
        fold,
        FitCircumstances(seed: 5, checkpointFolder: folder) { progress in
          // An epoch is told before its own checkpoint takes the place of the one before.
          guard progress.epoch == stop + 1 else { return }
          let bytes = FileManager.default.contents(atPath: path)
          kept.withLock { $0 = bytes }
        }
      )
      let bytes = try #require(kept.withLock { $0 })
      try bytes.write(to: URL(fileURLWithPath: path))
      let epochs = Mutex<[Int]>([])
      let resumed = try whole.fit(
        fold,
        FitCircumstances(seed: 5, checkpointFolder: folder) { progress in
          epochs.withLock { $0.append(progress.epoch) }
        }
      )
      #expect(epochs.withLock { $0.first } == stop + 1)
      #expect(try resumed.forecasts(fold.validation, of: fold.table) == expected)
      #expect(resumed.report == undisturbed.report)
    }
  }

  @Test("A checkpoint of another architecture, seed or data is refused with what differs")
  func foreignCheckpoint() throws {
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    let folder = NeuralFixtures.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let circumstances = FitCircumstances(seed: 5, checkpointFolder: folder) { _ in }
    _ = try forecaster(Self.architectures[1], epochs: 1).fit(fold, circumstances)
    #expect {
      _ = try forecaster(Self.architectures[0], epochs: 1).fit(fold, circumstances)
    } throws: { error in
      "\(error)".contains("patch_transformer") && "\(error)".contains("checkpoint.safetensors")
    }
    #expect {
      _ = try forecaster(Self.architectures[1], epochs: 1)
        .fit(fold, FitCircumstances(seed: 6, checkpointFolder: folder) { _ in })
    } throws: { error in "\(error)".contains("seed \"6\"") }
    let path = folder + "/checkpoint.safetensors"
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
    #expect {
      _ = try forecaster(Self.architectures[1], epochs: 1).fit(fold, circumstances)
    } throws: { error in "\(error)".contains("expected a safetensors file") }
  }

  @Test("A loss that leaves the finite numbers ends the fit with its epoch")
  func divergence() throws {
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    var settings = Self.training(epochs: 30)
    settings.learningRate = 1e30
    let forecaster = try NeuralForecaster(
      Self.architectures[1],
      training: settings,
      unscaledFeatures: [],
      device: .cpu,
      torch: torch
    )
    #expect {
      _ = try forecaster.fit(fold, circumstances(seed: 1))
    } throws: { error in
      if case .diverged = error as? ForecastError { true } else { false }
    }
  }

  @Test("Targets of one class and devices that are not there are refused")
  func refusals() throws {
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1, kind: .binary, constant: 1)
    #expect {
      _ = try forecaster(Self.architectures[1], epochs: 1).fit(fold, circumstances(seed: 1))
    } throws: { error in
      if case .singleClass = error as? ForecastError { true } else { false }
    }
    #expect(throws: ForecastError.self) {
      _ = try NeuralForecaster(
        Self.architectures[1],
        training: Self.training(epochs: 1),
        unscaledFeatures: [],
        device: .cuda(torch.cudaDeviceCount),
        torch: torch
      )
    }
  }

  @Test("Every training setting changes the result")
  func settingsCount() throws {
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    let changes: [(String, (inout TrainingSettings) -> Void)] = [
      ("learning rate", { $0.learningRate *= 2 }), ("warm-up", { $0.warmupSteps = 20 }),
      ("weight decay", { $0.weightDecay = 0.2 }),
      ("decay form", { $0.decouplesWeightDecay = false }),
      ("batch", { ($0.batchSize, $0.microBatchSize) = (16, 16) }),
      ("norm", { $0.gradientNorm = 0.01 }),
      ("epochs", { $0.epochs = 3 }),
    ]
    func values(_ settings: TrainingSettings) throws -> [Forecast] {
      try NeuralForecaster(
        Self.architectures[1],
        training: settings,
        unscaledFeatures: [],
        device: .cpu,
        torch: torch
      ).fit(fold, circumstances(seed: 5)).forecasts(fold.validation, of: fold.table)
    }
    let base = Self.training(epochs: 2)
    let expected = try values(base)
    for (name, change) in changes {
      var settings = base
      change(&settings)
      #expect(try values(settings) != expected, "\(name)")
    }
    // Parts of a batch add up to the batch.
    var parts = base
    parts.microBatchSize = 8
    for (one, other) in zip(try values(parts), expected) {
      #expect(abs(one.value - other.value) < 0.05)
    }
  }

  @Test("A forecast depends on its context alone")
  func causality() throws {
    let fold = try NeuralFixtures.fold(rows: 300, signal: 1)
    let fitted = try forecaster(Self.architectures[2], epochs: 2).fit(fold, circumstances(seed: 5))
    let sample = fold.validation[10]
    let decision = fold.table.layout.decisionRow(of: sample)
    let changed = try NeuralFixtures.changed(fold.table, afterRow: decision)
    let before = try fitted.forecasts([sample], of: fold.table)
    #expect(try fitted.forecasts([sample], of: changed) == before)
    let touched = try NeuralFixtures.changed(fold.table, afterRow: decision - 1)
    #expect(try fitted.forecasts([sample], of: touched) != before)
  }

  private func forecaster(
    _ architecture: NeuralArchitecture,
    epochs: Int
  ) throws -> NeuralForecaster {
    try NeuralForecaster(
      architecture,
      training: Self.training(epochs: epochs),
      unscaledFeatures: [],
      device: .cpu,
      torch: torch
    )
  }

  private func circumstances(seed: UInt64) -> FitCircumstances {
    FitCircumstances(seed: seed, checkpointFolder: nil) { _ in }
  }

  static func training(epochs: Int) -> TrainingSettings {
    TrainingSettings(
      epochs: epochs,
      batchSize: 32,
      microBatchSize: 32,
      learningRate: 0.005,
      warmupSteps: 0,
      weightDecay: 0.001,
      decouplesWeightDecay: true,
      gradientNorm: 1,
      patience: 5,
      minimumImprovement: 0,
      usesReducedPrecision: false
    )
  }
}
