public import ConfigValidation

/// The limits beyond which a run is killed; `nil` switches a rule off.
public struct KillThresholds: Hashable, Sendable {
  /// Kills at or above this penalty for results that depend on the parameters.
  public var robustnessPenalty: Double?

  /// Kills at or above this penalty for results that depend on the time window.
  public var walkForwardPenalty: Double?

  /// Kills at or above this penalty for profits that come from one regime.
  public var regimeDependencyPenalty: Double?

  /// Kills below this composite score.
  public var compositeScoreMin: Double?

  /// Limits on the bootstrap.
  public var monteCarlo: MonteCarloThresholds

  /// Kills below this deflated Sharpe ratio.
  public var deflatedSharpeMin: Double?

  /// Kills at or above this p-value of the reality check.
  public var realityCheckPMax: Double?

  /// Kills what would not survive higher costs.
  public var killsCostSensitivity: Bool

  /// Creates limits.
  public init(
    robustnessPenalty: Double?,
    walkForwardPenalty: Double?,
    regimeDependencyPenalty: Double?,
    compositeScoreMin: Double?,
    monteCarlo: MonteCarloThresholds,
    deflatedSharpeMin: Double?,
    realityCheckPMax: Double?,
    killsCostSensitivity: Bool
  ) {
    self.robustnessPenalty = robustnessPenalty
    self.walkForwardPenalty = walkForwardPenalty
    self.regimeDependencyPenalty = regimeDependencyPenalty
    self.compositeScoreMin = compositeScoreMin
    self.monteCarlo = monteCarlo
    self.deflatedSharpeMin = deflatedSharpeMin
    self.realityCheckPMax = realityCheckPMax
    self.killsCostSensitivity = killsCostSensitivity
  }

  /// The documented limits; rules on the bootstrap, on multiple testing and on costs are off.
  public static let documented = KillThresholds(
    robustnessPenalty: 0.6,
    walkForwardPenalty: 0.6,
    regimeDependencyPenalty: 0.7,
    compositeScoreMin: 0.1,
    monteCarlo: MonteCarloThresholds(),
    deflatedSharpeMin: nil,
    realityCheckPMax: nil,
    killsCostSensitivity: false
  )

  /// The limits as JSON, under the names that documents use; those that are off are `null`.
  public var json: JSONValue {
    var value: JSONValue = [
      "robustness_penalty": JSONValue(robustnessPenalty),
      "walk_forward_penalty": JSONValue(walkForwardPenalty),
      "regime_dependency_penalty": JSONValue(regimeDependencyPenalty),
      "composite_score_min": JSONValue(compositeScoreMin),
    ]
    for member in monteCarlo.json.objectValue ?? [] { value[member.name] = member.value }
    value["dsr_min"] = JSONValue(deflatedSharpeMin)
    value["reality_check_p_max"] = JSONValue(realityCheckPMax)
    value["slippage_sensitivity"] = .bool(killsCostSensitivity)
    return value
  }
}
