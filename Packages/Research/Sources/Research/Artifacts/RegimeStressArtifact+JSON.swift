public import ConfigValidation
internal import ExperimentRegistry

extension RegimeStressArtifact {
  /// The artifact as JSON.
  public var json: JSONValue {
    [
      "strategy_id": .string(strategyID),
      "strategy_class": .string(strategyClass),
      "strategy_params": parameters.json,
      "run_id": .string(runID.short),
      "run_hash": .string(runID.hex),
      "contiguous_segments_only": .bool(usesContiguousSegments),
      "subsets": .array(subsets.map(\.json)),
      "fraction_profitable": JSONValue(fractionProfitable),
      "stress_score": JSONValue(fractionProfitable),
    ]
  }

  /// The bytes of the file: indented JSON with a final line break.
  public var fileContent: [UInt8] { json.utf8Bytes(pretty: true) + [UInt8(ascii: "\n")] }

  /// Reads an artifact from JSON.
  ///
  /// - Throws: ``ArtifactError`` for the first member that is missing or of the wrong type.
  public init(json: JSONValue, file: String) throws(ArtifactError) {
    let reader = ArtifactReader(json, file: file)
    let parameterReader = try reader.object("strategy_params")
    guard let parameters = ParameterSet(json: parameterReader.value) else {
      throw parameterReader.mismatch("an object of numbers, strings, true or false")
    }
    guard let runID = RunID(try reader.text("run_hash")) else {
      throw try reader.required("run_hash", "").mismatch("64 hexadecimal digits")
    }
    guard case .bool(let contiguous)? = reader.value["contiguous_segments_only"] else {
      throw try reader.required("contiguous_segments_only", "true or false")
        .mismatch("true or false")
    }
    var subsets: [Subset] = []
    for subset in try reader.elements("subsets") {
      subsets.append(
        Subset(
          regimeKey: try subset.text("regime_key"),
          bars: try subset.integer("bars"),
          profit: try subset.number("pnl"),
          sharpe: try subset.optionalNumber("sharpe"),
          trades: try subset.integer("trades")
        )
      )
    }
    self.init(
      strategyID: try reader.text("strategy_id"),
      strategyClass: try reader.text("strategy_class"),
      parameters: parameters,
      runID: runID,
      usesContiguousSegments: contiguous,
      subsets: subsets
    )
  }
}

extension RegimeStressArtifact.Subset {
  /// The subset as JSON.
  public var json: JSONValue {
    [
      "regime_key": .string(regimeKey),
      "bars": JSONValue(bars),
      "pnl": .number(profit),
      "sharpe": JSONValue(sharpe),
      "trades": JSONValue(trades),
    ]
  }
}
