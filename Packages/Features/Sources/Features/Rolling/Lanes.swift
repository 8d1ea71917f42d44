/// Returns four values from a row on.
@inlinable
@inline(__always)
func load(_ values: UnsafePointer<Double>, _ row: Int) -> SIMD4<Double> {
  UnsafeRawPointer(values + row).loadUnaligned(as: SIMD4<Double>.self)
}

/// Writes four values from a row on.
@inlinable
@inline(__always)
func store(_ lanes: SIMD4<Double>, _ values: UnsafeMutablePointer<Double>, _ row: Int) {
  UnsafeMutableRawPointer(values + row).storeBytes(of: lanes, as: SIMD4<Double>.self)
}

/// Returns the smaller of two values in each lane; the first where they are equal.
@inlinable
@inline(__always)
func least(_ one: SIMD4<Double>, _ other: SIMD4<Double>) -> SIMD4<Double> {
  one.replacing(with: other, where: other .< one)
}

/// Returns the larger of two values in each lane; the first where they are equal.
@inlinable
@inline(__always)
func greatest(_ one: SIMD4<Double>, _ other: SIMD4<Double>) -> SIMD4<Double> {
  one.replacing(with: other, where: other .> one)
}

/// Returns the smallest of four values.
@inlinable
@inline(__always)
func least(_ lanes: SIMD4<Double>) -> Double {
  min(min(lanes[0], lanes[1]), min(lanes[2], lanes[3]))
}
