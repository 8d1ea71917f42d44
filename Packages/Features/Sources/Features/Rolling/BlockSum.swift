/// The sum of the newest values of a stream.
///
/// Made of blocks as ``RollingMoments`` is, but about zero: sums of values that are not negative are
/// exact to the last digits however small they become.
@frozen
public struct BlockSum: Hashable, Sendable {
  /// The number of values of a full window.
  public let period: Int

  @usableFromInline var block: [Double]
  @usableFromInline var endSums: [Double]
  @usableFromInline var position: Int
  @usableFromInline var beginningSum: Double
  @usableFromInline var sum: Double
  @usableFromInline var count: Int

  /// Creates the sum of an empty window.
  ///
  /// - Precondition: `period` is positive.
  public init(period: Int) {
    precondition(period > 0, "a window keeps at least one value")
    self.period = period
    block = [Double](repeating: 0, count: period)
    endSums = block
    position = 0
    (beginningSum, sum) = (0, 0)
    count = 0
  }

  /// Adds a value and returns the mean of the window, or `nil` until it is full.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func mean(adding value: Double) -> Double? {
    if count < period { count += 1 }
    block[position] = value
    position += 1
    if position == period {
      cut()
    } else {
      beginningSum += value
      sum = endSums[position] + beginningSum
    }
    return count == period ? sum / Double(period) : nil
  }

  /// Empties the window.
  public mutating func removeAll() {
    (position, count) = (0, 0)
    (beginningSum, sum) = (0, 0)
  }

  /// Writes the means of all full windows of some values; rows before the first are left alone.
  @inlinable
  func means(
    of values: UnsafePointer<Double>,
    into means: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    let blocks = WindowBlocks(period: period, values: values, count: count)
    let divisor = Double(period)
    let rest = blocks.visitGroups(centred: false, squared: false) { windows in
      blocks.scatter(windows.sum / divisor, means, windows.row)
    } finish: { _ in
    }
    var window = BlockSum(period: period)
    var row = rest - (period - 1)
    while row < count {
      if let mean = window.mean(adding: values[row]) { means[row] = mean }
      row += 1
    }
  }

  @usableFromInline
  mutating func cut() {
    sum = 0
    for start in (0..<period).reversed() {
      sum += block[start]
      endSums[start] = sum
    }
    beginningSum = 0
    position = 0
  }
}
