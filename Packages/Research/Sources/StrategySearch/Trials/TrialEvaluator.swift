internal import Backtest
internal import ConfigValidation
internal import MarketModel
internal import Optimizer

/// A half-open stretch of time; `nil` ends are those of the data.
struct ReplayStretch: Hashable, Sendable {
  var from: Timestamp?
  var to: Timestamp?

  static let all = ReplayStretch(from: nil, to: nil)
}

/// What became of one parameter set.
struct EvaluatedTrial: Sendable {
  /// The figures, or `nil` when the strategy refuses the parameters.
  var figures: TrialFigures?

  /// Why there are no figures.
  var refusal: String?

  /// What the trial reported at its checkpoints.
  var reports: [TrialReport] = []

  /// Whether the pruner gave it up.
  var isPruned = false
}

/// One parameter set replayed with everything kept.
struct ReplayedTrial: Sendable {
  var figures: TrialFigures
  var fills: [TickFill]
  var equity: [Double]
  var markTimes: [Int64]
}

/// Replays parameter sets over one kind of data.
protocol TrialEvaluator: Sendable {
  /// The risk-free return of one period, which Sharpe ratios are measured against.
  var periodRiskFreeRate: Double { get }

  /// Evaluates many sets in one pass over the data.
  ///
  /// - Parameters:
  ///   - sets: The sets.
  ///   - stretch: What is replayed.
  ///   - workers: The number of threads, which changes no result.
  ///   - watch: Judges trials on the way, or `nil` to run all to the end.
  /// - Returns: One result for each set, in their order.
  /// - Throws: ``SearchError`` when the engine refuses the run.
  func evaluate(
    _ sets: [ParameterSet],
    over stretch: ReplayStretch,
    workers: Int,
    watch: TrialWatch?
  ) throws(SearchError) -> [EvaluatedTrial]

  /// Replays sets that were evaluated before, and keeps their fills.
  ///
  /// - Parameters:
  ///   - sets: The sets.
  ///   - stretch: What is replayed; sees what came before it only to warm up.
  ///   - keepsEquity: Whether the curve is kept.
  ///   - workers: The number of threads, which changes no result.
  ///   - receive: Takes each replay in the order of the sets.
  /// - Throws: ``SearchError`` when the engine refuses the run, and what `receive` throws.
  func replay(
    _ sets: [ParameterSet],
    over stretch: ReplayStretch,
    keepsEquity: Bool,
    workers: Int,
    receive: (Int, ReplayedTrial) throws(SearchError) -> Void
  ) throws(SearchError)
}

/// Judges trials at their checkpoints.
struct TrialWatch {
  /// The number of checkpoints.
  var checkpoints: Int

  /// Whether to give a trial up: the position of its set in the batch, and its reports so far.
  var shouldPrune: (Int, [TrialReport]) -> Bool

  /// What a trial reports: its figures so far, and those at the checkpoint before.
  var report: (TrialFigures, TrialFigures?) -> Double?
}
