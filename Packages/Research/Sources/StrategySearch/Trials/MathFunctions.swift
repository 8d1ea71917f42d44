#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The natural logarithm of a number above zero.
func logarithm(_ number: Double) -> Double { log(number) }

/// The natural exponential.
func exponential(_ number: Double) -> Double { exp(number) }
