/// Returns the probability that a variable of Student's t distribution does not exceed a value.
///
/// The relative error is that of ``studentTTwoSidedProbability(_:degreesOfFreedom:)``.
///
/// - Parameters:
///   - value: Any number but NaN; infinities give 0 and 1.
///   - degreesOfFreedom: The shape; finite and above zero.
/// - Returns: A probability in 0...1, accurate in relative terms in the left tail, or `nil` outside the
///   domain.
/// - Complexity: That of ``regularizedIncompleteBeta(_:a:b:)``.
public func studentTCDF(_ value: Double, degreesOfFreedom: Double) -> Double? {
  guard let tails = studentTTwoSidedProbability(value, degreesOfFreedom: degreesOfFreedom) else {
    return nil
  }
  return value <= 0 ? tails / 2 : 1 - tails / 2
}

/// Returns the probability that a variable of Student's t distribution is at least as far from zero as
/// a value: the two-sided p-value of a t-statistic.
///
/// The relative error stays below 1e-12 up to ten thousand degrees of freedom, in the tails too, and
/// grows to 1e-10 at a million.
///
/// - Parameters:
///   - value: The statistic; any number but NaN.
///   - degreesOfFreedom: The shape; finite and above zero.
/// - Returns: A probability in 0...1, or `nil` outside the domain.
/// - Complexity: That of ``regularizedIncompleteBeta(_:a:b:)``.
///
/// References: Abramowitz and Stegun (1964), 26.7.1.
public func studentTTwoSidedProbability(_ value: Double, degreesOfFreedom: Double) -> Double? {
  guard !value.isNaN, degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
  let square = value * value
  guard square.isFinite else { return 0 }
  // Both sides of the fraction are formed directly, so that neither loses digits to 1 - x.
  let total = degreesOfFreedom + square
  return incompleteBeta(
    degreesOfFreedom / total,
    complement: square / total,
    a: degreesOfFreedom / 2,
    b: 0.5
  )
}
