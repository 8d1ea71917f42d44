/// The sum of the newest values of a stream.
///
/// Made of blocks as ``RollingMoments`` is, but about zero: sums of values that are not negative
/// are exact to the last digits however small they become.
@frozen
public struct RollingSum: Hashable, Sendable {
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
    var visitor = SumVisitor(means)
    let divisor = Double(period)
    var (cut, divided) = (period - 1, period - 1)
    while blocks.hasGroup(at: cut) {
      blocks.visitGroup(at: cut, &visitor)
      cut += blocks.groupRows
      if cut - divided >= PriceColumns.chunkRows || !blocks.hasGroup(at: cut) {
        // The rows of groups are a multiple of four.
        for row in stride(from: divided, to: cut, by: 4) {
          store(load(means, row) / divisor, means, row)
        }
        divided = cut
      }
    }
    var window = RollingSum(period: period)
    var row = cut - (period - 1)
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

/// Writes the sums of windows of values as they are.
@frozen
@usableFromInline
struct SumVisitor: WindowVisitor {
  @usableFromInline let sums: UnsafeMutablePointer<Double>

  @inlinable
  init(_ sums: UnsafeMutablePointer<Double>) {
    self.sums = sums
  }

  @inlinable static var isCentred: Bool { false }

  @inlinable static var isSquared: Bool { false }

  @inlinable
  @inline(__always)
  mutating func visit(_ windows: Windows, _ blocks: borrowing WindowBlocks) {
    blocks.scatter(windows.sum, sums, windows.row)
  }
}
