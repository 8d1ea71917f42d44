#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Double {
  /// The number itself, or `nil` for NaN and infinity: an overflow is undefined.
  @inlinable var finiteOrNil: Double? { isFinite ? self : nil }
}

/// The quotient of two numbers, or `nil` where it has no value.
@inlinable
func ratio(_ numerator: Double, over denominator: Double) -> Double? {
  denominator == 0 ? nil : (numerator / denominator).finiteOrNil
}

/// The logarithm of the quotient of two positive numbers, or `nil` when one is not positive.
@inlinable
func logarithmicRatio(_ numerator: Double, over denominator: Double) -> Double? {
  guard numerator > 0, denominator > 0 else { return nil }
  let logarithm = naturalLogarithm(numerator / denominator)
  return logarithm.finiteOrNil
}

/// The exponential function, behind a symbol that inlined code may call.
@usableFromInline
func exponential(_ value: Double) -> Double { exp(value) }

/// The angle of a slope in degrees, behind a symbol that inlined code may call.
@usableFromInline
func degrees(ofSlope slope: Double) -> Double { atan(slope) * 180 / .pi }
