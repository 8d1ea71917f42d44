public import MarketModel

/// One stage of a cycle, in the order in which they run.
public enum CycleStage: String, Hashable, Sendable, CaseIterable {
  /// Forward returns of the bars, stored in the lake.
  case outcomes

  /// Labels of the market's state, stored in the lake.
  case regimes

  /// Replay packs.
  case packs

  /// Runs of the strategies.
  case experiments

  /// Scores, rankings and their files.
  case evaluation

  /// What the stage counts, in the plural.
  public var unit: String {
    switch self {
    case .outcomes, .regimes: "symbols"
    case .packs: "packs"
    case .experiments: "runs"
    case .evaluation: "files"
    }
  }
}

/// Something that happens while a cycle runs, for whoever shows its progress.
public enum CycleEvent: Hashable, Sendable {
  /// A stage begins, with so many units of work.
  case began(CycleStage, total: Int)

  /// So many units of the stage are done.
  case advanced(CycleStage, completed: Int)

  /// A stage is done; the text says what came of it.
  case ended(CycleStage, result: String)

  /// A stage is switched off or has nothing to do, for the reason given.
  case skipped(CycleStage, reason: String)

  /// Something that the cycle survives.
  case warning(CycleWarning)
}

/// Something that a cycle survives and people should know.
public enum CycleWarning: Hashable, Sendable {
  /// A symbol has no bars on the days of the packs and is left out.
  case symbolLeftOut(Symbol, reason: String)

  /// Combinations of sweeps that their strategies refuse were left out.
  case combinationsSkipped(Int)

  /// The regime stress test of a strategy failed.
  case stressFailed(strategy: String, reason: String)

  /// A file in the evaluator's folder looks like an artifact and cannot be read.
  case artifactUnreadable(ArtifactError)
}

extension CycleWarning: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .symbolLeftOut(let symbol, let reason): "\(symbol) is left out: \(reason)"
    case .combinationsSkipped(let count):
      "\(count) combinations of sweeps were left out because their strategies refuse them"
    case .stressFailed(let strategy, let reason):
      "the regime stress test of \(strategy) failed: \(reason)"
    case .artifactUnreadable(let error): "an earlier artifact is left out: \(error)"
    }
  }
}
