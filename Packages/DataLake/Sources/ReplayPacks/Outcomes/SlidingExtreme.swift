/// The position of the largest value of a window whose two ends only move forward.
///
/// The candidates form a queue of falling values: a value that enters removes the smaller ones
/// before it, which can never be the largest again. Among equal values the earliest wins.
///
/// - Complexity: O(1) amortized per step.
struct SlidingExtreme {
  private let values: [Double]
  private let sign: Double
  private var queue: [Int]
  private var head = 0
  private var tail = 0

  /// Follows the largest values, or the smallest when `isMinimum`.
  init(of values: [Double], isMinimum: Bool) {
    self.values = values
    sign = isMinimum ? -1 : 1
    queue = [Int](repeating: 0, count: values.count)
  }

  /// Lets the next position enter at the end of the window.
  mutating func enter(_ position: Int) {
    let value = values[position] * sign
    while tail > head, values[queue[tail - 1]] * sign < value { tail -= 1 }
    queue[tail] = position
    tail += 1
  }

  /// Lets every position before a bound leave at the start of the window.
  mutating func leave(before bound: Int) {
    while head < tail, queue[head] < bound { head += 1 }
  }

  /// The position of the extreme; the window must not be empty.
  var position: Int { queue[head] }
}
