import QuantMath

/// What became of an account on each of several simulated paths; arrays run in parallel.
public struct MonteCarloPaths: Hashable, Sendable {
  /// The profit of the path as a fraction of the starting capital.
  public internal(set) var finalReturn: [Double] = []

  /// The largest fall from a running peak, as a fraction of that peak.
  public internal(set) var maximumDrawdown: [Double] = []

  /// Whether equity fell to the ruin level at any time.
  public internal(set) var isRuined: [Bool] = []

  /// Creates an empty collection of paths.
  public init() {}

  /// The number of paths.
  public var count: Int { finalReturn.count }

  /// Adds paths that were computed elsewhere.
  public mutating func append(_ other: MonteCarloPaths) {
    finalReturn += other.finalReturn
    maximumDrawdown += other.maximumDrawdown
    isRuined += other.isRuined
  }

  /// Makes room for paths to come.
  mutating func reserve(_ count: Int) {
    finalReturn.reserveCapacity(count)
    maximumDrawdown.reserveCapacity(count)
    isRuined.reserveCapacity(count)
  }
}

extension MonteCarlo {
  /// Simulates some of the paths.
  ///
  /// Path *k* depends on the seed, the trial and *k* only: ranges may be divided among any number of
  /// workers and joined in order, and the result is the same.
  ///
  /// - Parameters:
  ///   - range: The numbers of the paths.
  ///   - profits: The realised profits of the trades after costs, oldest first. Shape: `[n]`.
  /// - Returns: One element for each path, in order.
  /// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
  /// - Complexity: O(paths · *n*) time, without an allocation per path.
  ///
  /// **Causality.** Uses the whole series: a statement about the past, never a feature.
  public func paths(
    _ range: Range<UInt32>,
    of profits: [Double]
  ) throws(MetricError) -> MonteCarloPaths {
    try requireFinite(profits, series: "profits")
    // Twice around the circle, so that a block never has to wrap.
    let circle = profits + profits
    let plan = BlockPlan(scheme(for: profits.count), count: profits.count)
    let ruin = startingEquity * ruinLevel
    var result = MonteCarloPaths()
    result.reserve(range.count)
    for number in range {
      let path = circle.withUnsafeBufferPointer { simulate($0, plan: plan, path: number) }
      guard path.equity.isFinite else {
        throw .nonFiniteValue(series: "equity", index: Int(number), value: path.equity)
      }
      result.finalReturn.append(path.equity / startingEquity - 1)
      result.maximumDrawdown.append(1 - path.deepEquity / path.deepPeak)
      result.isRuined.append(path.low <= ruin)
    }
    return result
  }

  private func simulate(
    _ circle: UnsafeBufferPointer<Double>,
    plan: BlockPlan,
    path number: UInt32
  ) -> AdditivePath {
    var path = AdditivePath(startingEquity)
    var remaining = plan.count
    guard remaining > 0 else { return path }
    let stream = PhiloxStream(
      seed: seed,
      purpose: ResamplingPurpose.monteCarlo,
      trial: trial,
      path: number
    )
    var sampler = BlockSampler(plan, stream: stream)
    while remaining > 0 {
      let block = sampler.next(remaining: remaining)
      for index in block.start..<(block.start + block.length) { path.add(circle[index]) }
      remaining -= block.length
    }
    return path
  }
}

/// An account to which profits are added one after another.
private struct AdditivePath {
  var equity: Double
  var peak: Double
  var low: Double
  var deepEquity: Double
  var deepPeak: Double

  init(_ start: Double) {
    (equity, peak, low, deepEquity, deepPeak) = (start, start, start, start, start)
  }

  @inline(__always)
  mutating func add(_ profit: Double) {
    equity += profit
    peak = max(peak, equity)
    low = min(low, equity)
    // equity / peak < deepEquity / deepPeak, without two divisions: peaks are above zero.
    let isDeeper = equity * deepPeak < deepEquity * peak
    deepEquity = isDeeper ? equity : deepEquity
    deepPeak = isDeeper ? peak : deepPeak
  }
}
