extension Study {
  /// The complete trial with the best first objective, the earliest of equal ones; `nil` without a
  /// complete trial.
  public var best: TrialRecord? {
    trials.filter { $0.state == .complete }
      .min { (loss($0, 0), $0.number) < (loss($1, 0), $1.number) }
  }

  /// The complete trials that no other beats in every objective, by number.
  ///
  /// A trial beats another when it is at least as good in every objective and better in one.
  ///
  /// - Complexity: O(trials² · objectives).
  public var paretoFront: [TrialRecord] {
    let complete = trials.filter { $0.state == .complete }
    let losses = complete.map { trial in directions.indices.map { loss(trial, $0) } }
    let ranks = nonDominatedRanks(losses)
    return zip(complete, ranks).filter { $0.1 == 0 }.map(\.0)
  }

  private func loss(_ trial: TrialRecord, _ objective: Int) -> Double {
    directions[objective].loss(trial.values[objective])
  }
}
