/// A run that is judged.
public struct EvaluationRun: Hashable, Sendable {
  /// Its artifact.
  public var artifact: RunArtifact

  /// The name of its file, relative to the folder of the cycle's output.
  public var sourceFile: String

  /// The probability that its Sharpe ratio is above what the best of all trials shows by chance.
  public var deflatedSharpe: Double?

  /// What the deflated Sharpe ratio follows from; `nil` for a run of an earlier cycle.
  public var deflation: SharpeDeflation?

  /// The p-value of the reality check over the runs of its strategy.
  public var realityCheckP: Double?

  /// Creates a run.
  public init(
    artifact: RunArtifact,
    sourceFile: String,
    deflatedSharpe: Double? = nil,
    deflation: SharpeDeflation? = nil,
    realityCheckP: Double? = nil
  ) {
    self.artifact = artifact
    self.sourceFile = sourceFile
    self.deflatedSharpe = deflatedSharpe
    self.deflation = deflation
    self.realityCheckP = realityCheckP
  }
}

/// The parts of a composite score, with weights and with what had to be assumed.
public struct Score: Hashable, Sendable {
  /// The names of the components.
  public enum Component: String, Hashable, Sendable, CaseIterable {
    /// The return's place between the worst and the best run, 0 to 1.
    case returnNorm = "return_norm"

    /// The Sharpe ratio's place between the worst and the best run, 0 to 1.
    case sharpeNorm = "sharpe_norm"

    /// How far the drawdown lies between 5 % and 50 %.
    case drawdownPenalty = "drawdown_penalty"

    /// How far the fill rate lies below 0.8.
    case rejectPenalty = "reject_penalty"

    /// How much the profit varies over the runs of the strategy.
    case robustnessPenalty = "robustness_penalty"

    /// How much of the profit comes from one regime.
    case regimeDependencyPenalty = "regime_dependency_penalty"

    /// How even the profit per bar is over the regimes, 0 to 1.
    case regimeSensitivity = "regime_sensitivity"

    /// How many of the time windows lost.
    case walkForwardPenalty = "walk_forward_penalty"
  }

  /// The weighted sum of the components, to six decimals.
  public var composite: Double

  /// The place of the return.
  public var returnNorm: Double

  /// The place of the Sharpe ratio.
  public var sharpeNorm: Double

  /// The penalty for drawdown.
  public var drawdownPenalty: Double

  /// The penalty for rejected orders.
  public var rejectPenalty: Double

  /// The penalty for results that depend on the parameters.
  public var robustnessPenalty: Double

  /// The penalty for profits that come from one regime.
  public var regimeDependencyPenalty: Double

  /// The evenness over regimes.
  public var regimeSensitivity: Double

  /// The penalty for results that depend on the time window.
  public var walkForwardPenalty: Double

  /// The components whose measure is undefined, and which therefore have their worst value.
  public var assumedWorst: [Component]
}

/// A run with its score, its place and the reasons against it.
public struct RankedRun: Hashable, Sendable {
  /// The place, from 1.
  public var rank: Int

  /// The run.
  public var run: EvaluationRun

  /// Its score.
  public var score: Score

  /// The rules that it violates; empty for a candidate.
  public var killReasons: [KillReason]

  /// Whether any rule is violated.
  public var isKilled: Bool { !killReasons.isEmpty }
}

/// The verdict on all runs of a cycle.
public struct Evaluation: Hashable, Sendable {
  /// The runs by score, the best first; equal scores by run identifier.
  public var rankings: [RankedRun]

  /// Runs shown for comparison, by file name: not ranked, scored, killed or proposed.
  public var benchmarks: [EvaluationRun]

  /// The weights of the score.
  public var weights: ScoreWeights

  /// The limits of the kill rules.
  public var thresholds: KillThresholds

  /// The runs that violate a rule, in the order of the ranking.
  public var killed: [RankedRun] { rankings.filter(\.isKilled) }

  /// The runs that violate none, in the order of the ranking.
  public var candidates: [RankedRun] { rankings.filter { !$0.isKilled } }
}
