import Foundation

/// The three functions of the workload, each on its box.
struct TestFunction {
  let name: String
  let dimension: Int
  let range: ClosedRange<Double>
  let evaluate: @Sendable ([Double]) -> Double

  /// Ackley's function in ten dimensions, its least value 0 at 0.3 in each.
  static let ackley = TestFunction(name: "ackley10", dimension: 10, range: -5...5) { point in
    let count = Double(point.count)
    let squares = point.reduce(0) { $0 + ($1 - 0.3) * ($1 - 0.3) } / count
    let waves = point.reduce(0) { $0 + cos(2 * .pi * ($1 - 0.3)) } / count
    return -20 * exp(-0.2 * squares.squareRoot()) - exp(waves) + 20 + M_E
  }

  /// Rosenbrock's valley in ten dimensions, its least value 0 at 1 in each.
  static let rosenbrock = TestFunction(name: "rosenbrock10", dimension: 10, range: -2...2) {
    point in
    zip(point, point.dropFirst()).reduce(0) { sum, pair in
      let (left, right) = pair
      let bend = right - left * left
      return sum + 100 * bend * bend + (1 - left) * (1 - left)
    }
  }

  /// Hartmann's function in six dimensions, its least value -3.32237.
  static let hartmann = TestFunction(name: "hartmann6", dimension: 6, range: 0...1) { point in
    let heights = [1, 1.2, 3, 3.2]
    let widths = [
      [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8],
      [17, 8, 0.05, 10, 0.1, 14],
    ]
    let centres: [[Double]] = [
      [1_312, 1_696, 5_569, 124, 8_283, 5_886], [2_329, 4_135, 8_307, 3_736, 1_004, 9_991],
      [2_348, 1_451, 3_522, 2_883, 3_047, 6_650], [4_047, 8_828, 8_732, 5_743, 1_091, 381],
    ]
    var sum = 0.0
    for peak in heights.indices {
      var distance = 0.0
      for axis in point.indices {
        let gap = point[axis] - 1e-4 * centres[peak][axis]
        distance += widths[peak][axis] * gap * gap
      }
      sum -= heights[peak] * exp(-distance)
    }
    return sum
  }

  static let all = [ackley, rosenbrock, hartmann]
}
