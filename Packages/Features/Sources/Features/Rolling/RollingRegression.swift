/// The least-squares line through the newest values of a stream, against their positions.
///
/// Positions run from 0 at the oldest value to *period* - 1 at the newest. Sums are kept about a
/// recent value, in blocks like those of ``SlidingSum``: nothing is ever subtracted. A window of
/// equal values has a slope of exactly zero.
@frozen
public struct RollingRegression: Hashable, Sendable {
  /// The number of values of a full window.
  public let period: Int

  @usableFromInline var values: [Double]
  @usableFromInline var endSums: [SIMD4<Double>]
  @usableFromInline var position: Int
  @usableFromInline var filled: Int
  @usableFromInline var shift: Double
  @usableFromInline var beginningSums: SIMD4<Double>
  @usableFromInline var sums: SIMD4<Double>
  @usableFromInline var equalRun: Int
  @usableFromInline var last: Double

  /// Creates the line of an empty window.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int) {
    precondition(period > 1, "a line goes through two points")
    self.period = period
    values = [Double](repeating: 0, count: period)
    endSums = [SIMD4<Double>](repeating: .zero, count: period)
    (position, filled, equalRun) = (0, 0, 0)
    (shift, last) = (0, 0)
    (beginningSums, sums) = (.zero, .zero)
  }

  /// Whether the window is full.
  @inlinable
  public var isFull: Bool { filled == period }

  /// Adds a value, pushing out the oldest of a full window.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func push(_ value: Double) {
    if filled == 0 { (shift, last) = (value, value) }
    equalRun = last == value ? equalRun + 1 : 1
    last = value
    if filled < period { filled += 1 }
    values[position] = value
    beginningSums += terms(of: value, at: position)
    position += 1
    if position == period { endBlock() }
    guard isFull else { return }
    // The beginning of the newer block lies behind the end of the older one.
    sums = endSums[position] + beginningSums
    sums[1].addProduct(Double(period - position), beginningSums[0])
  }

  /// The mean of a full window, or `nil` before.
  @inlinable
  public var mean: Double? {
    guard isFull else { return nil }
    return isConstant ? last : (shift + sums[0] / Double(period)).finiteOrNil
  }

  /// The slope of the line in units per bar, or `nil` until the window is full.
  @inlinable
  public var slope: Double? {
    guard isFull else { return nil }
    if isConstant { return 0 }
    let middle = Double(period - 1) / 2
    return ((sums[1] - middle * sums[0]) / spread).finiteOrNil
  }

  /// The value of the line at a position, or `nil` until the window is full.
  ///
  /// - Parameter position: 0 is the oldest value, *period* - 1 the newest.
  /// - Returns: The height of the line there.
  @inlinable
  public func height(at position: Double) -> Double? {
    guard let slope, let mean else { return nil }
    return (mean + slope * (position - Double(period - 1) / 2)).finiteOrNil
  }

  /// The sums of squares: of the values about their mean, and of what the line leaves.
  ///
  /// `nil` until the window is full; both exactly zero for equal values.
  @inlinable
  public var squares: (total: Double, residual: Double)? {
    guard let slope else { return nil }
    if isConstant { return (0, 0) }
    let total = max(sums[2] - sums[0] * (sums[0] / Double(period)), 0)
    let residual = max(total - slope * slope * spread, 0)
    guard total.isFinite, residual.isFinite else { return nil }
    return (total, residual)
  }

  @inlinable var isConstant: Bool { equalRun >= period }

  /// The sum of squared distances of the positions from their mean.
  @inlinable var spread: Double {
    let count = Double(period)
    return count * (count * count - 1) / 12
  }

  /// Lanes: the distance from the shift, its product with the position, and its square.
  @inlinable
  func terms(of value: Double, at position: Int) -> SIMD4<Double> {
    let distance = value - shift
    return SIMD4(distance, Double(position) * distance, distance * distance, 0)
  }

  @inlinable
  mutating func endBlock() {
    shift = last
    var sums = SIMD4<Double>.zero
    var start = period
    while start > 0 {
      start -= 1
      // The window that starts here counts every later value one position further.
      sums[1] += sums[0]
      sums += terms(of: values[start], at: 0)
      endSums[start] = sums
    }
    (position, beginningSums) = (0, .zero)
  }
}
