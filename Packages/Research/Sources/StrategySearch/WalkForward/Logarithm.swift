#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The natural logarithm of a number above zero.
func logarithm(_ number: Double) -> Double { log(number) }
