internal import QuantMath

/// A power law of errors in model sizes: error = a N^(-alpha).
///
/// Least squares of ln error on ln N. A negative alpha, under which larger models are worse, is a result like
/// any other.
///
/// References: Kaplan et al. (2020), "Scaling Laws for Neural Language Models".
public struct PowerLaw: Hashable, Sendable {
  /// A size and its error.
  public struct Point: Hashable, Sendable {
    /// The number of parameters.
    public var size: Double

    /// The error.
    public var error: Double

    /// Creates a point.
    public init(size: Double, error: Double) {
      self.size = size
      self.error = error
    }
  }

  /// The points that were fitted.
  public let points: [Point]

  /// The exponent, positive when errors fall with size.
  public let alpha: Double

  /// The error at size 1.
  public let coefficient: Double

  /// The share of the variance of ln error that is explained.
  ///
  /// Without variance, 1 when nothing is left over and 0 otherwise.
  public let rSquared: Double

  /// The interval of ``alpha``, or `nil` with two points, which leave nothing to judge by.
  public let alphaInterval: ClosedRange<Double>?

  /// The probability that the interval covers alpha when errors of ln error are normal and independent.
  public let confidence: Double

  /// Fits the law.
  ///
  /// - Parameters:
  ///   - sizes: Numbers of parameters; shape `[n]`.
  ///   - errors: Errors; shape `[n]`.
  ///   - confidence: The confidence of the interval, between 0 and 1.
  /// - Throws: ``ScalingStudyError`` for unequal lengths, fewer than two points, equal sizes, values that are
  ///   not above zero, and a confidence outside.
  /// - Complexity: O(*n*).
  public init(
    sizes: [Double],
    errors: [Double],
    confidence: Double
  ) throws(ScalingStudyError) {
    guard sizes.count == errors.count else {
      throw .unequalLengths(sizes: sizes.count, errors: errors.count)
    }
    guard sizes.count >= 2 else { throw .tooFewPoints(found: sizes.count) }
    for (name, values) in [("size", sizes), ("error", errors)] {
      if let index = values.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
        throw .notPositive(name: name, index: index, value: values[index])
      }
    }
    guard confidence > 0, confidence < 1 else { throw .confidence(found: confidence) }
    let (x, y) = (sizes.map(naturalLog), errors.map(naturalLog))
    let count = Double(x.count)
    let (meanX, meanY) = (CompensatedSum(x).value / count, CompensatedSum(y).value / count)
    let spread = CompensatedSum(x.map { ($0 - meanX) * ($0 - meanX) }).value
    guard Set(sizes).count > 1, spread > 0 else { throw .equalSizes(sizes[0]) }
    let products = zip(x, y).map { ($0 - meanX) * ($1 - meanY) }
    let slope = CompensatedSum(products).value / spread
    let intercept = meanY - slope * meanX
    let residual = CompensatedSum(
      zip(x, y).map { pair in
        let left = pair.1 - meanY - slope * (pair.0 - meanX)
        return left * left
      }
    ).value
    let total = CompensatedSum(y.map { ($0 - meanY) * ($0 - meanY) }).value
    points = zip(sizes, errors).map { Point(size: $0, error: $1) }
    alpha = -slope
    coefficient = exponential(intercept)
    rSquared = total > 0 ? 1 - residual / total : (residual == 0 ? 1 : 0)
    self.confidence = confidence
    let freedom = count - 2
    alphaInterval = studentTQuantile((1 + confidence) / 2, degreesOfFreedom: freedom).map {
      let width = $0 * (residual / freedom / spread).squareRoot()
      return -slope - width ... -slope + width
    }
  }

  /// The error that the law gives a size.
  public func error(atSize size: Double) -> Double { coefficient * power(size, -alpha) }

  /// The share by which a tenfold size reduces the error; negative when it adds to it.
  public var reductionPerTenfold: Double { 1 - power(10, -alpha) }

  /// How strongly errors fall with size.
  public var strength: ScalingStrength { ScalingStrength(alpha: alpha) }

  /// Whether larger models are better, as far as the interval tells; without one, as the exponent says.
  public var trend: ScalingTrend {
    if let alphaInterval, alphaInterval.contains(0) { return .open }
    return alpha < 0 ? .worse : alpha > 0 ? .better : .open
  }
}

/// Whether larger models are better.
public enum ScalingTrend: String, Hashable, Sendable, CaseIterable {
  /// Errors fall with size.
  case better

  /// Errors rise with size.
  case worse

  /// The interval of the exponent holds zero, or errors do not change.
  case open
}

/// How strongly errors fall with size.
public enum ScalingStrength: String, Hashable, Sendable, CaseIterable {
  /// An exponent above 0.15.
  case strong

  /// An exponent above 0.08.
  case moderate

  /// A smaller exponent, or a negative one.
  case weak

  /// The band of an exponent.
  public init(alpha: Double) {
    self = alpha > 0.15 ? .strong : alpha > 0.08 ? .moderate : .weak
  }
}

/// The value that Student's t does not exceed with a probability above one half, or `nil` without degrees of
/// freedom.
func studentTQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double? {
  guard degreesOfFreedom > 0, probability > 0.5, probability < 1 else { return nil }
  let tails = 2 * (1 - probability)
  func isBeyond(_ value: Double) -> Bool {
    (studentTTwoSidedProbability(value, degreesOfFreedom: degreesOfFreedom) ?? 0) < tails
  }
  var (low, high) = (0.0, 1.0)
  while !isBeyond(high) { (low, high) = (high, 2 * high) }
  while true {
    let middle = low + (high - low) / 2
    guard middle > low, middle < high else { return middle }
    if isBeyond(middle) { high = middle } else { low = middle }
  }
}
