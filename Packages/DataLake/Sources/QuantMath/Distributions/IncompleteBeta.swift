#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Returns the regularized incomplete beta function.
///
/// ```
/// I(x; a, b) = integral of t^(a-1) (1-t)^(b-1) from 0 to x, divided by B(a, b)
/// ```
///
/// It is the probability that a beta variable with shapes `a` and `b` does not exceed `x`. The relative
/// error is below 1e-12 for shapes up to some thousands and grows with larger ones.
///
/// - Parameters:
///   - value: The upper end `x`, in 0...1.
///   - a: The first shape; finite and above zero.
///   - b: The second shape; finite and above zero.
/// - Returns: A probability in 0...1, or `nil` outside the domain.
/// - Complexity: O(sqrt(max(*a*, *b*))) in the worst case, usually some ten steps.
///
/// References: DiDonato and Morris (1992), "Algorithm 708", ACM TOMS 18(3); Lentz's evaluation of the
/// continued fraction after Thompson and Barnett (1986).
public func regularizedIncompleteBeta(_ value: Double, a: Double, b: Double) -> Double? {
  guard value >= 0, value <= 1, a > 0, b > 0, a.isFinite, b.isFinite else { return nil }
  return incompleteBeta(value, complement: 1 - value, a: a, b: b)
}

/// The kernel of ``regularizedIncompleteBeta(_:a:b:)``, for callers that know 1 - x to more digits.
func incompleteBeta(_ x: Double, complement y: Double, a: Double, b: Double) -> Double? {
  if x <= 0 { return 0 }
  if y <= 0 { return 1 }
  // The fraction converges fast below the mean; above it the tail is computed instead.
  if x * (a + b + 2) <= a + 1 { return lowerBeta(x, y, a, b) }
  return lowerBeta(y, x, b, a).map { 1 - $0 }
}

/// x^a y^b / (a B(a, b)) times the continued fraction; `nil` where that does not converge.
private func lowerBeta(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double? {
  let logX = x < 0.5 ? log(x) : log1p(-y)
  let logY = y < 0.5 ? log(y) : log1p(-x)
  let front = exp(a * logX + b * logY - logBeta(a, b)) / a
  guard front > 0 else { return 0 }
  return betaFraction(x, a, b).map { min(1, front * $0) }
}

/// The continued fraction of the incomplete beta function by Lentz's method.
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double? {
  var c = 1.0
  var d = 1 / awayFromZero(1 - (a + b) * x / (a + 1))
  var fraction = d
  for step in 1...100_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    fraction *= d * c
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    fraction *= d * c
    if abs(d * c - 1) <= 0x1p-52 { return fraction }
  }
  return nil
}

private func awayFromZero(_ value: Double) -> Double {
  abs(value) < 1e-300 ? 1e-300 : value
}

/// The logarithm of the beta function, without the cancellation of large logarithms of gamma.
private func logBeta(_ first: Double, _ second: Double) -> Double {
  let (p, q) = (min(first, second), max(first, second))
  if q < 10 { return lgamma(p) + lgamma(q) - lgamma(p + q) }
  let ratio = p / (p + q)
  if p < 10 {
    return lgamma(p) + stirlingCorrection(q) - stirlingCorrection(p + q) + p - p * log(p + q)
      + (q - 0.5) * log1p(-ratio)
  }
  let correction = stirlingCorrection(p) + stirlingCorrection(q) - stirlingCorrection(p + q)
  return 0.5 * log(2 * Double.pi) - 0.5 * log(q) + correction + (p - 0.5) * log(ratio)
    + q * log1p(-ratio)
}

/// What Stirling's formula lacks: ln gamma(x) - (x - 1/2) ln x + x - ln(2 pi) / 2, for x of 10 or more.
private func stirlingCorrection(_ x: Double) -> Double {
  let inverse = 1 / x
  let square = inverse * inverse
  var sum = 1.0 / 156
  for coefficient in [-691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12] {
    sum = sum * square + coefficient
  }
  return sum * inverse
}
