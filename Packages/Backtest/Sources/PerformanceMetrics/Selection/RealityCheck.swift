import QuantMath

/// Whether the best of many strategies beats the benchmark by more than the search itself explains.
///
/// The null hypothesis is that no strategy beats the benchmark. Both p-values compare the best of all
/// strategies with the best of resampled ones, so a longer search needs a larger advantage.
public struct RealityCheck: Hashable, Sendable {
  /// The position of the strategy with the largest mean advantage; the first of equals.
  public let best: Int

  /// The largest mean advantage times the square root of the number of periods.
  public let statistic: Double

  /// White's (2000) p-value, in (0, 1]; conservative when poor strategies are among the candidates.
  public let whitePValue: Double

  /// Hansen's (2005) consistent p-value of the studentized test, in (0, 1].
  ///
  /// `nil` when no strategy's advantage has variation.
  public let superiorPredictiveAbilityPValue: Double?
}

/// The settings of a reality check.
public struct RealityCheckSettings: Hashable, Sendable {
  /// The number of resampled histories; 1 or more.
  public let pathCount: Int

  /// The mean length of a block, in periods; 1 or more.
  public let meanBlockLength: Double

  /// The seed of the draws.
  public let seed: UInt64

  /// Creates settings.
  ///
  /// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)``.
  public init(pathCount: Int, meanBlockLength: Double, seed: UInt64) throws(MetricError) {
    guard (1...Int(UInt32.max)).contains(pathCount) else {
      throw .settingOutOfRange(name: "paths", expected: "1 or more", found: Double(pathCount))
    }
    try ResamplingScheme.stationary(meanLength: meanBlockLength).validate()
    self.pathCount = pathCount
    self.meanBlockLength = meanBlockLength
    self.seed = seed
  }
}

/// Tests the best of many strategies against the benchmark by the stationary bootstrap.
///
/// All strategies are resampled at the same instants, which keeps their correlation.
///
/// - Parameters:
///   - advantages: For each strategy, its return above the benchmark's in each period, oldest first.
///     Shape: `[strategies][periods]`, all of equal length. Every strategy that was tried belongs here,
///     the discarded ones too.
///   - settings: The number of paths, the block length and the seed.
/// - Returns: The result, or `nil` without a strategy or below two periods.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``,
///   ``MetricError/lengthMismatch(series:expected:found:)``.
/// - Complexity: O(strategies · (periods · lags + paths · blocks)), lags about 37 block lengths.
///
/// **Causality.** A statement about a whole search, never a feature.
///
/// ## References
///
/// - H. White (2000), "A Reality Check for Data Snooping", *Econometrica* 68(5), 1097-1126.
/// - P. R. Hansen (2005), "A Test for Superior Predictive Ability", *Journal of Business & Economic
///   Statistics* 23(4), 365-380.
public func realityCheck(
  of advantages: [[Double]],
  settings: RealityCheckSettings
) throws(MetricError) -> RealityCheck? {
  guard let periods = advantages.first?.count else { return nil }
  for (index, series) in advantages.enumerated() {
    guard series.count == periods else {
      throw .lengthMismatch(series: "strategy \(index)", expected: periods, found: series.count)
    }
    try requireFinite(series, series: "strategy \(index)")
  }
  guard periods >= 2 else { return nil }
  let candidates = advantages.map {
    Candidate($0, continuation: 1 - 1 / settings.meanBlockLength)
  }
  let root = Double(periods).squareRoot()
  let best = candidates.indices.reduce(0) {
    candidates[$1].mean > candidates[$0].mean ? $1 : $0
  }
  let whiteStatistic = root * candidates[best].mean
  let studentized = candidates.compactMap { $0.studentized(root: root) }.max().map { max($0, 0) }

  var (whiteExceeding, hansenExceeding) = (0, 0)
  let plan = BlockPlan(.stationary(meanLength: settings.meanBlockLength), count: periods)
  for path in 0..<UInt32(settings.pathCount) {
    let blocks = resampledBlocks(plan, seed: settings.seed, path: path)
    // The studentized statistic of a path is at least zero, as that of the data.
    var (white, hansen) = (-Double.infinity, 0.0)
    for candidate in candidates {
      let mean = candidate.mean(over: blocks)
      white = max(white, root * (mean - candidate.mean))
      guard let deviation = candidate.deviation else { continue }
      hansen = max(hansen, root * (mean - candidate.recentering(root: root)) / deviation)
    }
    if white >= whiteStatistic { whiteExceeding += 1 }
    if let studentized, hansen >= studentized { hansenExceeding += 1 }
  }
  // The data count as one of the paths, so that no finite number of paths gives a p-value of zero.
  let total = Double(settings.pathCount + 1)
  return RealityCheck(
    best: best,
    statistic: whiteStatistic,
    whitePValue: Double(whiteExceeding + 1) / total,
    superiorPredictiveAbilityPValue: studentized.map { _ in Double(hansenExceeding + 1) / total }
  )
}

private func resampledBlocks(
  _ plan: BlockPlan,
  seed: UInt64,
  path: UInt32
) -> [(start: Int, length: Int)] {
  let stream = PhiloxStream(
    seed: seed,
    purpose: ResamplingPurpose.realityCheck,
    trial: 0,
    path: path
  )
  var sampler = BlockSampler(plan, stream: stream)
  var blocks: [(start: Int, length: Int)] = []
  var remaining = plan.count
  while remaining > 0 {
    let block = sampler.next(remaining: remaining)
    blocks.append(block)
    remaining -= block.length
  }
  return blocks
}

/// One strategy's advantage over the benchmark.
private struct Candidate {
  let mean: Double

  /// The long-run deviation of the mean times the root of the number of periods; `nil` for none.
  let deviation: Double?

  /// Sums of the first values, twice around the circle.
  private let prefix: [Double]
  private let count: Int

  init(_ values: [Double], continuation: Double) {
    count = values.count
    let moments = SampleMoments(of: values)
    let center = moments.mean
    mean = center
    var sums = [0.0]
    sums.reserveCapacity(2 * values.count + 1)
    var sum = 0.0
    for _ in 0..<2 {
      for value in values {
        // About the mean, so that differences of sums keep their digits.
        sum += value - center
        sums.append(sum)
      }
    }
    prefix = sums
    let variance = longRunVariance(values.map { $0 - center }, continuation: continuation)
    deviation = moments.standardDeviation != nil && variance > 0 ? variance.squareRoot() : nil
  }

  /// The mean of a resampled history.
  func mean(over blocks: [(start: Int, length: Int)]) -> Double {
    let sum = blocks.reduce(0) { $0 + prefix[$1.start + $1.length] - prefix[$1.start] }
    return mean + sum / Double(count)
  }

  func studentized(root: Double) -> Double? {
    deviation.map { root * mean / $0 }
  }

  /// The mean under the null hypothesis: a strategy that is clearly worse is left where it is.
  func recentering(root: Double) -> Double {
    guard let value = studentized(root: root), count > 2 else { return mean }
    let limit = -(2 * naturalLogarithm(naturalLogarithm(Double(count)))).squareRoot()
    return value >= limit ? mean : 0
  }
}

/// The variance of the stationary bootstrap's mean times *n* (Politis and Romano 1994, lemma 1).
private func longRunVariance(_ deviations: [Double], continuation: Double) -> Double {
  let count = deviations.count
  let size = Double(count)
  var variance = deviations.reduce(0) { $0 + $1 * $1 } / size
  for lag in 1..<count {
    let (near, far) = (Double(lag) / size, power(continuation, Double(count - lag)))
    let weight = (1 - near) * power(continuation, Double(lag)) + near * far
    // Lags far from both ends of the circle weigh less than rounding.
    guard weight > 1e-16 else { continue }
    var product = 0.0
    for index in 0..<(count - lag) { product += deviations[index] * deviations[index + lag] }
    variance += 2 * weight * product / size
  }
  return variance
}
