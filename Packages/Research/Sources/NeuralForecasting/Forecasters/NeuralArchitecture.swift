public import ConfigValidation
internal import Forecasting

/// Which network a forecaster teaches.
public enum NeuralArchitecture: Hashable, Sendable {
  /// A transformer over patches of rows.
  case patchTransformer(TransformerShape, patchLength: Int, stride: Int)

  /// A causal transformer with one position for each row.
  case encoderTransformer(TransformerShape)

  /// The Temporal Fusion Transformer.
  case temporalFusion(modelSize: Int, headCount: Int, quantiles: [Double], dropout: Double)

  /// The names of all networks.
  static let names = ["patch_transformer", "transformer", "tft"]

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

  /// Reads a document that ``json`` wrote, or returns `nil` where it is none.
  init?(name: String, json: JSONValue?) {
    guard let json else { return nil }
    switch name {
    case "patch_transformer":
      guard let shape = TransformerShape(json), let length = json.count("patch_length"),
        let stride = json.count("stride")
      else { return nil }
      self = .patchTransformer(shape, patchLength: length, stride: stride)
    case "transformer":
      guard let shape = TransformerShape(json) else { return nil }
      self = .encoderTransformer(shape)
    case "tft":
      guard let size = json.count("d_model"), let heads = json.count("n_heads"),
        size % heads == 0, let quantiles = json["quantiles"]?.numbers, quantiles.contains(0.5),
        let dropout = json["dropout"]?.numberValue
      else { return nil }
      self = .temporalFusion(
        modelSize: size,
        headCount: heads,
        quantiles: quantiles,
        dropout: dropout
      )
    default: return nil
    }
  }
}

extension JSONValue {
  /// A member that is a whole number from 1, as sizes are.
  fileprivate func count(_ name: String) -> Int? {
    self[name]?.integerValue.flatMap { (1...1_000_000_000).contains($0) ? Int($0) : nil }
  }
}

extension TransformerShape {
  fileprivate init?(_ json: JSONValue) {
    guard let size = json.count("d_model"), let layers = json.count("n_layers"),
      let heads = json.count("n_heads"), size % heads == 0, let width = json.count("d_ff"),
      let dropout = json["dropout"]?.numberValue
    else { return nil }
    self.init(
      modelSize: size,
      layerCount: layers,
      headCount: heads,
      feedForwardSize: width,
      dropout: dropout
    )
  }

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
