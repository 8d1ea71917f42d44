/// What a run of returns does to an account, whatever its value before the run.
///
/// Two neighbouring runs combine into one in constant time, so a path costs a step per *block*, not
/// per period.
struct RunEffect {
  /// The wealth after the run, per unit before it.
  var growth = 1.0

  /// The highest wealth during the run, the unit before it included.
  var peak = 1.0

  /// The lowest wealth after a period of the run.
  var low = Double.infinity

  /// The lowest wealth per unit of its running peak; 1 without a drawdown.
  var depthRatio = 1.0

  /// The sum of the returns' deviations from the sample's mean.
  var sum = 0.0

  /// The sum of squares of these deviations.
  var sumOfSquares = 0.0

  /// The effect of no period.
  @inline(__always)
  init() {}

  /// The effect of one period.
  init(return value: Double, center: Double) {
    growth = 1 + value
    peak = max(1, growth)
    low = growth
    depthRatio = growth / peak
    sum = value - center
    sumOfSquares = sum * sum
  }

  /// Lets another run follow.
  @inline(__always)
  mutating func append(_ next: RunEffect) {
    // The deepest point of the next run lies below the peak so far or below a peak of its own.
    depthRatio = min(min(depthRatio, next.depthRatio), growth * next.low / peak)
    low = min(low, growth * next.low)
    peak = max(peak, growth * next.peak)
    growth *= next.growth
    sum += next.sum
    sumOfSquares += next.sumOfSquares
  }
}

/// The effects of all runs of 1, 2, 4, … returns on a circle, and of all runs of one fixed length.
struct BlockTable {
  /// The number of returns on the circle.
  let count: Int

  /// The mean of the returns, about which sums are kept.
  let center: Double

  /// The effects of runs of 2^k returns from each start, level after level.
  private var levels: [RunEffect]

  /// The effects of runs of the fixed length from each start; empty without one.
  private var fixed: [RunEffect] = []

  /// The fixed length, or 0 without one.
  private let fixedLength: Int

  /// Builds the table in O(*n* log *n*) time and space.
  ///
  /// - Precondition: `returns` is not empty.
  init(_ returns: [Double], fixedLength: Int) {
    count = returns.count
    self.fixedLength = fixedLength
    let mean = returns.reduce(0, +) / Double(returns.count)
    center = mean
    levels = returns.map { RunEffect(return: $0, center: mean) }
    var length = 1
    while 2 * length <= returns.count {
      let base = levels.count - returns.count
      for start in returns.indices {
        var effect = levels[base + start]
        effect.append(levels[base + (start + length) % returns.count])
        levels.append(effect)
      }
      length *= 2
    }
    guard fixedLength > 1 else { return }
    fixed = returns.indices.map { start in
      withUnsafeEffects { effects in
        var effect = RunEffect()
        effects.append(start: start, length: fixedLength, to: &effect)
        return effect
      }
    }
  }

  /// Lends the table without bounds checks to a kernel.
  @inline(__always)
  func withUnsafeEffects<Result>(_ body: (Effects) -> Result) -> Result {
    levels.withUnsafeBufferPointer { levels in
      fixed.withUnsafeBufferPointer { fixed in
        body(Effects(levels: levels, fixed: fixed, count: count, fixedLength: fixedLength))
      }
    }
  }

  /// A view of the table for a kernel.
  struct Effects {
    fileprivate let levels: UnsafeBufferPointer<RunEffect>
    fileprivate let fixed: UnsafeBufferPointer<RunEffect>
    fileprivate let count: Int
    fileprivate let fixedLength: Int

    /// Lets a run on the circle follow a path.
    ///
    /// - Precondition: `start` is below the count, and `length` is positive and at most the count.
    @inline(__always)
    func append(start: Int, length: Int, to path: inout RunEffect) {
      if length == fixedLength, !fixed.isEmpty {
        path.append(fixed[unchecked: start])
        return
      }
      var (position, rest, base) = (start, length, 0)
      while rest != 0 {
        let level = rest.trailingZeroBitCount
        base = level * count
        path.append(levels[unchecked: base + position])
        position += 1 << level
        if position >= count { position -= count }
        rest &= rest - 1
      }
    }
  }
}

extension UnsafeBufferPointer {
  /// The element at an index that is known to be valid.
  @inline(__always)
  fileprivate subscript(unchecked index: Int) -> Element {
    assert(index >= 0 && index < count)
    return baseAddress.unsafelyUnwrapped[index]
  }
}
