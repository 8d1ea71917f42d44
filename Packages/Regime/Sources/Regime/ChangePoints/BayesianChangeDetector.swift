#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What ``BayesianChangeDetector`` believes before it has seen a segment.
public struct BayesianChangeSettings: Hashable, Sendable {
  /// The mean number of rows between changes.
  public var expectedRunRows: Double

  /// What a segment's mean is expected to be.
  public var mean: Double

  /// How many rows that expectation is worth.
  public var meanRows: Double

  /// What a segment's variance is expected to be.
  public var variance: Double

  /// How many rows that expectation is worth.
  public var varianceRows: Double

  /// The number of rows since the last change beyond which runs are not told apart.
  public var longestRun: Int

  /// Creates settings; the detector checks them.
  public init(
    expectedRunRows: Double,
    mean: Double,
    meanRows: Double,
    variance: Double,
    varianceRows: Double,
    longestRun: Int
  ) {
    self.expectedRunRows = expectedRunRows
    self.mean = mean
    self.meanRows = meanRows
    self.variance = variance
    self.varianceRows = varianceRows
    self.longestRun = longestRun
  }

  func check() throws(RegimeModelError) {
    var checks = SettingChecks()
    checks.expect(
      expectedRunRows > 1 && expectedRunRows.isFinite,
      "expectedRunRows",
      "a number above 1",
      found: expectedRunRows
    )
    checks.expect(isUsable(mean), "mean", "a finite number", found: mean)
    for (name, value) in [
      ("meanRows", meanRows), ("variance", variance), ("varianceRows", varianceRows),
    ] {
      checks.expect(value > 0 && isUsable(value), name, "a number above 0", found: value)
    }
    checks.expect(
      (2...100_000).contains(longestRun),
      "longestRun",
      "2 to 100000",
      found: longestRun
    )
    try checks.finish()
  }
}

/// The probability of every number of rows since a normal series last changed its mean or variance.
///
/// Changes come with a constant probability each row; within a segment values are normal with a mean
/// and a variance that follow the normal-inverse-gamma prior of the settings. The run length is the
/// number of rows since the last change, the newest row included; after a row at which a change
/// was certain it is 1. Runs of ``BayesianChangeSettings/longestRun`` rows and more share one entry,
/// which keeps the statistics of the more probable of those that meet in it.
///
/// **Causality.** The probabilities after a row use that row and earlier ones.
///
/// References: Adams, MacKay (2007), "Bayesian online changepoint detection", arXiv:0710.3742;
/// Murphy (2007), "Conjugate Bayesian analysis of the Gaussian distribution", for the updates.
public struct BayesianChangeDetector: Sendable {
  /// What was believed before the first row.
  public let settings: BayesianChangeSettings

  /// The number of rows so far.
  public private(set) var rowCount = 0

  /// The probability of each run length, from 1 on; empty before the first row.
  ///
  /// Shape `[min(rows, longestRun)]`.
  public var runProbabilities: ArraySlice<Double> { probabilities[..<runCount] }

  private var runCount = 0
  private var probabilities: [Double]
  private var means: [Double]
  private var scatters: [Double]
  private var rows: [Double]
  private var logWeights: [Double]

  /// log Γ(a + ½) − log Γ(a) with a = (varianceRows + rows)/2, for each number of rows.
  private let gammaRatios: [Double]

  /// Creates a detector before its first row.
  ///
  /// - Throws: ``RegimeModelError/invalidSettings(_:)``.
  public init(_ settings: BayesianChangeSettings) throws(RegimeModelError) {
    try settings.check()
    self.settings = settings
    let room = [Double](repeating: 0, count: settings.longestRun + 1)
    (probabilities, means, scatters, rows, logWeights) = (room, room, room, room, room)
    gammaRatios = (0...settings.longestRun).map { count in
      let shape = (settings.varianceRows + Double(count)) / 2
      return lgamma(shape + 0.5) - lgamma(shape)
    }
  }

  /// The most probable run length, the shortest of equals, or `nil` before the first row.
  public var mostProbableRun: Int? {
    guard runCount > 0 else { return nil }
    return (0..<runCount).reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 } + 1
  }

  /// The probability that the series changed at one of the newest rows.
  ///
  /// Before more rows than that have been seen it is 1, as the first row begins a segment.
  ///
  /// - Precondition: `newestRows` lies inside `1..<longestRun`.
  public func changeProbability(within newestRows: Int) -> Double {
    precondition((1..<settings.longestRun).contains(newestRows), "expected 1..<longestRun")
    return min(1, probabilities[..<min(newestRows, runCount)].reduce(0, +))
  }

  /// Consumes the next value.
  ///
  /// - Throws: ``RegimeModelError/invalidObservations(_:)``; the detector is then as before.
  /// - Complexity: O(*r*) in the number of run lengths, without allocation.
  public mutating func update(_ value: Double) throws(RegimeModelError) {
    guard isUsable(value) else {
      throw .invalidObservations([.notUsable(feature: "value", row: rowCount, value: value)])
    }
    growRuns()
    var top = -Double.infinity
    for run in 0..<runCount where probabilities[run] > 0 {
      logWeights[run] = log(probabilities[run]) + logDensity(of: value, run: run)
      top = max(top, logWeights[run])
    }
    var sum = 0.0
    for run in 0..<runCount where probabilities[run] > 0 {
      probabilities[run] = exp(logWeights[run] - top)
      sum += probabilities[run]
    }
    for run in 0..<runCount {
      probabilities[run] /= sum
      absorb(value, run: run)
    }
    rowCount += 1
  }

  /// Lengthens every run by the row to come and lets a new one begin there.
  private mutating func growRuns() {
    let hazard = runCount == 0 ? 1 : 1 / settings.expectedRunRows
    let longest = settings.longestRun
    if runCount == longest {
      // The longest two runs become one.
      let (older, newer) = (longest - 1, longest - 2)
      if probabilities[newer] > probabilities[older] {
        means[older] = means[newer]
        scatters[older] = scatters[newer]
        rows[older] = rows[newer]
      }
      probabilities[older] += probabilities[newer]
      (probabilities[newer], runCount) = (probabilities[older], longest - 1)
      means[newer] = means[older]
      scatters[newer] = scatters[older]
      rows[newer] = rows[older]
    }
    for run in stride(from: runCount, to: 0, by: -1) {
      probabilities[run] = probabilities[run - 1] * (1 - hazard)
      means[run] = means[run - 1]
      scatters[run] = scatters[run - 1]
      rows[run] = rows[run - 1]
    }
    probabilities[0] = hazard
    (means[0], rows[0]) = (settings.mean, 0)
    scatters[0] = settings.variance * settings.varianceRows
    runCount += 1
  }

  /// The logarithm of the density that a run predicts for a value: Student's t.
  private func logDensity(of value: Double, run: Int) -> Double {
    let freedom = settings.varianceRows + rows[run]
    let weight = settings.meanRows + rows[run]
    let scale = scatters[run] / freedom * (weight + 1) / weight
    let deviation = value - means[run]
    // A value beyond the range of numbers is as unlikely under every run.
    let excess = min(log1p(deviation / scale * deviation / freedom), 700)
    let count = min(Int(rows[run]), settings.longestRun)
    return gammaRatio(count, freedom) - 0.5 * log(freedom * Double.pi * scale)
      - 0.5 * (freedom + 1) * excess
  }

  private func gammaRatio(_ count: Int, _ freedom: Double) -> Double {
    guard count == settings.longestRun else { return gammaRatios[count] }
    return lgamma(freedom / 2 + 0.5) - lgamma(freedom / 2)
  }

  private mutating func absorb(_ value: Double, run: Int) {
    let weight = settings.meanRows + rows[run]
    let deviation = value - means[run]
    means[run] += deviation / (weight + 1)
    scatters[run] += weight / (weight + 1) * deviation * deviation
    rows[run] += 1
  }
}
