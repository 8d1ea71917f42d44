public import ConfigValidation

/// Which network a forecaster teaches.
public enum NeuralArchitecture: Hashable, Sendable {
  /// A transformer over patches of rows.
  case patchTransformer(TransformerShape, patchLength: Int, stride: Int)

  /// A causal transformer with one position for each row.
  case encoderTransformer(TransformerShape)

  /// The Temporal Fusion Transformer.
  case temporalFusion(modelSize: Int, headCount: Int, quantiles: [Double], dropout: Double)

  /// The name in documents and reports.
  public var name: String {
    switch self {
    case .patchTransformer: "patch_transformer"
    case .encoderTransformer: "transformer"
    case .temporalFusion: "tft"
    }
  }

  /// Everything that decides its shape beside the data.
  public var json: JSONValue {
    switch self {
    case .patchTransformer(let shape, let patchLength, let stride):
      .object(
        shape.members + [
          JSONMember("patch_length", .integer(Int64(patchLength))),
          JSONMember("stride", .integer(Int64(stride))),
        ]
      )
    case .encoderTransformer(let shape): .object(shape.members)
    case .temporalFusion(let modelSize, let headCount, let quantiles, let dropout):
      [
        "d_model": .integer(Int64(modelSize)), "n_heads": .integer(Int64(headCount)),
        "quantiles": .array(quantiles.map { .number($0) }), "dropout": .number(dropout),
      ]
    }
  }
}

extension TransformerShape {
  fileprivate var members: [JSONMember] {
    [
      JSONMember("d_model", .integer(Int64(modelSize))),
      JSONMember("n_layers", .integer(Int64(layerCount))),
      JSONMember("n_heads", .integer(Int64(headCount))),
      JSONMember("d_ff", .integer(Int64(feedForwardSize))),
      JSONMember("dropout", .number(dropout)),
    ]
  }
}
