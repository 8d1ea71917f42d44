#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Returns the probability that a standard normal variable does not exceed a value.
///
/// `erfc(-x / sqrt(2)) / 2`, accurate in relative terms deep into the left tail.
///
/// - Parameter value: Any number but NaN; infinities give 0 and 1.
/// - Returns: A probability in 0...1, or `nil` for NaN.
/// - Complexity: O(1).
public func normalCDF(_ value: Double) -> Double? {
  guard !value.isNaN else { return nil }
  return 0.5 * erfc(-value * 0.5.squareRoot())
}

/// Returns the density of the standard normal distribution at a value.
///
/// - Parameter value: Any number but NaN.
/// - Returns: A number not below zero, or `nil` for NaN.
/// - Complexity: O(1).
public func normalDensity(_ value: Double) -> Double? {
  guard !value.isNaN else { return nil }
  return exp(-0.5 * value * value) / (2 * Double.pi).squareRoot()
}
