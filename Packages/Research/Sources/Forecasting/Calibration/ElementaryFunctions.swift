#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The natural logarithm.
func naturalLog(_ value: Double) -> Double { log(value) }

/// The natural logarithm of 1 + a value, exact for small ones.
func naturalLogOfOnePlus(_ value: Double) -> Double { log1p(value) }

/// *e* to the power of a value.
func exponential(_ value: Double) -> Double { exp(value) }

/// A base to the power of a value.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// 1 / (1 + exp(-x)), without overflow.
func sigmoid(_ value: Double) -> Double {
  guard value < 0 else { return 1 / (1 + exponential(-value)) }
  let grown = exponential(value)
  return grown / (1 + grown)
}

/// ln(1 + exp(x)), without overflow.
func softplus(_ value: Double) -> Double {
  max(value, 0) + naturalLogOfOnePlus(exponential(-abs(value)))
}
