internal import ConfigValidation
public import ExperimentRegistry
public import MarketModel
internal import QuantMath

/// The tracking of one walk-forward training: a run for all of it, with one run for each fold inside.
///
/// The numbers are those of the registry, because both are given the same ``WalkForwardResult``. Each
/// forecaster of a fold has its numbers and settings under its name: `tft/oos_sharpe`.
public struct WalkForwardTracking: Sendable {
  /// The run for all of it, `walk_forward_` and eight digits of its identifier.
  public let parent: TrackedRun

  private let spool: TrackingSpool
  private let name: String
  private let run: RunID

  /// Begins tracking, or goes on with it.
  ///
  /// - Parameters:
  ///   - run: The identifier of the training.
  ///   - experiment: The name under which servers group runs, such as `unified_tft`; a training that is
  ///     tracked already stays under its own.
  ///   - spool: Where everything is kept.
  ///   - now: The instant to record.
  /// - Throws: As ``TrackingSpool/begin(_:experiment:)``.
  public init(
    run: RunID,
    experiment: String,
    spool: TrackingSpool,
    at now: Timestamp
  ) throws(TrackingError) {
    self.run = run
    self.spool = spool
    name = "walk_forward_\(run.hex.prefix(8))"
    parent = try spool.begin(
      TrackedRunStart(key: run.hex, name: name, order: 0, startedAt: now),
      experiment: try spool.experiment(of: name) ?? experiment
    )
  }

  /// Begins the run of a fold, or goes on with it; folds may be tracked on threads of their own.
  ///
  /// - Throws: As ``TrackingSpool/begin(_:experiment:)``.
  public func fold(_ index: Int, at now: Timestamp) throws(TrackingError) -> TrackedRun {
    try parent.child(
      TrackedRunStart(
        key: "\(run.hex)/fold_\(index)",
        name: "fold_\(index)",
        order: index,
        startedAt: now
      )
    )
  }

  /// The numbers of one epoch of a fit, to be logged while it goes on.
  ///
  /// The curves of all forecasters stand under one name, so that pages show them side by side.
  public static func epoch(
    _ epoch: Int,
    forecaster: String,
    trainingLoss: Double,
    validationLoss: Double?
  ) -> [TrackedMetric] {
    [TrackedMetric("epoch/\(forecaster)_train_loss", trainingLoss, step: epoch)]
      + (validationLoss.map {
        [TrackedMetric("epoch/\(forecaster)_val_loss", $0, step: epoch)]
      } ?? [])
  }

  /// Logs what a forecaster achieved into the run of its fold.
  ///
  /// - Throws: As the logging functions of ``TrackedRun``.
  public static func log(
    _ result: WalkForwardResult,
    forecaster: String,
    in fold: TrackedRun,
    at now: Timestamp
  ) throws(TrackingError) {
    let prefix = forecaster + "/"
    let parameters = TrackedParameter.values(in: result.parameters, prefix: prefix)
    // Its name stands before everything that it has.
    try fold.log(parameters.filter { $0.name != prefix + "forecaster" })
    try fold.log(TrackedMetric.numbers(in: result.metrics, prefix: prefix), at: now)
    try fold.set(tags: [
      TrackedParameter("assay.fold", String(result.fold)),
      TrackedParameter("assay.in_sample", interval(result.inSample)),
      TrackedParameter("assay.out_of_sample", interval(result.outOfSample)),
      TrackedParameter("assay.model.\(forecaster)", result.model.text),
    ])
  }

  /// Logs the aggregates, ends the training, and writes `tree.json`.
  ///
  /// - Parameters:
  ///   - results: The results of every fold for each forecaster, in the order of reports.
  ///   - headline: The forecaster whose aggregates also stand without its name.
  ///   - status: How the training ended.
  ///   - now: The instant to record.
  /// - Throws: As the logging functions of ``TrackedRun``.
  public func finish(
    _ results: [(forecaster: String, folds: [WalkForwardResult])],
    headline: String?,
    status: TrackedStatus,
    at now: Timestamp
  ) throws(TrackingError) {
    for (forecaster, folds) in results {
      let prefixes = [forecaster + "/"] + (forecaster == headline ? [""] : [])
      for prefix in prefixes {
        try parent.log(Self.aggregates(of: folds, prefix: prefix), at: now)
      }
    }
    try parent.end(status, at: now)
    try spool.writeTree(of: name)
  }

  /// Median, mean, smallest and largest Sharpe ratio and the median win rate over folds.
  ///
  /// Folds whose ratio is undefined are left out and not counted in `oos_sharpe_folds`; an aggregate of
  /// nothing is left out.
  ///
  /// - Complexity: O(folds log folds).
  public static func aggregates(
    of folds: [WalkForwardResult],
    prefix: String
  ) -> [TrackedMetric] {
    let sharpes = folds.compactMap { $0.metrics["oos_sharpe"]?.numberValue }.sorted()
    let winRates = folds.compactMap { $0.metrics["oos_win_rate"]?.numberValue }.sorted()
    var metrics = [
      TrackedMetric(prefix + "folds", Double(folds.count)),
      TrackedMetric(prefix + "oos_sharpe_folds", Double(sharpes.count)),
    ]
    if let smallest = sharpes.first, let largest = sharpes.last,
      let median = quantile(ofSorted: sharpes, at: 0.5)
    {
      metrics += [
        TrackedMetric(prefix + "median_oos_sharpe", median),
        TrackedMetric(prefix + "mean_oos_sharpe", sharpes.reduce(0, +) / Double(sharpes.count)),
        TrackedMetric(prefix + "min_oos_sharpe", smallest),
        TrackedMetric(prefix + "max_oos_sharpe", largest),
      ]
    }
    if let median = quantile(ofSorted: winRates, at: 0.5) {
      metrics.append(TrackedMetric(prefix + "median_oos_win_rate", median))
    }
    return metrics
  }

  private static func interval(_ span: Range<Timestamp>) -> String {
    "\(span.lowerBound)/\(span.upperBound)"
  }
}
