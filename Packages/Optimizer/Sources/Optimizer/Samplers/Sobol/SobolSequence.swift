internal import QuantMath

/// The Sobol sequence in up to 128 dimensions, in Gray-code order.
struct SobolSequence: Sendable {
  static let dimensionLimit = 128
  private static let bits = 32

  /// The direction numbers, highest bit first; shape `[dimensions][32]`.
  private let directions: [[UInt32]]

  /// Prepares some dimensions.
  ///
  /// - Precondition: `dimensions` is at most ``dimensionLimit``.
  init(dimensions: Int) {
    precondition(dimensions <= Self.dimensionLimit, "\(dimensions) dimensions")
    var rows = [(0..<Self.bits).map { UInt32(1) << UInt32(Self.bits - 1 - $0) }]
    var rest = sobolDirectionTable[...]
    while rows.count < dimensions, let polynomial = rest.popFirst() {
      let degree = Int.bitWidth - polynomial.leadingZeroBitCount - 1
      rows.append(Self.directions(polynomial, degree, rest.prefix(degree)))
      rest = rest.dropFirst(degree)
    }
    directions = Array(rows.prefix(dimensions))
  }

  private static func directions(
    _ polynomial: Int,
    _ degree: Int,
    _ initial: ArraySlice<Int>
  ) -> [UInt32] {
    var numbers = zip(initial, 0...).map { UInt32($0) << UInt32(bits - 1 - $1) }
    for place in degree..<bits {
      var next = numbers[place - degree] ^ (numbers[place - degree] >> UInt32(degree))
      for power in 1..<max(1, degree) where polynomial >> (degree - power) & 1 == 1 {
        next ^= numbers[place - power]
      }
      numbers.append(next)
    }
    return numbers
  }

  /// Returns the digits of a point: fractions of 2^32, one for each dimension.
  func digits(_ index: UInt32) -> [UInt32] {
    let gray = index ^ (index >> 1)
    return directions.map { row in
      var digits: UInt32 = 0
      for place in 0..<Self.bits where gray >> UInt32(place) & 1 == 1 { digits ^= row[place] }
      return digits
    }
  }

  /// Returns the digits after Owen's nested scrambling: every digit is flipped or not by a draw that
  /// belongs to the digits before it.
  static func scrambled(_ digits: UInt32, dimension: Int, seed: UInt64) -> UInt32 {
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    var result = digits
    for place in 0..<UInt32(bits) {
      let prefix = place == 0 ? 0 : digits >> (UInt32(bits) - place)
      let counter = SIMD4(
        prefix,
        place,
        UInt32(truncatingIfNeeded: dimension),
        DrawPurpose.sobolScramble
      )
      let flip = Philox.block(counter: counter, key: key)[0] & 1
      result ^= flip << (UInt32(bits) - 1 - place)
    }
    return result
  }
}
