/// The mean and the central sums of powers of a sample, from which its moments follow.
///
/// Two passes over the data: the mean first, deviations from it second, so that a large common level
/// does not cancel the digits of the deviations.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public struct SampleMoments: Hashable, Sendable {
  /// The number of observations.
  public let count: Int

  /// The arithmetic mean; 0 for an empty sample.
  public let mean: Double

  /// The sum of squared deviations from the mean.
  public let sumOfSquares: Double

  /// The sum of cubed deviations from the mean.
  public let sumOfCubes: Double

  /// The sum of deviations from the mean to the fourth power.
  public let sumOfFourthPowers: Double

  /// Computes the moments of a sample of finite numbers.
  ///
  /// - Complexity: O(*n*) time in two passes, O(1) space.
  public init(of values: [Double]) {
    count = values.count
    let size = Double(max(values.count, 1))
    let center = values.reduce(0, +) / size
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in values {
      let deviation = value - center
      let square = deviation * deviation
      second += square
      third += square * deviation
      fourth += square * square
    }
    mean = center
    (sumOfSquares, sumOfCubes, sumOfFourthPowers) = (second, third, fourth)
  }

  /// The sample variance (*n* - 1), or `nil` below two observations.
  public var variance: Double? {
    count < 2 ? nil : (sumOfSquares / Double(count - 1)).ifFinite
  }

  /// The sample standard deviation (*n* - 1), or `nil` where a division by it has no meaning.
  ///
  /// That is the case below two observations, and when it is no larger than the rounding error of
  /// the mean, which is all that a constant series leaves.
  public var standardDeviation: Double? {
    guard let deviation = variance?.squareRoot(),
      deviation > abs(mean) * .ulpOfOne * Double(count)
    else { return nil }
    return deviation
  }

  /// The skewness adjusted for sample size (Fisher-Pearson *G1*), as pandas, SAS and Excel give it.
  ///
  /// `nil` below three observations and for a series without variation.
  public var skewness: Double? {
    guard count >= 3, standardDeviation != nil else { return nil }
    let size = Double(count)
    let second = sumOfSquares / size
    let skew = sumOfCubes / size / (second * second.squareRoot())
    return (skew * (size * (size - 1)).squareRoot() / (size - 2)).ifFinite
  }

  /// The excess kurtosis adjusted for sample size (*G2*): 0 for a normal distribution.
  ///
  /// `nil` below four observations and for a series without variation.
  public var excessKurtosis: Double? {
    guard count >= 4, standardDeviation != nil else { return nil }
    let size = Double(count)
    let second = sumOfSquares / size
    let raw = sumOfFourthPowers / size / (second * second)
    return ((size - 1) / ((size - 2) * (size - 3)) * ((size + 1) * raw - 3 * (size - 1))).ifFinite
  }
}
