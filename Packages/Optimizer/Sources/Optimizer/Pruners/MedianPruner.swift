public import ConfigValidation

/// Gives a trial up when its best report so far is worse than the median of complete trials at the
/// same step.
///
/// References: Golovin, Solnik, Moitra, Kochanski, Karro, Sculley (2017), "Google Vizier", KDD; the
/// rule is Optuna's.
public struct MedianPruner: TrialPruner {
  /// How many complete trials there must be.
  public let startupTrials: Int

  /// The first step at which a trial may be given up.
  public let firstStep: Int

  /// The distance of the steps at which trials are compared, from ``firstStep``.
  public let stepInterval: Int

  /// How many complete trials must have reported at the step.
  public let leastTrials: Int

  /// Creates a pruner.
  ///
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)``.
  public init(
    startupTrials: Int,
    firstStep: Int,
    stepInterval: Int,
    leastTrials: Int
  ) throws(StudyError) {
    try checkAtLeast(0, startupTrials, "startupTrials")
    try checkAtLeast(0, firstStep, "firstStep")
    try checkAtLeast(1, stepInterval, "stepInterval")
    try checkAtLeast(1, leastTrials, "leastTrials")
    self.startupTrials = startupTrials
    self.firstStep = firstStep
    self.stepInterval = stepInterval
    self.leastTrials = leastTrials
  }

  /// The name of the rule and its settings.
  public var canonicalForm: JSONValue {
    [
      "rule": "median",
      "startup_trials": .integer(Int64(startupTrials)),
      "first_step": .integer(Int64(firstStep)),
      "step_interval": .integer(Int64(stepInterval)),
      "least_trials": .integer(Int64(leastTrials)),
    ]
  }

  /// Compares the best report with the median.
  ///
  /// - Complexity: O(finished trials · log reports).
  public func shouldPrune(_ question: PruningQuestion) -> Bool {
    let complete = question.finished.filter { $0.loss != nil }
    guard let newest = question.reports.last, newest.step >= firstStep,
      !complete.isEmpty, complete.count >= startupTrials
    else { return false }
    let grid = (newest.step - firstStep) / stepInterval * stepInterval + firstStep
    let previous = question.reports.dropLast().last?.step ?? -1
    guard previous < grid else { return false }
    let others = complete.compactMap { $0.reports.value(at: newest.step) }.sorted()
    guard others.count >= leastTrials, !others.isEmpty else { return false }
    let median = 0.5 * (others[(others.count - 1) / 2] + others[others.count / 2])
    let best = question.reports.map(\.value).min() ?? newest.value
    return best > median
  }
}

extension [TrialReport] {
  /// The value at a step, or `nil` when nothing was reported there.
  func value(at step: Int) -> Double? {
    let place = firstPlace(atLeast: step)
    return place < count && self[place].step == step ? self[place].value : nil
  }

  /// The position of the first report at a step or after it.
  func firstPlace(atLeast step: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].step < step { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Refuses a setting below a limit.
func checkAtLeast(_ limit: Int, _ value: Int, _ name: String) throws(StudyError) {
  guard value >= limit else {
    throw .invalidSetting(name: name, expected: "\(limit) or more", found: "\(value)")
  }
}
