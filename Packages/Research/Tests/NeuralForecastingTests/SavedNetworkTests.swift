import ConfigValidation
import Forecasting
import Foundation
import Testing
import TorchEngine

@testable import NeuralForecasting

@Suite(
  "Saved networks",
  .serialized,
  .enabled(if: TestTorch.isInstalled, "run: make deps-torch")
)
struct SavedNetworkTests {
  private let torch: Torch
  private let folder = NeuralFixtures.temporaryFolder()

  init() throws {
    torch = try TestTorch.load()
  }

  @Test("Saved weights are read by name")
  func saving() throws {
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let fitted = try fit(NeuralForecasterTests.architectures[1], fold)
    #expect(try fitted.save(to: folder) == ["model.json", "weights.safetensors"])
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/weights.safetensors"))
    let file = try SafeTensors(Array(bytes), path: "weights")
    let count = file.entries.reduce(0) { $0 + $1.values.count }
    #expect(count == fitted.report.parameterCount)
    #expect(file["head.weight"]?.shape == [1, 16])
    #expect(file.encoded == Array(bytes))
  }

  @Test(
    "A loaded network forecasts what the fitted one did, bit for bit",
    arguments: NeuralForecasterTests.architectures
  )
  func loading(architecture: NeuralArchitecture) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for kind in ForecastTargetKind.allCases {
      if kind == .binary, case .temporalFusion = architecture { continue }
      let fold = try NeuralFixtures.fold(rows: 200, signal: 1, kind: kind)
      let fitted = try fit(architecture, fold)
      let expected = try fitted.forecasts(fold.validation, of: fold.table)
      _ = try fitted.save(to: folder)
      let loaded = try load()
      #expect(loaded.report == fitted.report)
      #expect(try loaded.forecasts(fold.validation, of: fold.table) == expected)
    }
  }

  @Test(
    "Parameters are counted without building a network",
    arguments: NeuralForecasterTests.architectures + wider
  )
  func parameterCount(architecture: NeuralArchitecture) throws {
    let fold = try NeuralFixtures.fold(rows: 100, signal: 1)
    let fitted = try fit(architecture, fold)
    #expect(architecture.parameterCount(of: fold.table) == fitted.report.parameterCount)
  }

  /// Networks whose sizes all differ.
  static let wider: [NeuralArchitecture] = [
    .patchTransformer(uneven, patchLength: 5, stride: 2), .encoderTransformer(uneven),
    .temporalFusion(
      modelSize: 12,
      headCount: 3,
      quantiles: [0.05, 0.25, 0.5, 0.75, 0.95],
      dropout: 0
    ),
  ]

  static let uneven = TransformerShape(
    modelSize: 12,
    layerCount: 3,
    headCount: 3,
    feedForwardSize: 20,
    dropout: 0
  )

  @Test("Weights of another network are refused with the weights that were expected and found")
  func otherWeights() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    _ = try fit(NeuralForecasterTests.architectures[0], fold).save(to: folder)
    let weights = try Data(contentsOf: weightsFile)
    _ = try fit(NeuralForecasterTests.architectures[1], fold).save(to: folder)
    try weights.write(to: weightsFile)
    #expect(throws: (any Error).self) { _ = try load() }
    let words = failure { _ = try load() }
    #expect(
      words.contains("weights.safetensors: expected the weights of the network in model.json")
    )
    #expect(words.contains("embedding.positions [8, 16]"))
    #expect(words.contains("embedding.positions [12, 16]"))
  }

  @Test("Damaged weights and documents are refused")
  func damaged() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    _ = try fit(NeuralForecasterTests.architectures[1], fold).save(to: folder)
    let weights = try Data(contentsOf: weightsFile)
    var changed = weights
    changed[changed.count - 2] ^= 1
    try changed.write(to: weightsFile)
    #expect(failure { _ = try load() }.contains("expected a file with SHA-256"))
    for length in [0, 7, 100, weights.count - 1] {
      try weights.prefix(length).write(to: weightsFile)
      #expect(failure { _ = try load() }.contains("expected a safetensors file"), "\(length)")
    }
    try FileManager.default.removeItem(at: weightsFile)
    #expect(failure { _ = try load() }.contains("weights.safetensors"))
    let document = URL(fileURLWithPath: folder + "/model.json")
    let text = try String(contentsOf: document, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "\"d_model\": 16", with: "\"d_model\": 17").utf8)
      .write(to: document)
    #expect(failure { _ = try load() }.contains("model.json"))
  }

  @Test("A table with other features, context, horizon or target is refused with what differs")
  func otherTables() throws {
    let fold = try NeuralFixtures.fold(rows: 200, signal: 1)
    let fitted = try fit(NeuralForecasterTests.architectures[1], fold)
    let binary = try NeuralFixtures.fold(rows: 200, signal: 1, kind: .binary)
    #expect(
      failure { _ = try fitted.forecasts([0], of: binary.table) }
        == "target: the network was taught with real, found binary"
    )
    let table = fold.table
    let other = try ForecastTable(
      featureNames: ["leading", "noise", "month"],
      features: table.features,
      knownAhead: ["month"],
      closeTimes: table.closeTimes,
      targets: table.targets,
      targetKind: table.targetKind,
      returnsAhead: table.returnsAhead,
      layout: table.layout
    )
    #expect(
      failure { _ = try fitted.forecasts([0], of: other) }
        == "features: expected leading, noise, weekday, found leading, noise, month"
    )
  }

  private var weightsFile: URL { URL(fileURLWithPath: folder + "/weights.safetensors") }

  /// What an error says, or nothing without one.
  private func failure(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func load() throws -> any FittedForecaster {
    try SavedForecaster.load(
      from: folder,
      on: .cpu,
      boosting: { () throws(ForecastError) in throw .engine("not needed") },
      tensors: { [torch] () throws(ForecastError) in torch }
    )
  }

  private func fit(
    _ architecture: NeuralArchitecture,
    _ fold: ForecastFold
  ) throws -> any FittedForecaster {
    try NeuralForecaster(
      architecture,
      training: NeuralForecasterTests.training(epochs: 1),
      unscaledFeatures: [],
      device: .cpu,
      torch: torch
    ).fit(fold, FitCircumstances(seed: 5, checkpointFolder: nil) { _ in })
  }
}
