/// The means, variances and covariance of the newest pairs of two streams.
///
/// Sums are kept about a recent pair, in blocks like those of ``SlidingSum``: nothing is ever
/// subtracted. A stream of equal values has a variance of exactly zero.
@frozen
public struct RollingComoments: Hashable, Sendable {
  /// The number of pairs of a full window.
  public let period: Int

  @usableFromInline var filled: Int
  @usableFromInline var pairs: [SIMD2<Double>]
  @usableFromInline var endSums: [SIMD8<Double>]
  @usableFromInline var position: Int
  @usableFromInline var shift: SIMD2<Double>
  @usableFromInline var beginningSums: SIMD8<Double>
  @usableFromInline var sums: SIMD8<Double>
  @usableFromInline var last: SIMD2<Double>
  @usableFromInline var equalRuns: SIMD2<Int64>

  /// Creates the moments of an empty window.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int) {
    precondition(period > 1, "one pair does not vary")
    self.period = period
    (filled, position) = (0, 0)
    pairs = [SIMD2<Double>](repeating: .zero, count: period)
    endSums = [SIMD8<Double>](repeating: .zero, count: period)
    (shift, last, equalRuns) = (.zero, .zero, .zero)
    (beginningSums, sums) = (.zero, .zero)
  }

  /// The number of pairs in the window.
  @inlinable
  public var count: Int { filled }

  /// Whether the window is full.
  @inlinable
  public var isFull: Bool { count == period }

  /// Adds a pair, pushing out the oldest of a full window.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func push(_ x: Double, _ y: Double) {
    let pair = SIMD2(x, y)
    if count == 0 { (shift, last, equalRuns) = (pair, pair, .zero) }
    equalRuns = (equalRuns &+ 1).replacing(with: 1, where: pair .!= last)
    last = pair
    if filled < period { filled += 1 }
    pairs[position] = pair
    beginningSums += terms(of: pair)
    position += 1
    if position == period { endBlock() }
    sums = count == period ? endSums[position] + beginningSums : .zero
  }

  /// The covariance of a full window, or `nil` before.
  ///
  /// - Parameter divisor: Whether products of deviations are divided by *n* or by *n* - 1.
  /// - Returns: The covariance; exactly zero when either stream does not vary.
  @inlinable
  public func covariance(_ divisor: VarianceDivisor) -> Double? {
    guard isFull else { return nil }
    if equalRuns.max() >= Int64(period) { return 0 }
    let products = sums[4] - sums[0] * (sums[1] / Double(period))
    return (products / Double(divisor == .population ? period : period - 1)).finiteOrNil
  }

  /// Pearson's correlation of a full window, or `nil` while either stream does not vary.
  @inlinable
  public var correlation: Double? {
    guard let covariance = covariance(.population), let x = variance(0), let y = variance(1),
      x > 0, y > 0
    else { return nil }
    let correlation = covariance / (x.squareRoot() * y.squareRoot())
    return min(max(correlation, -1), 1).finiteOrNil
  }

  /// The slope of the second stream on the first, or `nil` while the first does not vary.
  @inlinable
  public var slope: Double? {
    guard let covariance = covariance(.population), let x = variance(0) else { return nil }
    return ratio(covariance, over: x)
  }

  /// Empties the window.
  @inlinable
  public mutating func removeAll() {
    (filled, position, beginningSums) = (0, 0, .zero)
  }

  /// The population's variance of one of the streams in a full window.
  @inlinable
  func variance(_ lane: Int) -> Double? {
    guard isFull else { return nil }
    if equalRuns[lane] >= Int64(period) { return 0 }
    let squares = sums[2 + lane] - sums[lane] * (sums[lane] / Double(period))
    return squares > 0 ? (squares / Double(period)).finiteOrNil : 0
  }

  /// Lanes: both distances from the shift, their squares, and their product.
  @inlinable
  func terms(of pair: SIMD2<Double>) -> SIMD8<Double> {
    let distance = pair - shift
    let (x, y) = (distance[0], distance[1])
    return SIMD8(x, y, x * x, y * y, x * y, 0, 0, 0)
  }

  @inlinable
  mutating func endBlock() {
    shift = last
    var sums = SIMD8<Double>.zero
    var start = period
    while start > 0 {
      start -= 1
      sums += terms(of: pairs[start])
      endSums[start] = sums
    }
    (position, beginningSums) = (0, .zero)
  }
}
