import QuantMath

/// Resampled histories of an account, and what became of it in each.
public struct ReturnBootstrap: Hashable, Sendable {
  /// How paths draw from the returns.
  public let scheme: ResamplingScheme

  /// The seed of the draws.
  public let seed: UInt64

  /// The number of the trial, experiment or asset, so that each has draws of its own.
  public let trial: UInt32

  /// The number of periods in a year.
  public let periodsPerYear: Double

  /// Creates a bootstrap.
  ///
  /// - Parameters:
  ///   - scheme: How paths draw from the returns.
  ///   - seed: The seed of the draws.
  ///   - trial: The number of the trial, experiment or asset.
  ///   - periodsPerYear: The number of periods in a year.
  /// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)``,
  ///   ``MetricError/nonPositivePeriodsPerYear(_:)``.
  public init(
    scheme: ResamplingScheme,
    seed: UInt64,
    trial: UInt32,
    periodsPerYear: Double
  ) throws(MetricError) {
    try scheme.validate()
    try requirePeriodsPerYear(periodsPerYear)
    self.scheme = scheme
    self.seed = seed
    self.trial = trial
    self.periodsPerYear = periodsPerYear
  }

  /// What became of the account on each of several paths; arrays run in parallel.
  public struct Paths: Hashable, Sendable {
    /// The wealth that one unit of capital became.
    public internal(set) var finalWealth: [Double] = []

    /// The largest fall from a running peak, as a fraction of that peak.
    public internal(set) var maximumDrawdown: [Double] = []

    /// The annualized Sharpe ratio at a risk-free rate of zero, `nil` where it is undefined.
    public internal(set) var sharpeRatio: [Double?] = []

    /// Creates an empty collection of paths.
    public init() {}

    /// Adds paths that were computed elsewhere.
    public mutating func append(_ other: Paths) {
      finalWealth += other.finalWealth
      maximumDrawdown += other.maximumDrawdown
      sharpeRatio += other.sharpeRatio
    }
  }

  /// Returns what becomes of an account on resampled paths as long as the series.
  ///
  /// Path *k* depends on the seed, the trial and *k* only: ranges may be divided among any number of
  /// workers and joined in order, and the result is the same.
  ///
  /// - Parameters:
  ///   - range: The numbers of the paths; below 2^32.
  ///   - returns: Simple returns as fractions of -1 or more, oldest first. Shape: `[n]`.
  /// - Returns: One element for each path, in order; empty for an empty series.
  /// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
  ///   ``MetricError/returnBelowTotalLoss(index:value:)``, and
  ///   ``MetricError/nonFiniteValue(series:index:value:)`` for a path whose wealth overflows.
  /// - Complexity: O(*n* log *n* + paths · blocks) time, without an allocation per path.
  ///
  /// **Causality.** Uses the whole series: a statement about the past, never a feature.
  ///
  /// ## References
  ///
  /// - D. N. Politis and J. P. Romano (1994), "The Stationary Bootstrap", *Journal of the American
  ///   Statistical Association* 89(428), 1303-1313.
  public func paths(
    _ range: Range<UInt32>,
    of returns: [Double]
  ) throws(MetricError) -> Paths {
    try requireFinite(returns)
    for (index, value) in returns.enumerated() where value < -1 {
      throw .returnBelowTotalLoss(index: index, value: value)
    }
    guard !returns.isEmpty else { return Paths() }
    let plan = BlockPlan(scheme, count: returns.count)
    let table = BlockTable(returns, fixedLength: plan.fixedLength)
    let result = table.withUnsafeEffects { effects in
      simulate(range, plan: plan, effects: effects, center: table.center)
    }
    for (index, wealth) in result.finalWealth.enumerated() where !wealth.isFinite {
      throw .nonFiniteValue(series: "final wealth", index: index, value: wealth)
    }
    return result
  }

  private func simulate(
    _ range: Range<UInt32>,
    plan: BlockPlan,
    effects: BlockTable.Effects,
    center: Double
  ) -> Paths {
    var result = Paths()
    result.finalWealth.reserveCapacity(range.count)
    result.maximumDrawdown.reserveCapacity(range.count)
    result.sharpeRatio.reserveCapacity(range.count)
    let scale = periodsPerYear.squareRoot()
    for number in range {
      var sampler = BlockSampler(
        plan,
        stream: PhiloxStream(
          seed: seed,
          purpose: ResamplingPurpose.returns,
          trial: trial,
          path: number
        )
      )
      var path = RunEffect()
      var remaining = plan.count
      while remaining > 0 {
        let block = sampler.next(remaining: remaining)
        effects.append(start: block.start, length: block.length, to: &path)
        remaining -= block.length
      }
      result.finalWealth.append(path.growth)
      result.maximumDrawdown.append(1 - path.depthRatio)
      result.sharpeRatio.append(
        path.sharpeRatio(count: plan.count, center: center).map { $0 * scale }
      )
    }
    return result
  }
}

extension RunEffect {
  /// The Sharpe ratio per period of a run, or `nil` where it is undefined.
  func sharpeRatio(count: Int, center: Double) -> Double? {
    guard count >= 2 else { return nil }
    let size = Double(count)
    let mean = center + sum / size
    let variance = (sumOfSquares - sum * sum / size) / (size - 1)
    // Deviations from the sample's mean cancel to rounding error when a path repeats one return.
    guard variance > sumOfSquares * .ulpOfOne else { return nil }
    let deviation = variance.squareRoot()
    guard deviation > abs(mean) * .ulpOfOne * size else { return nil }
    return (mean / deviation).ifFinite
  }
}
