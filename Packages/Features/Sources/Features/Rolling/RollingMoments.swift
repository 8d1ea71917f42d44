/// The mean and the squared deviations of the newest values of a stream.
///
/// The stream is cut at every *period*-th value. A window is the end of one block and the beginning
/// of the next: sums over the ends are taken once per block, sums over the beginning grow with it,
/// and nothing is ever subtracted. All are sums of distances from the value at the cut, which lies
/// in the window, so that large levels do not cancel and a window of equal values has exactly that
/// mean and a deviation of exactly zero.
@frozen
public struct RollingMoments: Hashable, Sendable {
  /// The number of values of a full window.
  public let period: Int

  /// The number of values in the window.
  public private(set) var count: Int

  // The values of the block, the sums over its ends of the block before, and their sums of squares.
  @usableFromInline var memory: [Double]
  @usableFromInline var position: Int
  @usableFromInline var reference: Double
  @usableFromInline var beginningSum: Double
  @usableFromInline var beginningSquares: Double
  @usableFromInline var distance: Double
  @usableFromInline var sum: Double
  @usableFromInline var squares: Double
  @usableFromInline var share: Double

  /// Creates moments of an empty window.
  ///
  /// - Precondition: `period` is positive.
  public init(period: Int) {
    precondition(period > 0, "a window keeps at least one value")
    self.period = period
    count = 0
    memory = [Double](repeating: 0, count: 3 * period)
    position = 0
    (reference, beginningSum, beginningSquares) = (0, 0, 0)
    (distance, sum, squares, share) = (0, 0, 0, 0)
  }

  /// Whether the window is full.
  @inlinable
  public var isFull: Bool { count == period }

  /// Adds a value, pushing out the oldest of a full window.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func push(_ value: Double) {
    if count < period { grow(value) }
    memory[position] = value
    position &+= 1
    if position == period {
      cut(at: value)
      return
    }
    distance = value - reference
    beginningSum += distance
    beginningSquares.addProduct(distance, distance)
    sum = memory[period &+ position] + beginningSum
    squares = memory[2 &* period &+ position] + beginningSquares
  }

  /// The mean of the values in the window, or `nil` while it is empty.
  @inlinable
  public var mean: Double? { count == 0 ? nil : reference + sum * share }

  /// How far the newest value lies above the mean, or `nil` while the window is empty.
  ///
  /// More exact than the difference of the two where they are large.
  @inlinable
  public var newestAboveMean: Double? { count == 0 ? nil : distance - sum * share }

  /// The variance of the values, or `nil` when there are too few of them.
  ///
  /// - Parameter divisor: Whether squared deviations are divided by *n* or by *n* - 1.
  /// - Returns: A number that is not negative, in squared units.
  @inlinable
  public func variance(_ divisor: VarianceDivisor) -> Double? {
    let freedom = divisor == .population ? count : count - 1
    if freedom < 1 { return nil }
    let deviations = squares.addingProduct(-sum, sum * share)
    return deviations > 0 ? deviations * (1 / Double(freedom)) : 0
  }

  /// The standard deviation of the values, or `nil` when there are too few of them.
  @inlinable
  public func standardDeviation(_ divisor: VarianceDivisor) -> Double? {
    variance(divisor)?.squareRoot()
  }

  /// Whether all values in the window are equal.
  @inlinable
  public var isConstant: Bool { sum == 0 && squares == 0 }

  @usableFromInline
  mutating func grow(_ value: Double) {
    if count == 0 { reference = value }
    count += 1
    share = 1 / Double(count)
  }

  // The window is the block that ends here: its sums are the first of those over ends of it.
  @usableFromInline
  mutating func cut(at value: Double) {
    reference = value
    distance = 0
    var (total, totalSquares) = (0.0, 0.0)
    let (period, reference) = (period, value)
    memory.withUnsafeMutableBufferPointer { memory in
      var start = period &- 1
      while start >= 0 {
        let distance = memory[start] - reference
        total += distance
        totalSquares.addProduct(distance, distance)
        memory[period &+ start] = total
        memory[2 &* period &+ start] = totalSquares
        start &-= 1
      }
    }
    (sum, squares) = (total, totalSquares)
    (beginningSum, beginningSquares) = (0, 0)
    position = 0
  }
}

/// What a sum of squared deviations is divided by.
public enum VarianceDivisor: String, Hashable, Sendable, CaseIterable {
  /// By the number of values.
  case population

  /// By the number of values less one.
  case sample
}
