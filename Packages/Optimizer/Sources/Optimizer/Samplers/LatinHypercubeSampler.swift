public import ConfigValidation
internal import QuantMath

/// Points of which each parameter's values fall one into each of *n* equal parts of its range.
///
/// Every *n* trials are one hypercube. A point that breaks a constraint is drawn again uniformly, so
/// constraints weaken the spread.
///
/// References: McKay, Beckman, Conover (1979), Technometrics 21(2).
public struct LatinHypercubeSampler: TrialSampler {
  private var space: SearchSpace?
  private let count: Int
  private var square: (number: Int, seed: UInt64, orders: [[Int]])?

  /// Creates a sampler.
  ///
  /// - Parameter count: The number of points of one hypercube; best the number of trials.
  public init(count: Int) { self.count = count }

  /// The name of the method and its setting.
  public var canonicalForm: JSONValue {
    ["method": "latin_hypercube", "count": .integer(Int64(count))]
  }

  /// Takes any space.
  ///
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)`` for a count below 1.
  public mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError) {
    guard count > 0 else {
      throw .invalidSetting(name: "count", expected: "1 or more", found: "\(count)")
    }
    self.space = space
  }

  /// Returns the next point of the hypercube.
  public mutating func suggest(_ request: SampleRequest) -> SearchPoint? {
    guard let space else { return nil }
    var stream = request.stream(purpose: DrawPurpose.latinPlace)
    guard request.attempt == 0 else { return space.uniformPoint(&stream) }
    let (number, row) = request.trial.quotientAndRemainder(dividingBy: count)
    if square?.number != number || square?.seed != request.seed {
      square = (number, request.seed, orders(of: number, seed: request.seed, space.count))
    }
    guard let orders = square?.orders else { return nil }
    return space.point(
      zip(space.coordinates, orders).map { axis, order in
        axis.value(atShare: (Double(order[row]) + stream.uniform()) / Double(count))
      }
    )
  }

  /// Learns nothing.
  public mutating func observe(_ trials: [TrialObservation]) {}

  /// Does nothing: a point is a function of seed and trial.
  public mutating func restore(_ batches: [SampledBatch], seed: UInt64) {}

  private func orders(of square: Int, seed: UInt64, _ axes: Int) -> [[Int]] {
    (0..<axes).map { axis in
      var stream = PhiloxStream(
        seed: seed,
        purpose: DrawPurpose.latinOrder,
        trial: UInt32(truncatingIfNeeded: square),
        path: UInt32(truncatingIfNeeded: axis)
      )
      var order = Array(0..<count)
      for end in stride(from: count - 1, to: 0, by: -1) {
        order.swapAt(end, stream.index(below: end + 1))
      }
      return order
    }
  }
}
