/// The means, variances and covariance of the newest pairs of two streams.
///
/// Sums are kept about a recent pair and taken afresh each time the window has turned over once.
/// A stream of equal values has a variance of exactly zero.
@frozen
public struct RollingComoments: Hashable, Sendable {
  /// The number of pairs of a full window.
  public let period: Int

  @usableFromInline var first: RollingMoments
  @usableFromInline var second: RollingMoments
  @usableFromInline var left: [Double]
  @usableFromInline var right: [Double]
  @usableFromInline var next: Int
  @usableFromInline var filled: Int
  @usableFromInline var shiftLeft: Double
  @usableFromInline var shiftRight: Double
  @usableFromInline var sumLeft: Double
  @usableFromInline var sumRight: Double
  @usableFromInline var products: Double

  /// Creates the moments of an empty window.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int) {
    precondition(period > 1, "one pair does not vary")
    self.period = period
    first = RollingMoments(period: period)
    second = RollingMoments(period: period)
    left = [Double](repeating: 0, count: period)
    right = left
    (next, filled) = (0, 0)
    (shiftLeft, shiftRight, sumLeft, sumRight, products) = (0, 0, 0, 0, 0)
  }

  /// The number of pairs in the window.
  @inlinable
  public var count: Int { filled }

  /// Whether the window is full.
  @inlinable
  public var isFull: Bool { filled == period }

  /// Adds a pair, pushing out the oldest of a full window.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func push(_ x: Double, _ y: Double) {
    first.push(x)
    second.push(y)
    if filled == 0 { (shiftLeft, shiftRight) = (x, y) }
    if isFull { add(left[next], right[next], -1) } else { filled += 1 }
    add(x, y, 1)
    left[next] = x
    right[next] = y
    next += 1
    if next == period { refresh(about: x, y) }
  }

  /// The covariance of a full window, or `nil` before.
  ///
  /// - Parameter divisor: Whether products of deviations are divided by *n* or by *n* - 1.
  /// - Returns: The covariance; exactly zero when either stream does not vary.
  @inlinable
  public func covariance(_ divisor: VarianceDivisor) -> Double? {
    guard isFull else { return nil }
    if first.isConstant || second.isConstant { return 0 }
    let sum = products - sumLeft * (sumRight / Double(period))
    return (sum / Double(divisor == .population ? period : period - 1)).finiteOrNil
  }

  /// Pearson's correlation of a full window, or `nil` while either stream does not vary.
  @inlinable
  public var correlation: Double? {
    guard let covariance = covariance(.population), let x = first.variance(.population),
      let y = second.variance(.population), x > 0, y > 0
    else { return nil }
    let correlation = covariance / (x.squareRoot() * y.squareRoot())
    return min(max(correlation, -1), 1).finiteOrNil
  }

  /// The slope of the second stream on the first, or `nil` while the first does not vary.
  @inlinable
  public var slope: Double? {
    guard let covariance = covariance(.population), let x = first.variance(.population) else {
      return nil
    }
    return ratio(covariance, over: x)
  }

  /// Empties the window.
  @inlinable
  public mutating func removeAll() {
    self = RollingComoments(period: period)
  }

  @inlinable
  mutating func add(_ x: Double, _ y: Double, _ sign: Double) {
    let (dx, dy) = (x - shiftLeft, y - shiftRight)
    sumLeft += sign * dx
    sumRight += sign * dy
    products.addProduct(sign * dx, dy)
  }

  @inlinable
  mutating func refresh(about x: Double, _ y: Double) {
    next = 0
    (shiftLeft, shiftRight, sumLeft, sumRight, products) = (x, y, 0, 0, 0)
    for position in left.indices { add(left[position], right[position], 1) }
  }
}
