public import ConfigValidation
internal import QuantMath

/// Gives a trial up when a signed-rank test says that it is worse than the best one, step by step.
///
/// For objectives that are a mean over comparable steps, such as folds or instances: the steps of both
/// trials are compared in pairs. A trial whose mean so far is no worse than the best one's mean is
/// never given up.
///
/// References: Wilcoxon (1945), Biometrics Bulletin 1; the rule is Optuna's.
public struct WilcoxonPruner: TrialPruner {
  /// The probability of the one-sided test below which a trial is given up.
  public let threshold: Double

  /// How many common steps there must be, at least 2.
  public let startupSteps: Int

  /// Creates a pruner.
  ///
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)``.
  public init(threshold: Double, startupSteps: Int) throws(StudyError) {
    guard threshold >= 0, threshold <= 1 else {
      throw .invalidSetting(
        name: "threshold",
        expected: "a probability in 0...1",
        found: "\(threshold)"
      )
    }
    try checkAtLeast(0, startupSteps, "startupSteps")
    self.threshold = threshold
    self.startupSteps = startupSteps
  }

  /// The name of the rule and its settings.
  public var canonicalForm: JSONValue {
    [
      "rule": "wilcoxon",
      "threshold": .number(threshold),
      "startup_steps": .integer(Int64(startupSteps)),
    ]
  }

  /// Tests the differences to the best trial.
  public func shouldPrune(_ question: PruningQuestion) -> Bool {
    let complete = question.finished.filter { $0.loss != nil && !$0.reports.isEmpty }
    let best = complete.min { ($0.loss ?? 0, $0.number) < ($1.loss ?? 0, $1.number) }
    guard let best else { return false }
    let differences = question.reports.compactMap { report in
      best.reports.value(at: report.step).map { report.value - $0 }
    }
    guard differences.count >= max(2, startupSteps) else { return false }
    if mean(question.reports) <= mean(best.reports) { return false }
    guard let probability = signedRankProbability(differences) else { return false }
    return probability < threshold
  }

  private func mean(_ reports: [TrialReport]) -> Double {
    reports.reduce(0) { $0 + $1.value } / Double(reports.count)
  }
}

/// Returns the probability of signed ranks at least as high as those of some differences when their
/// distribution is symmetric about zero (one-sided Wilcoxon test; small says that they are above zero).
///
/// Exact for up to 50 differences without zeros and ties, otherwise by the normal distribution with the
/// variance corrected for ties; the ranks of zeros count half.
///
/// - Parameter differences: Differences in any order.
/// - Returns: The probability, or `nil` without differences or for one that is not finite.
func signedRankProbability(_ differences: [Double]) -> Double? {
  let sizes = differences.map(abs)
  guard !sizes.isEmpty, let ranks = try? averageRanks(of: sizes) else { return nil }
  var high = 0.0
  for (difference, rank) in zip(differences, ranks) {
    if difference > 0 { high += rank } else if difference == 0 { high += rank / 2 }
  }
  let sorted = ranks.sorted()
  let hasTies = zip(sorted, sorted.dropFirst()).contains { $0 == $1 }
  if ranks.count <= 50, !hasTies, !sizes.contains(0) {
    return exactProbability(atLeast: Int(high), count: ranks.count)
  }
  let count = Double(ranks.count)
  var variance = count * (count + 1) * (2 * count + 1)
  var start = 0
  while start < sorted.count {
    var end = start
    while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
    let tied = Double(end - start)
    variance -= 0.5 * tied * (tied * tied - 1)
    start = end
  }
  guard variance > 0 else { return 0.5 }
  let distance = (high - 0.25 * count * (count + 1)) / (variance / 24).squareRoot()
  return normalCDF(-distance)
}

/// The share of the 2^count sign patterns whose positive ranks sum to a number or more.
private func exactProbability(atLeast sum: Int, count: Int) -> Double {
  let most = count * (count + 1) / 2
  var ways = [Double](repeating: 0, count: most + 1)
  ways[0] = 1
  for rank in 1...count {
    for total in stride(from: most, through: rank, by: -1) { ways[total] += ways[total - rank] }
  }
  let total = ways.reduce(0, +)
  return ways[min(sum, most)...].reduce(0, +) / total
}
