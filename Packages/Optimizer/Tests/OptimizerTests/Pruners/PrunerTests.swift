import Optimizer
import Testing

@Suite("Pruners")
struct PrunerTests {
  private static func pruner(_ settings: SearchReference.Pruner) throws -> any TrialPruner {
    switch settings.kind {
    case "median":
      try MedianPruner(
        startupTrials: settings.startupTrials ?? 0,
        firstStep: settings.firstStep ?? 0,
        stepInterval: settings.stepInterval ?? 1,
        leastTrials: settings.leastTrials ?? 1
      )
    case "halving":
      try SuccessiveHalvingPruner(
        firstStep: settings.step ?? 1,
        reduction: settings.reduction ?? 2,
        skippedRungs: settings.skipped ?? 0
      )
    default:
      try WilcoxonPruner(
        threshold: settings.threshold ?? 0.1,
        startupSteps: settings.startupSteps ?? 2
      )
    }
  }

  /// The step at which each curve is given up when each is the reports of a trial.
  private static func ends(
    _ pruner: any TrialPruner,
    _ curves: [[Double]],
    direction: SearchDirection,
    batchSize: Int
  ) throws -> [Int?] {
    let space = try SearchSpace([.number("x", 0...1)])
    var study = try study(
      "random",
      space: space,
      directions: [direction],
      batchSize: batchSize,
      pruner: pruner
    )
    let sign = direction == .minimize ? 1.0 : -1
    try study.optimize(trials: curves.count) { trial in
      let curve = curves[trial.number]
      for (step, value) in curve.enumerated() { try trial.report(sign * value, step: step + 1) }
      return sign * curve.reduce(0, +) / Double(curve.count)
    }
    return study.trials.map { $0.state == .pruned ? $0.reports.last?.step : nil }
  }

  @Test("gives up the trials that Optuna gives up, at the same steps, in both directions")
  func agreesWithOptuna() throws {
    let reference = try SearchReference.read()
    for expected in reference.pruners {
      for direction in [SearchDirection.minimize, .maximize] {
        let ends = try Self.ends(
          Self.pruner(expected),
          reference.curves,
          direction: direction,
          batchSize: 1
        )
        #expect(ends == expected.ends, "\(expected.kind)")
      }
    }
  }

  @Test("compares with the trials before the batch only")
  func ignoresBatch() throws {
    let curves = (0..<8).map { [Double](repeating: Double($0), count: 4) }
    let pruner = try MedianPruner(startupTrials: 1, firstStep: 1, stepInterval: 1, leastTrials: 1)
    let ends = try Self.ends(pruner, curves, direction: .minimize, batchSize: 4)
    #expect(ends == [nil, nil, nil, nil, 1, 1, 1, 1])
  }

  @Test("spreads trials over Hyperband's ladders, each stopping at its own rungs")
  func spreadsOverLadders() throws {
    let reference = try SearchReference.read()
    let pruner = try HyperbandPruner(firstStep: 1, lastStep: 27, reduction: 3)
    #expect(pruner.ladderCount == 4)
    let ends = try Self.ends(
      pruner,
      reference.curves,
      direction: .minimize,
      batchSize: 1
    )
    // Budgets are 4, 6, 12 and 27 trials of 49 from the most patient ladder to the most daring.
    let patient = ends[..<4].compactMap(\.self)
    let daring = ends[22..<49].compactMap(\.self)
    #expect(daring.contains(1) && daring.allSatisfy { [1, 3, 9, 27].contains($0) })
    #expect(patient.allSatisfy { $0 == 27 })
    #expect(ends[10..<22].compactMap(\.self).allSatisfy { $0 >= 3 })
  }

  @Test("fails trials that report nonsense")
  func failsNonsense() throws {
    let space = try SearchSpace([.number("x", 0...1)])
    var study = try study("random", space: space)
    try study.optimize(trials: 2) { trial in
      if trial.number == 0 { try trial.report(.nan, step: 1) }
      try trial.report(1, step: 5)
      try trial.report(1, step: 5)
      return 1
    }
    #expect(
      study.trials.map(\.state) == [
        .failed(reason: "step 1: expected a finite value, found none"),
        .failed(reason: "expected a step above 5, found 5"),
      ]
    )
  }

  @Test("refuses settings without a meaning")
  func refusesSettings() {
    #expect(throws: StudyError.self) {
      try MedianPruner(startupTrials: 0, firstStep: 0, stepInterval: 0, leastTrials: 1)
    }
    #expect(throws: StudyError.self) {
      try SuccessiveHalvingPruner(firstStep: 0, reduction: 2, skippedRungs: 0)
    }
    #expect(throws: StudyError.self) {
      try HyperbandPruner(firstStep: 9, lastStep: 3, reduction: 3)
    }
    #expect(throws: StudyError.self) { try WilcoxonPruner(threshold: 2, startupSteps: 2) }
  }
}
