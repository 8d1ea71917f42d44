internal import ConfigValidation
internal import ExperimentRegistry
internal import PerformanceMetrics

extension ResearchCycle {
  /// What the deflated Sharpe ratio of each run follows from, by run.
  ///
  /// Trials are those of the ledger up to the last one of this cycle: what was tried before counts, in
  /// whatever cycle, and what is tried later changes nothing when this cycle is run again.
  func sharpeDeflations(
    of outcomes: [ExperimentRunner.Outcome],
    _ registry: RunRegistry
  ) throws(CycleError) -> [RunID: SharpeDeflation] {
    var deflations: [RunID: SharpeDeflation] = [:]
    for (strategyID, runs) in Dictionary(grouping: outcomes, by: \.identity.strategyID) {
      // A set that was asked for twice is one run; the order of the runs fixes that of the sums.
      var distinct: [RunID: ExperimentRunner.Outcome] = [:]
      for run in runs { distinct[run.identity.runID] = run }
      let ordered = distinct.sorted { $0.key < $1.key }.map(\.value)
      guard let first = ordered.first else { continue }
      let totals = try onRegistry { () throws(RegistryError) in
        try registry.trialTotals(
          through: ordered.map { CountedTrial(of: $0.identity) },
          dataSetID: first.identity.dataSetID,
          strategyID: strategyID
        )
      }
      let spread = SampleMoments(of: ordered.compactMap { $0.sharpe?.ratio }).variance?.squareRoot()
      for run in ordered {
        deflations[run.identity.runID] = try onMetrics(run) { () throws(MetricError) in
          try SharpeDeflation(
            estimate: run.sharpe,
            trials: max(1, totals.trials),
            spread: spread
          )
        }
      }
    }
    return deflations
  }

  /// Keeps what was said of each run, for those who ask for its story.
  func keepVerdicts(
    _ evaluation: Evaluation,
    of outcomes: [ExperimentRunner.Outcome],
    _ registry: RunRegistry
  ) throws(CycleError) {
    let own = Set(outcomes.map(\.identity.runID))
    let verdicts = evaluation.rankings.compactMap { ranked -> (RunID, RunDocument)? in
      let id = ranked.run.artifact.manifest.runID
      guard own.contains(id) else { return nil }
      let verdict = RunVerdict(
        ranked,
        of: evaluation.rankings.count,
        cycleID: cycleID,
        evaluatedAt: now
      )
      let content = verdict.json.utf8Bytes(pretty: false)
      return (id, RunDocument(kind: RunVerdict.documentKind, content: content))
    }
    try onRegistry { () throws(RegistryError) in
      try registry.store(verdicts.map { (run: $0.0, document: $0.1) })
    }
  }
}

/// Runs a body on the measures of a run, with the error of a cycle.
func onMetrics<Value>(
  _ outcome: ExperimentRunner.Outcome,
  _ body: () throws(MetricError) -> Value
) throws(CycleError) -> Value {
  do throws(MetricError) {
    return try body()
  } catch {
    throw .experiment(.metric(strategy: outcome.artifact.manifest.strategyClass, error))
  }
}
