/// One condition that a model must meet, what it reached, and whether that is enough.
public struct GateResult: Hashable, Sendable {
  /// The conditions.
  public enum Gate: String, Hashable, Sendable, CaseIterable {
    /// The number of folds with a result is at least the limit.
    case folds = "min_folds"

    /// The median Sharpe ratio is at least the limit.
    case sharpe = "min_oos_sharpe"

    /// The median win rate is at least the limit.
    case winRate = "min_win_rate"

    /// The largest p-value against any baseline is at most the limit.
    case baselines = "beats_baselines"
  }

  /// The condition.
  public let gate: Gate

  /// What was reached.
  public let value: Figure

  /// What is demanded: the smallest value, of ``Gate/baselines`` the largest.
  public let limit: Double

  /// Whether it is reached; reaching the limit exactly is enough, an undefined value never is.
  public let passes: Bool

  init(_ gate: Gate, _ value: Figure, limit: Double) {
    self.gate = gate
    self.value = value
    self.limit = limit
    passes = value.value.map { gate == .baselines ? $0 <= limit : $0 >= limit } ?? false
  }
}

/// Whether a model passes all gates, and how it fared at each.
public struct GateVerdict: Hashable, Sendable {
  /// The model.
  public let model: String

  /// The gates in the order of ``GateResult/Gate``.
  public let gates: [GateResult]

  /// The comparison with each declared baseline, in their order.
  public let comparisons: [BaselineComparison]

  /// Whether every gate is passed.
  public var passes: Bool { gates.allSatisfy(\.passes) }

  /// Judges a model.
  ///
  /// Every declared baseline must be beaten. The null hypothesis is that the model fails to beat at least one of
  /// them; it is rejected only when each single test rejects at the level. Whichever baseline the model
  /// truly fails to beat, its own test rejects with at most the level's probability, and so does the whole: an
  /// intersection-union test (Berger 1982) needs no correction for the number of baselines.
  ///
  /// - Parameters:
  ///   - model: The model's evaluation.
  ///   - evaluations: The evaluations of all forecasters, the baselines among them.
  ///   - plannedFolds: The number of folds that were to be judged; those without a result count as worst.
  ///   - settings: The gates.
  /// - Throws: ``GateError``.
  public init(
    of model: ForecastEvaluation,
    among evaluations: [ForecastEvaluation],
    plannedFolds: Int,
    settings: GateSettings
  ) throws(GateError) {
    self.model = model.name
    var comparisons: [BaselineComparison] = []
    for name in settings.baselines {
      guard let baseline = evaluations.first(where: { $0.name == name }) else {
        throw .unknownBaseline(name, known: evaluations.map(\.name))
      }
      comparisons.append(try BaselineComparison(model, baseline, settings: settings))
    }
    self.comparisons = comparisons

    let figures = model.folds.compactMap(\.figures)
    var gates = [
      GateResult(.folds, .value(Double(figures.count)), limit: Double(settings.minimumFolds)),
      GateResult(
        .sharpe,
        medianOverFolds(figures.map { $0.sharpe(settings.sharpe) }, planned: plannedFolds),
        limit: settings.minimumSharpe
      ),
      GateResult(
        .winRate,
        medianOverFolds(figures.map { $0.winRate(settings.sharpe) }, planned: plannedFolds),
        limit: settings.minimumWinRate
      ),
    ]
    if !comparisons.isEmpty {
      let undefined = comparisons.compactMap(\.pValue.reason).first
      let largest = comparisons.compactMap(\.pValue.value).max() ?? 1
      gates.append(
        GateResult(
          .baselines,
          undefined.map { .undefined($0) } ?? .value(largest),
          limit: settings.level
        )
      )
    }
    self.gates = gates
  }
}

extension EvaluationFigures {
  fileprivate func sharpe(_ source: GatedSharpe) -> Figure {
    switch source {
    case .overlapping: overlapping.sharpe
    case .nonOverlapping: nonOverlapping.sharpe
    case .net: net?.sharpe ?? .undefined(.noSamples)
    }
  }

  fileprivate func winRate(_ source: GatedSharpe) -> Figure {
    source == .overlapping ? overlapping.winRate : nonOverlapping.winRate
  }
}

/// Returns the median over planned folds, where folds without a value count as lower than every number.
///
/// Of an even number it is the mean of the two in the middle. It is undefined when one of those that decide
/// it is, so failing in bad folds never raises a median.
public func medianOverFolds(_ values: [Figure], planned: Int) -> Figure {
  let defined = values.compactMap(\.value).sorted()
  let count = max(planned, values.count)
  guard count > 0 else { return .undefined(.noSamples) }
  let lower = (count - 1) / 2 - (count - defined.count)
  guard lower >= 0 else {
    return .undefined(values.compactMap(\.reason).first ?? .missingFold)
  }
  return .value(count % 2 == 1 ? defined[lower] : 0.5 * (defined[lower] + defined[lower + 1]))
}
