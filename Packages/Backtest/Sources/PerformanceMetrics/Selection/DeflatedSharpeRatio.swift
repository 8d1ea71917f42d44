/// Returns the largest Sharpe ratio that trials without any skill are expected to show.
///
/// ```
/// sr0 = stdev · ((1 - γ) Φ⁻¹(1 - 1/N) + γ Φ⁻¹(1 - 1/(N e))),     γ = 0.5772… (Euler-Mascheroni)
/// ```
///
/// - Parameters:
///   - trialCount: The number *N* of independent trials; 1 or more. One trial needs no correction: 0.
///   - standardDeviation: The deviation of the ratios across trials, 0 or more, per period when they
///     are per period.
/// - Returns: A ratio of the same frequency as the deviation.
/// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(1).
///
/// **Causality.** A statement about a whole search, never a feature.
public func expectedMaximumSharpeRatio(
  trialCount: Int,
  standardDeviation: Double
) throws(MetricError) -> Double {
  guard trialCount >= 1 else {
    throw .settingOutOfRange(name: "trials", expected: "1 or more", found: Double(trialCount))
  }
  guard standardDeviation >= 0, standardDeviation.isFinite else {
    throw .settingOutOfRange(
      name: "standard deviation of trials",
      expected: "a finite number, 0 or more",
      found: standardDeviation
    )
  }
  guard trialCount > 1 else { return 0 }
  let eulerMascheroni = 0.577_215_664_901_532_9
  let tail = 1 / Double(trialCount)
  // Φ⁻¹(1 - x) is taken as -Φ⁻¹(x), which keeps its digits for millions of trials.
  let first = -standardNormalQuantile(tail)
  let second = -standardNormalQuantile(tail * exponential(-1))
  return standardDeviation * ((1 - eulerMascheroni) * first + eulerMascheroni * second)
}

/// Returns the probability that a Sharpe ratio is real, given the search that it was picked from.
///
/// ```
/// dsr = Φ((sr - sr0) / se),     sr0 the expected maximum of trials without skill
/// ```
///
/// Ratio, standard error and the deviation across trials must have the frequency of the returns.
///
/// - Parameters:
///   - estimate: The best trial's estimated ratio, per period.
///   - trialCount: The number of independent trials, the discarded ones included.
///   - trialStandardDeviation: The deviation of the trials' ratios, **per period**.
/// - Returns: A probability, or `nil` where the standard error is undefined.
/// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(1).
///
/// **Causality.** A statement about a whole search, never a feature.
///
/// ## References
///
/// - D. H. Bailey and M. López de Prado (2014), "The Deflated Sharpe Ratio", *Journal of Portfolio
///   Management* 40(5), 94-107.
public func deflatedSharpeRatio(
  _ estimate: SharpeEstimate,
  trialCount: Int,
  trialStandardDeviation: Double
) throws(MetricError) -> Double? {
  let benchmark = try expectedMaximumSharpeRatio(
    trialCount: trialCount,
    standardDeviation: trialStandardDeviation
  )
  return try probabilisticSharpeRatio(estimate, benchmark: benchmark)
}
