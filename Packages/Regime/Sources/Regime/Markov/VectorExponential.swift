/// Eight neighbouring rows of a column.
typealias Lanes = SIMD8<Double>

/// The exponentials of eight numbers not above zero, with an error of about one unit in the last place.
///
/// Multiplications and additions alone, so every processor gives the same bits; inputs below −708
/// count as −708, whose exponential is 3.3e-308.
///
/// Reduction to ±ln 2 / 2 with ln 2 in two parts (Cody, Waite 1980), then the Taylor polynomial of
/// degree 13, whose remainder is below 1e-17.
@inline(__always)
func exponential(ofNonPositive argument: Lanes) -> Lanes {
  let value = argument.replacing(with: -708, where: argument .< -708)
  // Adding 1.5 * 2^52 rounds to a whole number and leaves that number in the low bits.
  let shifter = Lanes(repeating: 0x1.8p52)
  let shifted = value * 0x1.71547652b82fep0 + shifter
  let whole = shifted - shifter
  let rest = value - whole * 0x1.62e42feep-1 - whole * 0x1.a39ef35793c76p-33
  let square = rest * rest
  let fourth = square * square
  let low = (1 + rest) + square * (0.5 + rest * 0x1.5555555555555p-3)
  let middle =
    (0x1.5555555555555p-5 + rest * 0x1.1111111111111p-7)
    + square * (0x1.6c16c16c16c17p-10 + rest * 0x1.a01a01a01a01ap-13)
  let high =
    (0x1.a01a01a01a01ap-16 + rest * 0x1.71de3a556c734p-19)
    + square * (0x1.27e4fb7789f5cp-22 + rest * 0x1.ae64567f544e4p-26)
  let top = 0x1.1eed8eff8d898p-29 + rest * 0x1.6124613a86d09p-33
  let result = low + fourth * (middle + fourth * (high + fourth * top))
  let exponents = unsafeBitCast(shifted, to: SIMD8<Int64>.self) &<< 52
  return unsafeBitCast(unsafeBitCast(result, to: SIMD8<Int64>.self) &+ exponents, to: Lanes.self)
}

extension UnsafePointer<Double> {
  /// Eight rows from a position on.
  @inline(__always)
  func lanes(_ position: Int) -> Lanes {
    UnsafeRawPointer(self + position).loadUnaligned(as: Lanes.self)
  }
}

extension UnsafeMutablePointer<Double> {
  /// Eight rows from a position on.
  @inline(__always)
  func lanes(_ position: Int) -> Lanes { UnsafePointer(self).lanes(position) }

  /// Stores eight rows from a position on.
  @inline(__always)
  func store(_ value: Lanes, at position: Int) {
    UnsafeMutableRawPointer(self + position).storeBytes(of: value, as: Lanes.self)
  }
}

extension SIMD8<Double> {
  /// The sum of the lanes in a fixed order.
  @inline(__always)
  var total: Double {
    let half = lowHalf + highHalf
    let quarter = half.lowHalf + half.highHalf
    return quarter[0] + quarter[1]
  }

  /// The smallest lane.
  var least: Double { self.min() }
}
