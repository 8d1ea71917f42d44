public import ConfigValidation

/// How much each component adds to the composite score; penalties have weights below zero.
public struct ScoreWeights: Hashable, Sendable {
  /// The weight of the return's place between the worst and the best run.
  public var returnNorm: Double

  /// The weight of the Sharpe ratio's place between the worst and the best run.
  public var sharpeNorm: Double

  /// The weight of the drawdown penalty.
  public var drawdownPenalty: Double

  /// The weight of the penalty for rejected orders.
  public var rejectPenalty: Double

  /// The weight of the penalty for results that depend on the parameters.
  public var robustnessPenalty: Double

  /// The weight of the penalty for profits that come from one regime.
  public var regimeDependencyPenalty: Double

  /// The weight of the evenness over regimes.
  public var regimeSensitivity: Double

  /// The weight of the penalty for results that depend on the time window.
  public var walkForwardPenalty: Double

  /// Creates weights.
  public init(
    returnNorm: Double,
    sharpeNorm: Double,
    drawdownPenalty: Double,
    rejectPenalty: Double,
    robustnessPenalty: Double,
    regimeDependencyPenalty: Double,
    regimeSensitivity: Double,
    walkForwardPenalty: Double
  ) {
    self.returnNorm = returnNorm
    self.sharpeNorm = sharpeNorm
    self.drawdownPenalty = drawdownPenalty
    self.rejectPenalty = rejectPenalty
    self.robustnessPenalty = robustnessPenalty
    self.regimeDependencyPenalty = regimeDependencyPenalty
    self.regimeSensitivity = regimeSensitivity
    self.walkForwardPenalty = walkForwardPenalty
  }

  /// The documented weights: a score lies between -0.45 and 0.60.
  public static let documented = ScoreWeights(
    returnNorm: 0.25,
    sharpeNorm: 0.30,
    drawdownPenalty: -0.15,
    rejectPenalty: -0.10,
    robustnessPenalty: -0.10,
    regimeDependencyPenalty: -0.05,
    regimeSensitivity: 0.05,
    walkForwardPenalty: -0.05
  )

  /// The weights as JSON, named after the components.
  public var json: JSONValue {
    [
      "return_norm": .number(returnNorm),
      "sharpe_norm": .number(sharpeNorm),
      "drawdown_penalty": .number(drawdownPenalty),
      "reject_penalty": .number(rejectPenalty),
      "robustness_penalty": .number(robustnessPenalty),
      "regime_dependency_penalty": .number(regimeDependencyPenalty),
      "regime_sensitivity": .number(regimeSensitivity),
      "walk_forward_penalty": .number(walkForwardPenalty),
    ]
  }
}
