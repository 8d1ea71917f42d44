/// The bootstrap over the trades of a run, and its verdict.
public struct MonteCarloBlock: Hashable, Sendable {
  /// What was measured.
  public var metrics: MonteCarloMetrics

  /// The limits that it was held against.
  public var thresholds: MonteCarloThresholds

  /// Creates a block.
  public init(metrics: MonteCarloMetrics, thresholds: MonteCarloThresholds) {
    self.metrics = metrics
    self.thresholds = thresholds
  }

  /// The limits that were violated.
  public var reasons: [KillReason] { thresholds.violations(by: metrics) }
}

/// The distribution of what the same trades in another order, or drawn again, would have earned.
public struct MonteCarloMetrics: Hashable, Sendable {
  /// `iid`, `bootstrap` (circular blocks) or `stationary`.
  public var method: String

  /// The number of paths.
  public var pathCount: Int

  /// The number of trades that were drawn from.
  public var tradeCount: Int

  /// The block size that was asked for; `nil` when it was derived from the number of trades.
  public var blockSize: Int?

  /// The part of the starting cash at which a path counts as ruined.
  public var ruinLevel: Double

  /// The median of the paths' returns, as a fraction of the starting cash.
  public var medianReturn: Double

  /// The 5 % quantile of the paths' returns.
  public var p5Return: Double

  /// The 5 % quantile of the paths' largest drawdowns, as a fraction of the peak.
  public var p5MaxDrawdown: Double

  /// The 95 % quantile of the paths' largest drawdowns, as a fraction of the peak.
  public var p95MaxDrawdown: Double

  /// The fraction of the paths that are ruined.
  public var ruinProbability: Double

  /// The fraction of the paths that end above the starting cash.
  public var fractionPositive: Double

  /// Creates a set of measures.
  public init(
    method: String,
    pathCount: Int,
    tradeCount: Int,
    blockSize: Int?,
    ruinLevel: Double,
    medianReturn: Double,
    p5Return: Double,
    p5MaxDrawdown: Double,
    p95MaxDrawdown: Double,
    ruinProbability: Double,
    fractionPositive: Double
  ) {
    self.method = method
    self.pathCount = pathCount
    self.tradeCount = tradeCount
    self.blockSize = blockSize
    self.ruinLevel = ruinLevel
    self.medianReturn = medianReturn
    self.p5Return = p5Return
    self.p5MaxDrawdown = p5MaxDrawdown
    self.p95MaxDrawdown = p95MaxDrawdown
    self.ruinProbability = ruinProbability
    self.fractionPositive = fractionPositive
  }
}

/// Limits on a bootstrap; `nil` switches one off.
public struct MonteCarloThresholds: Hashable, Sendable {
  /// The smallest median return that is accepted.
  public var medianReturnMin: Double?

  /// The largest 95 % quantile of the drawdown that is accepted.
  ///
  /// Documents may also call it `mc_p5_drawdown_max`, its name in older files.
  public var p95DrawdownMax: Double?

  /// The largest probability of ruin that is accepted.
  public var ruinProbabilityMax: Double?

  /// The smallest fraction of profitable paths that is accepted.
  public var fractionPositiveMin: Double?

  /// Creates limits; all are off unless given.
  public init(
    medianReturnMin: Double? = nil,
    p95DrawdownMax: Double? = nil,
    ruinProbabilityMax: Double? = nil,
    fractionPositiveMin: Double? = nil
  ) {
    self.medianReturnMin = medianReturnMin
    self.p95DrawdownMax = p95DrawdownMax
    self.ruinProbabilityMax = ruinProbabilityMax
    self.fractionPositiveMin = fractionPositiveMin
  }

  /// The limits that a bootstrap violates: below a minimum or above a maximum, never at it.
  public func violations(by metrics: MonteCarloMetrics) -> [KillReason] {
    var reasons: [KillReason] = []
    if let least = medianReturnMin, metrics.medianReturn < least {
      reasons.append(
        KillReason(reason: "mc_median_return", value: metrics.medianReturn, threshold: least)
      )
    }
    if let most = p95DrawdownMax, metrics.p95MaxDrawdown > most {
      reasons.append(
        KillReason(reason: "mc_p95_drawdown", value: metrics.p95MaxDrawdown, threshold: most)
      )
    }
    if let most = ruinProbabilityMax, metrics.ruinProbability > most {
      reasons.append(
        KillReason(reason: "mc_ruin_prob", value: metrics.ruinProbability, threshold: most)
      )
    }
    if let least = fractionPositiveMin, metrics.fractionPositive < least {
      reasons.append(
        KillReason(
          reason: "mc_fraction_positive",
          value: metrics.fractionPositive,
          threshold: least
        )
      )
    }
    return reasons
  }
}
