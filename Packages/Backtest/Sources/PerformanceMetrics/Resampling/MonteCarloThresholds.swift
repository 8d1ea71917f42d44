/// The limits that a Monte Carlo result must keep; an absent limit is never broken.
public struct MonteCarloThresholds: Hashable, Sendable {
  /// The names under which documents give the limits, in the order of evaluation.
  ///
  /// `mc_p5_drawdown_max` is an older name of `mc_p95_drawdown_max`: both limit the 95th percentile.
  public static let keys = [
    "mc_median_return_min", "mc_fraction_positive_min", "mc_ruin_prob_max", "mc_p95_drawdown_max",
    "mc_p5_drawdown_max",
  ]

  /// The lowest allowed median return, as a fraction.
  public let medianReturnMinimum: Double?

  /// The lowest allowed share of paths with a profit.
  public let fractionPositiveMinimum: Double?

  /// The highest allowed share of ruined paths.
  public let ruinProbabilityMaximum: Double?

  /// The highest allowed 95th percentile of the maximum drawdown, as a fraction of the peak.
  public let p95DrawdownMaximum: Double?

  /// Creates limits.
  public init(
    medianReturnMinimum: Double?,
    fractionPositiveMinimum: Double?,
    ruinProbabilityMaximum: Double?,
    p95DrawdownMaximum: Double?
  ) {
    self.medianReturnMinimum = medianReturnMinimum
    self.fractionPositiveMinimum = fractionPositiveMinimum
    self.ruinProbabilityMaximum = ruinProbabilityMaximum
    self.p95DrawdownMaximum = p95DrawdownMaximum
  }

  /// Creates limits by asking for the value of each of ``keys``.
  ///
  /// Where both names of the drawdown limit have a value, `mc_p95_drawdown_max` wins.
  public init(valueOf lookUp: (_ key: String) -> Double?) {
    self.init(
      medianReturnMinimum: lookUp("mc_median_return_min"),
      fractionPositiveMinimum: lookUp("mc_fraction_positive_min"),
      ruinProbabilityMaximum: lookUp("mc_ruin_prob_max"),
      p95DrawdownMaximum: lookUp("mc_p95_drawdown_max") ?? lookUp("mc_p5_drawdown_max")
    )
  }

  /// One broken limit, with the evidence.
  public struct Violation: Hashable, Sendable {
    /// The name of the rule, such as `mc_ruin_prob`.
    public let reason: String

    /// The value that was found.
    public let value: Double

    /// The limit.
    public let threshold: Double
  }

  /// Returns every limit that a result breaks; empty when it keeps all.
  ///
  /// A value equal to its limit keeps it.
  public func violations(in result: MonteCarloResult) -> [Violation] {
    let rules: [(reason: String, value: Double, threshold: Double?, isMinimum: Bool)] = [
      ("mc_median_return", result.medianReturn, medianReturnMinimum, true),
      ("mc_fraction_positive", result.fractionPositive, fractionPositiveMinimum, true),
      ("mc_ruin_prob", result.ruinProbability, ruinProbabilityMaximum, false),
      ("mc_p95_drawdown", result.p95MaximumDrawdown, p95DrawdownMaximum, false),
    ]
    return rules.compactMap { rule in
      guard let threshold = rule.threshold,
        rule.isMinimum ? rule.value < threshold : rule.value > threshold
      else { return nil }
      return Violation(reason: rule.reason, value: rule.value, threshold: threshold)
    }
  }
}
