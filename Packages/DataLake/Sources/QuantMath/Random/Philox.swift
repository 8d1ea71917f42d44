/// The counter-based generator Philox4x32-10: a pure function from a counter and a key to four words.
///
/// Any block can be computed without those before it, so work may be divided among any number of
/// workers without changing a single draw.
///
/// References: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3",
/// SC'11; the function agrees with the known-answer vectors of the authors' Random123 library.
public enum Philox {
  /// The block of four words at a counter under a key, after ten rounds.
  ///
  /// - Complexity: O(1); twenty 32-bit multiplications, without branches.
  @inlinable
  @inline(__always)
  public static func block(
    counter: SIMD4<UInt32>,
    key: SIMD2<UInt32>
  ) -> SIMD4<UInt32> {
    var (x0, x1, x2, x3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let first = UInt64(x0) &* 0xD251_1F53
      let second = UInt64(x2) &* 0xCD9E_8D57
      (x0, x1, x2, x3) = (
        UInt32(truncatingIfNeeded: second >> 32) ^ x1 ^ k0,
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ x3 ^ k1,
        UInt32(truncatingIfNeeded: first)
      )
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return SIMD4(x0, x1, x2, x3)
  }
}
