/// Four neighbouring rows of a column.
///
/// Loops over lanes stay vector code as long as no lane is taken out of them; where one is, the
/// compiler tears all that it depends on apart.
@usableFromInline typealias Lanes = SIMD4<Double>

/// Returns four values from a row on.
@inlinable
@inline(__always)
func load(_ values: UnsafePointer<Double>, _ row: Int) -> Lanes {
  UnsafeRawPointer(values + row).loadUnaligned(as: Lanes.self)
}

/// Writes four values from a row on.
@inlinable
@inline(__always)
func store(_ lanes: Lanes, _ values: UnsafeMutablePointer<Double>, _ row: Int) {
  UnsafeMutableRawPointer(values + row).storeBytes(of: lanes, as: Lanes.self)
}

/// Returns the smaller of two values in each lane; the first where they are equal.
@inlinable
@inline(__always)
func least(_ one: Lanes, _ other: Lanes) -> Lanes {
  one.replacing(with: other, where: other .< one)
}

/// Returns the larger of two values in each lane; the first where they are equal.
@inlinable
@inline(__always)
func greatest(_ one: Lanes, _ other: Lanes) -> Lanes {
  one.replacing(with: other, where: other .> one)
}

/// Returns the values where a condition holds, and zero elsewhere.
@inlinable
@inline(__always)
func keep(_ lanes: Lanes, where mask: SIMDMask<SIMD4<Int64>>) -> Lanes {
  Lanes().replacing(with: lanes, where: mask)
}

/// Returns the smallest of four values.
@inlinable
func least(_ lanes: Lanes) -> Double {
  min(min(lanes[0], lanes[1]), min(lanes[2], lanes[3]))
}
