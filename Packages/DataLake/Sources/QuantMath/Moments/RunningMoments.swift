/// Count, mean and central moments up to the fourth, kept without storing the values.
///
/// Values may be added one at a time, and two sets may be merged; both are numerically stable. The
/// order of additions and merges changes the last bits, so deterministic programs fix the order.
///
/// Assumes finite values of which no fourth power of a deviation overflows.
///
/// References: Chan, Golub, LeVeque (1979), "Updating formulae and a pairwise algorithm for
/// computing sample variances"; Pébay (2008), Sandia report SAND2008-6212.
@frozen
public struct RunningMoments: Hashable, Sendable {
  /// The number of values.
  public private(set) var count = 0

  @usableFromInline var center = 0.0
  @usableFromInline var second = 0.0
  @usableFromInline var third = 0.0
  @usableFromInline var fourth = 0.0

  /// Creates the moments of no values.
  public init() {}

  /// Creates the moments of a sequence.
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Adds one value.
  ///
  /// - Complexity: O(1).
  public mutating func add(_ value: Double) {
    let before = Double(count)
    count += 1
    let after = Double(count)
    let delta = value - center
    let step = delta / after
    let square = step * step
    let term = delta * step * before
    center += step
    fourth +=
      term * square * (after * after - 3 * after + 3) + 6 * square * second - 4 * step * third
    third += term * step * (after - 2) - 3 * step * second
    second += term
  }

  /// Adds all values of another set.
  ///
  /// - Complexity: O(1).
  public mutating func merge(_ other: RunningMoments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let (a, b) = (Double(count), Double(other.count))
    let total = a + b
    let delta = other.center - center
    let step = delta / total
    let squares = (a * other.second - b * second, a * a * other.second + b * b * second)
    fourth +=
      other.fourth + step * step * step * delta * a * b * (a * a - a * b + b * b)
      + 6 * step * step * squares.1 + 4 * step * (a * other.third - b * third)
    third += other.third + step * step * delta * a * b * (a - b) + 3 * step * squares.0
    second += other.second + delta * step * a * b
    center += step * b
    count += other.count
  }

  /// The arithmetic mean, or `nil` without values.
  public var mean: Double? { count > 0 ? center : nil }

  /// The variance with divisor *n* − 1, or `nil` below two values.
  public var sampleVariance: Double? { count > 1 ? max(0, second) / Double(count - 1) : nil }

  /// The variance with divisor *n*, or `nil` without values.
  public var populationVariance: Double? { count > 0 ? max(0, second) / Double(count) : nil }

  /// The square root of the sample variance, or `nil` below two values.
  public var sampleStandardDeviation: Double? { sampleVariance?.squareRoot() }

  /// The third standardized moment, or `nil` for fewer than two or for equal values.
  ///
  /// The biased form: `sqrt(n) * m3 / m2^1.5` with sums of powers of deviations.
  public var skewness: Double? {
    guard isSpread else { return nil }
    return Double(count).squareRoot() * third / (second * second.squareRoot())
  }

  /// The fourth standardized moment less 3, or `nil` for fewer than two or for equal values.
  ///
  /// The biased form: `n * m4 / m2^2 - 3`; zero for a normal distribution.
  public var excessKurtosis: Double? {
    guard isSpread else { return nil }
    return Double(count) * fourth / (second * second) - 3
  }

  /// Whether the deviations exceed the rounding error of the mean.
  private var isSpread: Bool {
    let error = abs(center) * .ulpOfOne * Double(count)
    return count > 1 && second > 0 && (second / Double(count - 1)).squareRoot() > error
  }
}
