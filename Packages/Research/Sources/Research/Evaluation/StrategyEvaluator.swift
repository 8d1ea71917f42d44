internal import ConfigValidation
internal import ExperimentRegistry

/// Scores, ranks and kills runs; a pure function of their artifacts.
///
/// The composite score is the weighted sum of eight components. Return and Sharpe ratio are placed
/// between the worst and the best of the runs that are judged together, so a score means something
/// only within one evaluation; the penalties are absolute. An undefined measure stays out of the
/// placing, gets the worst value of its component, and is listed in ``Score/assumedWorst``.
///
/// The order in which runs are given changes nothing; a run that is given twice counts once.
public struct StrategyEvaluator: Hashable, Sendable {
  /// The weights of the components.
  public var weights: ScoreWeights

  /// The limits of the kill rules.
  public var thresholds: KillThresholds

  /// Creates an evaluator.
  public init(weights: ScoreWeights, thresholds: KillThresholds) {
    self.weights = weights
    self.thresholds = thresholds
  }

  /// Judges runs against each other.
  ///
  /// - Parameters:
  ///   - runs: The runs, in any order; of runs with equal identifiers the first by file name is kept.
  ///   - benchmarks: Runs to show beside them; they influence nothing.
  /// - Returns: The ranking, with the reasons against each run.
  /// - Complexity: O(*n* log *n*).
  public func evaluate(
    _ runs: [EvaluationRun],
    benchmarks: [EvaluationRun]
  ) -> Evaluation {
    let runs = distinct(runs)
    let context = Context(runs)
    let ranked =
      runs
      .map { run in
        let score = score(run, in: context)
        return RankedRun(rank: 0, run: run, score: score, killReasons: reasons(run, score))
      }
      .sorted { left, right in
        if left.score.composite != right.score.composite {
          return left.score.composite > right.score.composite
        }
        return left.run.artifact.manifest.runID < right.run.artifact.manifest.runID
      }
    return Evaluation(
      rankings: zip(1..., ranked).map { rank, entry in
        var entry = entry
        entry.rank = rank
        return entry
      },
      benchmarks: distinct(benchmarks).sorted { $0.sourceFile.utf8Precedes($1.sourceFile) },
      weights: weights,
      thresholds: thresholds
    )
  }

  /// Sorts by identifier, which fixes the order of every sum, and drops repetitions.
  private func distinct(_ runs: [EvaluationRun]) -> [EvaluationRun] {
    let sorted = runs.sorted { left, right in
      let (leftID, rightID) = (left.artifact.manifest.runID, right.artifact.manifest.runID)
      return leftID == rightID
        ? left.sourceFile.utf8Precedes(right.sourceFile) : leftID < rightID
    }
    return sorted.reduce(into: []) { kept, run in
      if kept.last?.artifact.manifest.runID != run.artifact.manifest.runID { kept.append(run) }
    }
  }

  private func score(_ run: EvaluationRun, in context: Context) -> Score {
    let result = run.artifact.result
    let manifest = run.artifact.manifest
    var assumed: [Score.Component] = []
    func component(_ name: Score.Component, _ value: Double?, worst: Double) -> Double {
      if value == nil { assumed.append(name) }
      return value ?? worst
    }
    let windows =
      manifest.walkForward?.windows.map(\.profit)
      ?? context.profitsByConfiguration[Context.configuration(of: manifest)] ?? []
    var score = Score(
      composite: 0,
      returnNorm: component(.returnNorm, context.place(ofReturn: result.portfolio), worst: 0),
      sharpeNorm: component(.sharpeNorm, context.place(ofSharpe: result.portfolio), worst: 0),
      drawdownPenalty: component(
        .drawdownPenalty,
        result.portfolio.maxDrawdownPercent.map(ScoreComponents.drawdownPenalty),
        worst: 1
      ),
      rejectPenalty: component(
        .rejectPenalty,
        result.execution.fillRate.map(ScoreComponents.rejectPenalty),
        worst: 1
      ),
      robustnessPenalty: ScoreComponents.robustnessPenalty(
        profits: context.profitsByClass[manifest.strategyClass] ?? []
      ),
      regimeDependencyPenalty: ScoreComponents.regimeDependencyPenalty(
        result.portfolio.regimeBreakdown
      ),
      regimeSensitivity: ScoreComponents.regimeSensitivity(result.portfolio.regimeBreakdown),
      walkForwardPenalty: ScoreComponents.walkForwardPenalty(profits: windows),
      assumedWorst: []
    )
    score.assumedWorst = assumed
    score.composite = composite(of: score)
    return score
  }

  private func composite(of score: Score) -> Double {
    let sum =
      weights.returnNorm * score.returnNorm
      + weights.sharpeNorm * score.sharpeNorm
      + weights.drawdownPenalty * score.drawdownPenalty
      + weights.rejectPenalty * score.rejectPenalty
      + weights.robustnessPenalty * score.robustnessPenalty
      + weights.regimeDependencyPenalty * score.regimeDependencyPenalty
      + weights.regimeSensitivity * score.regimeSensitivity
      + weights.walkForwardPenalty * score.walkForwardPenalty
    return sum.rounded(toPlaces: 6)
  }

  private func reasons(_ run: EvaluationRun, _ score: Score) -> [KillReason] {
    let manifest = run.artifact.manifest
    var reasons: [KillReason] = []
    func add(_ name: String, _ value: Double?, _ threshold: Double?, if isViolated: Bool) {
      guard isViolated else { return }
      reasons.append(KillReason(reason: name, value: value, threshold: threshold))
    }
    func killAtOrAbove(_ name: Score.Component, _ value: Double, _ limit: Double?) {
      if let limit { add(name.rawValue, value, limit, if: value >= limit) }
    }
    killAtOrAbove(.robustnessPenalty, score.robustnessPenalty, thresholds.robustnessPenalty)
    killAtOrAbove(.walkForwardPenalty, score.walkForwardPenalty, thresholds.walkForwardPenalty)
    killAtOrAbove(
      .regimeDependencyPenalty,
      score.regimeDependencyPenalty,
      thresholds.regimeDependencyPenalty
    )
    if let least = thresholds.compositeScoreMin {
      add("composite_score_min", score.composite, least, if: score.composite < least)
    }
    if let block = manifest.monteCarlo {
      // The artifact may have been held against other limits than the evaluation's.
      let own = thresholds.monteCarlo.violations(by: block.metrics)
      reasons += own + block.reasons.filter { !own.contains($0) }
    }
    if let least = thresholds.deflatedSharpeMin {
      let value = run.deflatedSharpe
      add("dsr_below_threshold", value, least, if: value.map { $0 < least } ?? true)
    }
    if thresholds.killsCostSensitivity, let block = manifest.costSensitivity {
      reasons += block.reasons
    }
    if let most = thresholds.realityCheckPMax {
      let value = run.realityCheckP
      add("reality_check_failed", value, most, if: value.map { $0 >= most } ?? true)
    }
    return reasons
  }
}

/// What a score needs to know of the other runs.
private struct Context {
  /// A strategy with one parameter set.
  struct Configuration: Hashable {
    let strategyClass: String
    let parameters: ParameterSet
  }

  private var returns: ClosedRange<Double>?
  private var sharpes: ClosedRange<Double>?
  var profitsByClass: [String: [Double]] = [:]
  var profitsByConfiguration: [Configuration: [Double]] = [:]

  init(_ runs: [EvaluationRun]) {
    for run in runs {
      let portfolio = run.artifact.result.portfolio
      let manifest = run.artifact.manifest
      returns = Self.widened(returns, by: portfolio.totalReturnPercent)
      sharpes = Self.widened(sharpes, by: portfolio.sharpe)
      profitsByClass[manifest.strategyClass, default: []].append(portfolio.totalPnL)
      profitsByConfiguration[Self.configuration(of: manifest), default: []]
        .append(portfolio.totalPnL)
    }
  }

  static func configuration(of manifest: RunManifest) -> Configuration {
    Configuration(strategyClass: manifest.strategyClass, parameters: manifest.parameters)
  }

  func place(ofReturn portfolio: PortfolioBlock) -> Double? {
    guard let returns, let value = portfolio.totalReturnPercent else { return nil }
    return ScoreComponents.place(of: value, in: returns)
  }

  func place(ofSharpe portfolio: PortfolioBlock) -> Double? {
    guard let sharpes, let value = portfolio.sharpe else { return nil }
    return ScoreComponents.place(of: value, in: sharpes)
  }

  private static func widened(
    _ range: ClosedRange<Double>?,
    by value: Double?
  ) -> ClosedRange<Double>? {
    guard let value else { return range }
    guard let range else { return value...value }
    return min(range.lowerBound, value)...max(range.upperBound, value)
  }
}
