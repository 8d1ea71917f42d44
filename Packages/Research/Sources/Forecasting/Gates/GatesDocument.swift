public import ConfigValidation

/// Returns the verdicts on several models as a document: `gates.json`.
///
/// Undefined values are `null`, with the reason beside them. Equal verdicts give equal bytes.
///
/// - Parameters:
///   - verdicts: Each model with what is promoted of it.
///   - settings: The gates.
/// - Returns: The document.
public func gatesDocument(
  _ verdicts: [(verdict: GateVerdict, promotion: Promotion?)],
  settings: GateSettings
) -> JSONValue {
  [
    "settings": settings.json,
    "models": .array(
      verdicts.map { verdict, promotion in
        [
          "model": .string(verdict.model),
          "passes": .bool(verdict.passes),
          "gates": .array(verdict.gates.map(\.json)),
          "baselines": .array(verdict.comparisons.map(\.json)),
          "promoted_fold": JSONValue(promotion?.fold.fold),
        ]
      }
    ),
  ]
}

extension GateSettings {
  /// The settings as an object.
  public var json: JSONValue {
    [
      "min_folds": JSONValue(minimumFolds),
      "sharpe": .string(sharpe.rawValue),
      "min_oos_sharpe": .number(minimumSharpe),
      "min_win_rate": .number(minimumWinRate),
      "baselines": .array(baselines.map { .string($0) }),
      "level": .number(level),
      "paths": JSONValue(pathCount),
      "seed": .string("\(seed)"),
    ]
  }
}

extension GateResult {
  fileprivate var json: JSONValue {
    .object(
      [
        JSONMember("gate", .string(gate.rawValue)),
        JSONMember("limit", .number(limit)),
        JSONMember("demands", gate == .baselines ? "at_most" : "at_least"),
        JSONMember("passes", .bool(passes)),
      ] + figureMembers([("value", value)])
    )
  }
}

extension BaselineComparison {
  fileprivate var json: JSONValue {
    .object(
      [
        JSONMember("baseline", .string(baseline)),
        JSONMember("bars", JSONValue(barCount)),
        JSONMember("block_length", JSONValue(blockLength)),
        JSONMember("passes", .bool(passes)),
      ] + figureMembers([("mean_difference_per_bar", meanDifference), ("p_value", pValue)])
    )
  }
}
