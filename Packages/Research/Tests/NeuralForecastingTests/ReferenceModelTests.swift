import ConfigValidation
import Foundation
import Testing
import TorchEngine

@testable import NeuralForecasting

@Suite(
  "Networks against Python torch",
  .serialized,
  .enabled(if: TestTorch.isInstalled, "run: make deps-torch")
)
struct ReferenceModelTests {
  private let torch: Torch
  private let reference: JSONValue

  init() throws {
    torch = try TestTorch.load()
    let path = TestTorch.root + "/Fixtures/reference/neural-models.json"
    reference = try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test("The Temporal Fusion Transformer gives the same quantiles, shares and attention")
  func temporalFusion() throws {
    let known = try #require(reference["temporal_fusion"])
    let model = try TemporalFusionTransformer(
      TemporalFusionShape(
        seriesCount: 3,
        pastCount: 4,
        futureCount: 2,
        contextLength: 6,
        horizon: 3,
        modelSize: 8,
        headCount: 2,
        quantiles: [0.1, 0.5, 0.9],
        dropout: 0.3
      ),
      WeightStore(seed: 1, on: .cpu, torch)
    )
    try assign(known, to: model.weights)
    let ids = try #require(known["series"]?.arrayValue).compactMap(\.integerValue)
    let output = try torch.withoutGradients { () throws(TorchError) in
      try model(
        series: Tensor(integers: ids, shape: [ids.count], on: .cpu, torch),
        past: tensor(known["past"]),
        future: tensor(known["future"]),
        .evaluation
      )
    }
    try expect(output.quantiles, known["quantiles"])
    try expect(output.pastShares, known["past_shares"])
    try expect(output.futureShares, known["future_shares"])
    try expect(output.attention, known["attention"])
  }

  @Test("The patch transformer gives the same logits")
  func patchTransformer() throws {
    let known = try #require(reference["patch_transformer"])
    let shape = PatchTransformerShape(
      transformer: TransformerShape(
        modelSize: 8,
        layerCount: 2,
        headCount: 2,
        feedForwardSize: 12,
        dropout: 0.1
      ),
      featureCount: 2,
      contextLength: 12,
      patchLength: 4,
      stride: 2,
      outputCount: 1
    )
    let model = try PatchTransformer(shape, WeightStore(seed: 1, on: .cpu, torch))
    #expect(model.weights.parameterCount == shape.parameterCount)
    try assign(known, to: model.weights)
    try expect(model(tensor(known["input"]), .evaluation), known["output"])
  }

  @Test("The encoder gives the same values, and training mode without dropout as well")
  func encoder() throws {
    let known = try #require(reference["encoder_transformer"])
    for dropout in [0.0, 0.2] {
      let model = try EncoderTransformer(
        TransformerShape(
          modelSize: 8,
          layerCount: 2,
          headCount: 4,
          feedForwardSize: 12,
          dropout: dropout
        ),
        featureCount: 3,
        contextLength: 7,
        outputCount: 2,
        WeightStore(seed: 1, on: .cpu, torch)
      )
      try assign(known, to: model.weights)
      try expect(model(tensor(known["input"]), .evaluation), known["output"])
      guard dropout == 0 else { continue }
      let mode = ForwardMode.training(try TorchGenerator(seed: 1, on: .cpu, torch))
      try expect(model(tensor(known["input"]), mode), known["output"])
    }
  }

  private func assign(_ known: JSONValue, to store: WeightStore) throws {
    let weights = try #require(known["weights"]?.objectValue)
    #expect(weights.map(\.name).sorted() == store.entries.map(\.name).sorted())
    for (name, tensor) in store.entries {
      let found = try #require(known["weights"]?[name])
      #expect(
        found["shape"]?.arrayValue?.compactMap(\.integerValue) == tensor.shape.map(Int64.init)
      )
      try tensor.assign(floats(found))
    }
  }

  private func expect(_ tensor: Tensor, _ known: JSONValue?) throws {
    let known = try #require(known)
    #expect(known["shape"]?.arrayValue?.compactMap(\.integerValue) == tensor.shape.map(Int64.init))
    for (found, expected) in zip(try tensor.floats(), floats(known)) {
      #expect(abs(found - expected) < 1e-5)
    }
  }

  private func tensor(_ known: JSONValue?) throws(TorchError) -> Tensor {
    let shape = known?["shape"]?.arrayValue?.compactMap(\.integerValue).map { Int($0) } ?? []
    return try Tensor(floats(known ?? .null), shape: shape, on: .cpu, torch)
  }

  private func floats(_ known: JSONValue) -> [Float] {
    known["values"]?.arrayValue?.compactMap(\.numberValue).map { Float($0) } ?? []
  }
}

@Suite("Numbers of parameters")
struct ParameterCountTests {
  /// Shapes with the number of parameters that the published configurations have.
  static let published: [(stride: Int, size: Int, layers: Int, width: Int, count: Int)] = [
    (5, 64, 2, 128, 81_985), (5, 128, 8, 512, 1_616_257), (10, 192, 4, 768, 1_822_657),
    (10, 512, 6, 2_048, 19_029_505), (10, 1_024, 16, 4_096, 201_769_985),
    (10, 2_304, 32, 9_216, 2_039_908_609),
  ]

  @Test("The formula gives the published numbers", arguments: published)
  func formula(stride: Int, size: Int, layers: Int, width: Int, count: Int) {
    let shape = PatchTransformerShape(
      transformer: TransformerShape(
        modelSize: size,
        layerCount: layers,
        headCount: 8,
        feedForwardSize: width,
        dropout: 0
      ),
      featureCount: 20,
      contextLength: 60,
      patchLength: 10,
      stride: stride,
      outputCount: 1
    )
    #expect(shape.parameterCount == count)
  }
}
