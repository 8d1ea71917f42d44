/// The mean and the squared deviations of the newest values of a stream.
///
/// Sums are kept about a recent value and taken afresh each time the window has turned over once, so
/// rounding errors do not pile up and large levels do not cancel. A window of equal values has a
/// deviation of exactly zero.
@frozen
public struct RollingMoments: Hashable, Sendable {
  @usableFromInline var window: RollingWindow
  @usableFromInline var shift: Double
  @usableFromInline var sum: Double
  @usableFromInline var sumOfSquares: Double
  @usableFromInline var untilRefresh: Int
  @usableFromInline var equalRun: Int

  /// Creates moments of an empty window.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    window = RollingWindow(capacity: period)
    shift = 0
    sum = 0
    sumOfSquares = 0
    untilRefresh = period
    equalRun = 0
  }

  /// The number of values of a full window.
  @inlinable
  public var period: Int { window.capacity }

  /// The number of values in the window.
  @inlinable
  public var count: Int { window.count }

  /// Whether the window is full.
  @inlinable
  public var isFull: Bool { window.isFull }

  /// Adds a value, pushing out the oldest of a full window.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func push(_ value: Double) {
    if window.count == 0 { shift = value }
    equalRun = window.count > 0 && window[ago: 0] == value ? equalRun + 1 : 1
    let evicted = window.push(value)
    untilRefresh -= 1
    if untilRefresh == 0 {
      refresh(about: value)
      return
    }
    let added = value - shift
    sum += added
    sumOfSquares.addProduct(added, added)
    if let evicted {
      let removed = evicted - shift
      sum -= removed
      sumOfSquares.addProduct(-removed, removed)
    }
  }

  /// The mean of the values in the window, or `nil` while it is empty.
  @inlinable
  public var mean: Double? {
    if count == 0 { return nil }
    return isConstant ? window[ago: 0] : shift + sum / Double(count)
  }

  /// The variance of the values, or `nil` when there are too few of them.
  ///
  /// - Parameter divisor: Whether squared deviations are divided by *n* or by *n* - 1.
  /// - Returns: A number that is not negative, in squared units.
  @inlinable
  public func variance(_ divisor: VarianceDivisor) -> Double? {
    let freedom = divisor == .population ? count : count - 1
    if freedom < 1 { return nil }
    if isConstant { return 0 }
    let squares = sumOfSquares - sum * sum / Double(count)
    return squares > 0 ? squares / Double(freedom) : 0
  }

  /// The standard deviation of the values, or `nil` when there are too few of them.
  @inlinable
  public func standardDeviation(_ divisor: VarianceDivisor) -> Double? {
    variance(divisor)?.squareRoot()
  }

  /// Whether all values in the window are equal.
  @inlinable
  public var isConstant: Bool { equalRun >= count }

  @inlinable
  mutating func refresh(about value: Double) {
    shift = value
    sum = 0
    sumOfSquares = 0
    var age = count - 1
    while age >= 0 {
      let distance = window[ago: age] - shift
      sum += distance
      sumOfSquares.addProduct(distance, distance)
      age -= 1
    }
    untilRefresh = period
  }
}

/// What a sum of squared deviations is divided by.
public enum VarianceDivisor: String, Hashable, Sendable, CaseIterable {
  /// By the number of values.
  case population

  /// By the number of values less one.
  case sample
}
