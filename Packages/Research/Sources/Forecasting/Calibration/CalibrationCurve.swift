internal import QuantMath

/// How probabilities are sorted into bins.
public enum ProbabilityBinning: String, Hashable, Sendable, CaseIterable {
  /// Bins of equal width over 0...1.
  case equalWidth = "equal_width"

  /// Bins between quantiles of the probabilities; equal probabilities share a bin.
  case equalCount = "equal_count"
}

/// How often what was given a probability came: one point for each bin that holds forecasts.
///
/// A bin holds what lies above its lower and not above its upper edge; the first one also holds its lower edge.
public struct CalibrationCurve: Hashable, Sendable {
  /// One bin.
  public struct Bin: Hashable, Sendable {
    /// The number of forecasts.
    public var count: Int

    /// The mean of their probabilities.
    public var meanProbability: Double

    /// The share of them that came.
    public var share: Double
  }

  /// The bins with forecasts, rising.
  public let bins: [Bin]

  /// The mean squared distance of probabilities from what came.
  public let brierScore: Double

  private let baseRate: Double
  private let count: Double

  /// Sorts forecasts into bins.
  ///
  /// - Parameters:
  ///   - probabilities: Probabilities in 0...1; shape `[n]`.
  ///   - outcomes: 0 or 1; shape `[n]`.
  ///   - binCount: The number of bins.
  ///   - binning: How their edges are chosen.
  /// - Throws: ``CalibrationError``.
  /// - Precondition: There is at least one bin.
  /// - Complexity: O(*n* log *n*).
  public init(
    _ probabilities: [Double],
    _ outcomes: [Double],
    binCount: Int,
    _ binning: ProbabilityBinning
  ) throws(CalibrationError) {
    precondition(binCount > 0, "expected at least one bin")
    try checkPairs(probabilities, outcomes)
    if let index = probabilities.firstIndex(where: { !(0...1).contains($0) }) {
      throw .notProbability(index: index, value: probabilities[index])
    }
    let sorted = probabilities.sorted()
    let inner = (1..<max(1, binCount)).map { bin in
      let fraction = Double(bin) / Double(binCount)
      return binning == .equalWidth
        ? fraction : quantile(ofSorted: sorted, at: fraction) ?? fraction
    }
    var members = [(count: Int, sum: Double, came: Double)](
      repeating: (0, 0, 0),
      count: binCount
    )
    for (probability, outcome) in zip(probabilities, outcomes) {
      let bin = inner.count(where: { $0 < probability })
      members[bin].count += 1
      members[bin].sum += probability
      members[bin].came += outcome
    }
    bins = members.filter { $0.count > 0 }.map {
      Bin(
        count: $0.count,
        meanProbability: $0.sum / Double($0.count),
        share: $0.came / Double($0.count)
      )
    }
    count = Double(outcomes.count)
    baseRate = outcomes.reduce(0, +) / count
    brierScore = meanSquaredError(probabilities, outcomes) ?? 0
  }

  /// The mean distance of the bins' probabilities from their shares, weighted by their forecasts.
  public var expectedCalibrationError: Double {
    weightedMean { abs($0.meanProbability - $0.share) }
  }

  /// The largest distance of a bin's probability from its share.
  public var largestCalibrationError: Double {
    bins.map { abs($0.meanProbability - $0.share) }.max() ?? 0
  }

  /// The parts of the Brier score.
  ///
  /// References: Murphy (1973), "A new vector partition of the probability score"; Stephenson, Coelho,
  /// Jolliffe (2008), "Two extra components in the Brier score decomposition".
  public var decomposition: BrierDecomposition {
    let reliability = weightedMean { square($0.meanProbability - $0.share) }
    let resolution = weightedMean { square($0.share - baseRate) }
    let uncertainty = baseRate * (1 - baseRate)
    return BrierDecomposition(
      reliability: reliability,
      resolution: resolution,
      uncertainty: uncertainty,
      withinBins: brierScore - (reliability - resolution + uncertainty)
    )
  }

  private func weightedMean(_ value: (Bin) -> Double) -> Double {
    bins.reduce(0) { $0 + Double($1.count) / count * value($1) }
  }

  private func square(_ value: Double) -> Double { value * value }
}

/// The Brier score in parts: reliability - resolution + uncertainty + within bins.
public struct BrierDecomposition: Hashable, Sendable {
  /// How far probabilities lie from shares; small is good.
  public let reliability: Double

  /// How far the shares of bins lie from the overall share; large is good.
  public let resolution: Double

  /// What always forecasting the overall share scores.
  public let uncertainty: Double

  /// What the differences of probabilities within bins add; 0 when each bin holds one probability.
  public let withinBins: Double
}
