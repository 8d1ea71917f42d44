internal import ConfigValidation
internal import ExperimentRegistry
public import ExperimentTracking
internal import Forecasting
public import MarketModel
internal import Synchronization

/// Tracks a training while it goes on: one run for all of it, and one for each fold inside.
///
/// A spool that cannot be written costs no fold: the first problem is kept, and nothing is tracked any more.
public final class TrainingTracker: Sendable {
  private let run: TrainingRun
  private let tracking: WalkForwardTracking
  private let clock: @Sendable () -> Timestamp
  private let state = Mutex(State())

  private struct State {
    var folds: [Int: TrackedRun] = [:]
    var lastFits: [Int: Timestamp] = [:]
    var epochs: [Fit: [TrackedMetric]] = [:]
    var failure: TrackingError?
  }

  /// The files of a run that servers get.
  private static let artifacts = [
    "folds.json", "metrics.json", "gates.json", "importance.json", "predictions.parquet",
    "resolved_config.yaml",
  ]

  private struct Fit: Hashable {
    let model: String
    let fold: Int
  }

  /// Begins tracking, or goes on with it.
  ///
  /// - Parameters:
  ///   - run: The training.
  ///   - experiment: The name under which servers group runs; a training that is tracked already stays where it is.
  ///   - spool: Where everything is kept.
  ///   - clock: The instants to record.
  /// - Throws: As ``TrackingSpool/begin(_:experiment:)``.
  public init(
    _ run: TrainingRun,
    experiment: String,
    spool: TrackingSpool,
    clock: @escaping @Sendable () -> Timestamp
  ) throws(TrackingError) {
    self.run = run
    self.clock = clock
    tracking = try WalkForwardTracking(
      run: run.recordID,
      experiment: experiment,
      spool: spool,
      at: clock()
    )
    try tracking.parent.set(tags: run.tags)
    try tracking.parent.log(run.parameters)
  }

  /// Tracks what happens; may be called from any thread.
  public func note(_ event: TrainingEvent) {
    state.withLock { state in
      guard state.failure == nil else { return }
      do throws(TrackingError) { try note(event, &state) } catch { state.failure = error }
    }
  }

  private func note(_ event: TrainingEvent, _ state: inout State) throws(TrackingError) {
    switch event {
    case .began(_, let fold): _ = try self.fold(fold, &state)
    case .epoch(let model, let fold, let progress):
      // A fit of one step has no curve.
      guard progress.epochCount > 1 else { return }
      let metrics = WalkForwardTracking.epoch(
        progress.epoch,
        forecaster: model,
        trainingLoss: progress.trainingLoss,
        validationLoss: progress.validationLoss
      )
      // Networks go on from checkpoints, so their epochs are not told twice; rounds of boosting take
      // less time than writing each of them down would.
      if run.isNetwork(model) {
        try self.fold(fold, &state).log(metrics, at: clock())
      } else {
        state.epochs[Fit(model: model, fold: fold), default: []] += metrics
      }
    case .fitted(let model, let fold, _, let wasKnown):
      let metrics = state.epochs.removeValue(forKey: Fit(model: model, fold: fold)) ?? []
      let tracked = try self.fold(fold, &state)
      try tracked.log(metrics, at: clock())
      if !wasKnown { state.lastFits[fold] = clock() }
    case .failed(let model, let fold, let reason):
      try self.fold(fold, &state).set(tags: [TrackedParameter("assay.failed.\(model)", reason)])
      state.lastFits[fold] = clock()
    }
  }

  private func fold(_ index: Int, _ state: inout State) throws(TrackingError) -> TrackedRun {
    if let known = state.folds[index] { return known }
    let fold = try tracking.fold(index, at: clock())
    state.folds[index] = fold
    return fold
  }

  /// Tracks what the training came to, and ends it.
  ///
  /// - Parameters:
  ///   - record: The rows of the tables.
  ///   - outcome: What the training came to; its files are written.
  /// - Throws: `TrackingError`, also one that stopped the tracking before.
  public func finish(
    _ record: TrainingRecord,
    _ outcome: TrainingOutcome
  ) throws(TrackingError) {
    try state.withLock { (state) throws(TrackingError) in
      if let failure = state.failure { throw failure }
      for (place, fold) in run.plan.folds.enumerated() {
        let tracked = try self.fold(fold.index, &state)
        let end = state.lastFits[fold.index] ?? clock()
        for forecaster in record.forecasters {
          try WalkForwardTracking.log(
            forecaster.results[place],
            forecaster: forecaster.name,
            in: tracked,
            at: end
          )
        }
        let isFitted = outcome.models.contains { $0.reports[place] != nil }
        try tracked.set(tags: run.tags(of: fold, in: record))
        try tracked.end(isFitted ? .finished : .failed, at: end)
      }
      let parent = tracking.parent
      try parent.set(tags: outcome.tags)
      try parent.log(outcome.comparisons, at: clock())
      for name in Self.artifacts {
        try parent.log(artifact: "\(outcome.folder)/\(name)", as: name)
      }
      try tracking.finish(
        record.forecasters.map { ($0.name, $0.results) },
        headline: record.headline,
        status: .finished,
        at: clock()
      )
    }
  }

  /// Says that the training ended with an error; a later run of it goes on.
  public func fail() {
    try? tracking.parent.end(.failed, at: clock())
  }
}

extension TrainingRun {
  fileprivate func isNetwork(_ model: String) -> Bool {
    training.config.models.contains { entry in
      if case .network = entry { entry.name == model } else { false }
    }
  }

  /// The settings of the document beside those of models, which stand in the folds.
  fileprivate var parameters: [TrackedParameter] {
    let document = training.resolvedDocument.json
    let members = (document.objectValue ?? []).filter { $0.name != "models" }
    let names = training.config.models.map(\.name).joined(separator: ", ")
    return TrackedParameter.values(in: .object(members)) + [TrackedParameter("models", names)]
  }

  fileprivate var tags: [TrackedParameter] {
    Self.source + [TrackedParameter("assay.folder", id)]
  }

  private static let source = [
    TrackedParameter("mlflow.source.name", "walk-forward-training train"),
    TrackedParameter("mlflow.source.type", "LOCAL"),
  ]

  /// What a fold is, and its measures as a text that servers show.
  fileprivate func tags(of fold: SampleFold, in record: TrainingRecord) -> [TrackedParameter] {
    func days(_ span: Range<Timestamp>) -> String {
      "\(span.lowerBound.description.prefix(10)) to \(span.upperBound.description.prefix(10))"
    }
    let columns = [
      ("val_loss", "validation loss"), ("ic", "IC"), ("oos_sharpe", "Sharpe"),
      ("oos_win_rate", "win rate"), ("net_sharpe", "net Sharpe"),
      ("net_total_return", "net return"),
    ]
    var lines = [
      "Learnt from \(days(inSample(of: fold))), judged on \(days(outOfSample(of: fold))).", "",
      "| model | " + columns.map(\.1).joined(separator: " | ") + " |",
      "|---|" + columns.map { _ in "---:|" }.joined(),
    ]
    for forecaster in record.forecasters {
      let metrics = forecaster.results.first { $0.fold == fold.index }?.metrics
      let cells = columns.map { name, _ in
        metrics?[name]?.numberValue.map { shortText($0) } ?? "–"
      }
      lines.append("| \(forecaster.name) | " + cells.joined(separator: " | ") + " |")
    }
    return Self.source + [
      TrackedParameter("mlflow.note.content", lines.joined(separator: "\n"))
    ]
  }
}

extension TrainingOutcome {
  /// The p-value against each baseline, such as `tft/p_value_ridge`.
  fileprivate var comparisons: [TrackedMetric] {
    verdicts.flatMap { verdict, _ in
      verdict.comparisons.compactMap { comparison in
        comparison.pValue.value.map {
          TrackedMetric("\(verdict.model)/p_value_\(comparison.baseline)", $0)
        }
      }
    }
  }

  /// Verdicts and promotions, and the same as a text that servers show.
  fileprivate var tags: [TrackedParameter] {
    let config = run.training.config
    var lines = [
      "\(config.data.symbol) \(config.data.interval), \(config.target.name) over \(run.training.config.horizon) bars, "
        + "\(run.plan.folds.count) folds"
    ]
    var tags: [TrackedParameter] = []
    for (verdict, promotion) in verdicts {
      let word = verdict.passes ? "passed" : "rejected"
      tags.append(TrackedParameter("assay.gates.\(verdict.model)", word))
      lines.append("* **\(verdict.model)**: \(word)")
      if let fold = promotion?.fold.fold {
        tags.append(TrackedParameter("assay.promoted.\(verdict.model)", "fold_\(fold)"))
        lines.append("  * promoted: fold \(fold)")
      }
      lines += verdict.reasons.map { "  * \($0)" }
    }
    return tags + [TrackedParameter("mlflow.note.content", lines.joined(separator: "\n"))]
  }
}
