public import ConfigValidation

/// Lets the best share of trials pass each of a ladder of steps, without waiting for all of them.
///
/// Rung *r* lies at `firstStep · reduction^(r + skippedRungs)`. A trial passes it when its value there
/// is among the best `1 / reduction` of those that came so far; the first few pass when they are best.
///
/// References: Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht, Talwalkar (2020), "A system for
/// massively parallel hyperparameter tuning" (ASHA), MLSys; the rule is Optuna's.
public struct SuccessiveHalvingPruner: TrialPruner {
  /// The step of the first rung.
  public let firstStep: Int

  /// The share of trials that passes a rung is one of so many.
  public let reduction: Int

  /// How many rungs are left out at the bottom.
  public let skippedRungs: Int

  /// Creates a pruner.
  ///
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)``.
  public init(firstStep: Int, reduction: Int, skippedRungs: Int) throws(StudyError) {
    try checkAtLeast(1, firstStep, "firstStep")
    try checkAtLeast(2, reduction, "reduction")
    try checkAtLeast(0, skippedRungs, "skippedRungs")
    self.firstStep = firstStep
    self.reduction = reduction
    self.skippedRungs = skippedRungs
  }

  /// The name of the rule and its settings.
  public var canonicalForm: JSONValue {
    [
      "rule": "successive_halving",
      "first_step": .integer(Int64(firstStep)),
      "reduction": .integer(Int64(reduction)),
      "skipped_rungs": .integer(Int64(skippedRungs)),
    ]
  }

  /// Compares the newest report with those of others at the rungs that it reaches.
  public func shouldPrune(_ question: PruningQuestion) -> Bool {
    guard let newest = question.reports.last else { return false }
    let previous = question.reports.dropLast().last?.step
    var step = firstStep
    for _ in 0..<skippedRungs { step = Self.next(step, reduction) }
    while step <= newest.step {
      if previous.map({ $0 < step }) ?? true, !passes(newest.value, step, question.finished) {
        return true
      }
      guard step < .max else { return false }
      step = Self.next(step, reduction)
    }
    return false
  }

  private func passes(_ value: Double, _ step: Int, _ finished: [FinishedReports]) -> Bool {
    var rivals = finished.compactMap { trial -> Double? in
      let place = trial.reports.firstPlace(atLeast: step)
      return place < trial.reports.count ? trial.reports[place].value : nil
    }
    rivals.append(value)
    rivals.sort()
    return value <= rivals[max(0, rivals.count / reduction - 1)]
  }

  private static func next(_ step: Int, _ reduction: Int) -> Int {
    let (product, overflow) = step.multipliedReportingOverflow(by: reduction)
    return overflow ? .max : product
  }
}

/// Several ladders of successive halving side by side, from daring to patient.
///
/// Trials go to the ladders in turn, in proportion to the budgets of Hyperband, and compete within
/// theirs.
///
/// References: Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar (2018), "Hyperband", JMLR 18.
public struct HyperbandPruner: TrialPruner {
  private let ladders: [SuccessiveHalvingPruner]
  private let ends: [Int]

  /// Creates a pruner.
  ///
  /// - Parameters:
  ///   - firstStep: The step of the first rung of the most daring ladder.
  ///   - lastStep: The step at which a trial is complete.
  ///   - reduction: The share of trials that passes a rung is one of so many.
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)``.
  public init(firstStep: Int, lastStep: Int, reduction: Int) throws(StudyError) {
    var ladders = [
      try SuccessiveHalvingPruner(firstStep: firstStep, reduction: reduction, skippedRungs: 0)
    ]
    try checkAtLeast(firstStep, lastStep, "lastStep")
    var step = firstStep
    while step <= lastStep / reduction {
      step *= reduction
      ladders.append(
        try SuccessiveHalvingPruner(
          firstStep: firstStep,
          reduction: reduction,
          skippedRungs: ladders.count
        )
      )
    }
    var (ends, total, power) = ([Int](), 0, 1)
    for patience in ladders.indices {
      // Budgets from the most patient ladder to the most daring one.
      total += (ladders.count * power + patience) / (patience + 1)
      ends.append(total)
      let (product, overflow) = power.multipliedReportingOverflow(by: reduction)
      power = overflow ? power : product
    }
    self.ladders = ladders.reversed()
    self.ends = ends
  }

  /// The number of ladders.
  public var ladderCount: Int { ladders.count }

  /// The name of the rule and its ladders.
  public var canonicalForm: JSONValue {
    ["rule": "hyperband", "ladders": .array(ladders.map(\.canonicalForm))]
  }

  /// Asks the ladder of the trial.
  public func shouldPrune(_ question: PruningQuestion) -> Bool {
    let ladder = ladder(of: question.trial)
    return ladders[ladder].shouldPrune(
      PruningQuestion(
        trial: question.trial,
        reports: question.reports,
        finished: question.finished.filter { self.ladder(of: $0.number) == ladder }
      )
    )
  }

  private func ladder(of trial: Int) -> Int {
    let turn = trial % (ends.last ?? 1)
    return ends.firstIndex { turn < $0 } ?? 0
  }
}
