public import ConfigValidation

extension FitReport {
  /// The report as a document; reading it back gives the same report.
  public var json: JSONValue {
    [
      "training_loss": .number(trainingLoss),
      "validation_loss": JSONValue(validationLoss),
      "epochs": .integer(Int64(epochs)),
      "parameters": .integer(Int64(parameterCount)),
      "quantile_levels": .array(quantileLevels.map { .number($0) }),
      "importances": .object(importances.map { JSONMember($0.name, .number($0.share)) }),
      "details": details,
    ]
  }

  /// Reads a document that ``json`` wrote, or returns `nil` where it is none.
  public init?(json: JSONValue?) {
    guard let trainingLoss = json?["training_loss"]?.numberValue,
      let epochs = json?["epochs"]?.integerValue.flatMap({ Int(exactly: $0) }),
      let parameterCount = json?["parameters"]?.integerValue.flatMap({ Int(exactly: $0) }),
      let levels = json?["quantile_levels"]?.numbers,
      let shares = json?["importances"]?.objectValue
    else { return nil }
    self.init(
      trainingLoss: trainingLoss,
      validationLoss: json?["validation_loss"]?.numberValue,
      epochs: epochs,
      parameterCount: parameterCount,
      quantileLevels: levels,
      importances: shares.compactMap { member in
        member.value.numberValue.map { FeatureImportance(name: member.name, share: $0) }
      },
      details: json?["details"] ?? .null
    )
  }
}

extension JSONValue {
  /// The elements as numbers, or `nil` when this is no array of numbers.
  package var numbers: [Double]? {
    guard let elements = arrayValue else { return nil }
    let found = elements.compactMap(\.numberValue)
    return found.count == elements.count ? found : nil
  }

  /// The elements as texts, or `nil` when this is no array of texts.
  package var texts: [String]? {
    guard let elements = arrayValue else { return nil }
    let found = elements.compactMap(\.stringValue)
    return found.count == elements.count ? found : nil
  }
}
