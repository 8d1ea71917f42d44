/// One of 2^96 independent streams of random words for each seed, named by purpose, trial and path.
///
/// The stream is the sequence of ``Philox`` blocks with the key (low word of the seed, high word
/// of the seed) and the counters (block number, path, trial, purpose), block numbers rising from
/// zero; each block gives its four words in order. A stream holds 2^34 words (64 GiB) and traps
/// beyond that rather than repeat itself.
///
/// Draws depend only on the four names and on the number of words drawn before, never on other
/// streams, so each simulated path owns one and any number of workers gives the same result.
///
/// ```swift
/// var stream = PhiloxStream(seed: 42, purpose: 1, trial: 0, path: 17)
/// let start = stream.index(below: 250)
/// ```
@frozen
public struct PhiloxStream: RandomNumberGenerator, Sendable, Hashable {
  @usableFromInline let key: SIMD2<UInt32>
  @usableFromInline var counter: SIMD4<UInt32>
  @usableFromInline var words = SIMD4<UInt32>()
  @usableFromInline var used = 4

  /// Creates a stream at its beginning.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole experiment.
  ///   - purpose: A number for what the draws are used for, so that two uses never share draws.
  ///   - trial: The number of the trial, experiment or asset.
  ///   - path: The number of the simulated path within the trial.
  @inlinable
  public init(seed: UInt64, purpose: UInt32, trial: UInt32, path: UInt32) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(0, path, trial, purpose)
  }

  /// The next 32 random bits.
  @inlinable
  public mutating func nextWord() -> UInt32 {
    if used == 4 { refill() }
    let word = words[used]
    used &+= 1
    return word
  }

  /// The next 64 random bits: two words, the lower half first.
  @inlinable
  public mutating func next() -> UInt64 {
    let low = UInt64(nextWord())
    return low | UInt64(nextWord()) << 32
  }

  /// The next number in 0..<1, a multiple of 2^-53, each with equal probability.
  ///
  /// Takes two words: the upper 53 bits of ``next()``.
  @inlinable
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// The next whole number in `0..<bound`, each with exactly equal probability.
  ///
  /// Lemire's multiplication with rejection: takes one word (two for bounds above 2^32), and
  /// another with a probability below `bound` / 2^32.
  ///
  /// - Precondition: `bound` is positive.
  ///
  /// References: Lemire (2019), "Fast random integer generation in an interval", ACM TOMACS 29(1).
  @inlinable
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "expected a positive bound")
    guard let small = UInt32(exactly: bound) else { return Int(largeIndex(below: UInt64(bound))) }
    var product = UInt64(nextWord()) &* UInt64(small)
    if UInt32(truncatingIfNeeded: product) < small {
      let threshold = (0 &- small) % small
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(nextWord()) &* UInt64(small)
      }
    }
    return Int(truncatingIfNeeded: product >> 32)
  }

  /// The next draw from the standard normal distribution.
  ///
  /// The inverse of the distribution function (``inverseNormalCDF(_:)``, Wichura's AS241) at
  /// (k + 1/2) / 2^52, where k is the upper 52 bits of ``next()``: always finite, one draw a value,
  /// no rejection, so the number of words used is fixed.
  @inlinable
  public mutating func normal() -> Double {
    inverseNormalQuantile((Double(next() >> 12) + 0.5) * 0x1p-52)
  }

  @usableFromInline
  mutating func refill() {
    words = Philox.block(counter: counter, key: key)
    counter[0] += 1
    used = 0
  }

  @usableFromInline
  mutating func largeIndex(below bound: UInt64) -> UInt64 {
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }
}
