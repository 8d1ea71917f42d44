/// The least-squares line through the newest values of a stream, against their positions.
///
/// Positions run from 0 at the oldest value to *period* - 1 at the newest. Sums are kept about a
/// recent value and taken afresh each time the window has turned over once; a window of equal
/// values has a slope of exactly zero.
@frozen
public struct RollingRegression: Hashable, Sendable {
  /// The number of values of a full window.
  public let period: Int

  @usableFromInline var moments: RollingMoments
  @usableFromInline var values: [Double]
  @usableFromInline var next: Int
  @usableFromInline var filled: Int
  @usableFromInline var shift: Double
  @usableFromInline var sum: Double
  @usableFromInline var weightedSum: Double

  /// Creates the line of an empty window.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int) {
    precondition(period > 1, "a line goes through two points")
    self.period = period
    moments = RollingMoments(period: period)
    values = [Double](repeating: 0, count: period)
    (next, filled) = (0, 0)
    (shift, sum, weightedSum) = (0, 0, 0)
  }

  /// Whether the window is full.
  @inlinable
  public var isFull: Bool { filled == period }

  /// Adds a value, pushing out the oldest of a full window.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func push(_ value: Double) {
    moments.push(value)
    if filled == 0 { shift = value }
    let added = value - shift
    if isFull {
      // Every value that stays moves one position down.
      let evicted = values[next] - shift
      sum -= evicted
      weightedSum -= sum
      weightedSum.addProduct(Double(period - 1), added)
    } else {
      weightedSum.addProduct(Double(filled), added)
      filled += 1
    }
    sum += added
    values[next] = value
    next += 1
    if next == period { refresh(about: value) }
  }

  /// The mean of a full window, or `nil` before.
  @inlinable
  public var mean: Double? { isFull ? moments.mean : nil }

  /// The slope of the line in units per bar, or `nil` until the window is full.
  @inlinable
  public var slope: Double? {
    guard isFull else { return nil }
    if moments.isConstant { return 0 }
    let middle = Double(period - 1) / 2
    return ((weightedSum - middle * sum) / spread).finiteOrNil
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
    guard let slope, let variance = moments.variance(.population) else { return nil }
    let total = variance * Double(period)
    let residual = total - slope * slope * spread
    guard total.isFinite, residual.isFinite else { return nil }
    return (total, residual > 0 ? residual : 0)
  }

  /// The sum of squared distances of the positions from their mean.
  @inlinable
  var spread: Double {
    let count = Double(period)
    return count * (count * count - 1) / 12
  }

  @inlinable
  mutating func refresh(about value: Double) {
    next = 0
    (shift, sum, weightedSum) = (value, 0, 0)
    for position in values.indices {
      let distance = values[position] - shift
      sum += distance
      weightedSum.addProduct(Double(position), distance)
    }
  }
}
