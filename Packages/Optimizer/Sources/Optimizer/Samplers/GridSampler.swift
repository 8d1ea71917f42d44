public import ConfigValidation

/// Every combination of the values of a space, once, the last parameter fastest.
///
/// Combinations that differ only in inactive parameters are one; those that break a constraint are left
/// out. The search ends after the last.
public struct GridSampler: TrialSampler {
  private var space: SearchSpace?
  private var next = 0
  private var total = 0

  /// Creates a sampler.
  public init() {}

  /// The name of the method.
  public var canonicalForm: JSONValue { ["method": "grid"] }

  /// Takes spaces of lists, whole numbers and steps.
  ///
  /// - Throws: ``StudyError/notCountable(parameter:)``, and ``StudyError/invalidSetting(name:expected:found:)``
  ///   when a machine cannot count the combinations.
  public mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError) {
    total = 1
    for (parameter, axis) in zip(space.parameters, space.coordinates) {
      guard axis.count > 0 else { throw .notCountable(parameter: parameter.name) }
      let (product, overflow) = total.multipliedReportingOverflow(by: axis.count)
      guard !overflow else {
        throw .invalidSetting(
          name: "grid",
          expected: "fewer than 2^63 combinations",
          found: "more"
        )
      }
      total = product
    }
    self.space = space
  }

  /// Returns the next combination.
  public mutating func suggest(_ request: SampleRequest) -> SearchPoint? {
    guard let space else { return nil }
    while next < total {
      var rest = next
      next += 1
      var positions = [Int](repeating: 0, count: space.count)
      for index in positions.indices.reversed() {
        let (quotient, remainder) = rest.quotientAndRemainder(
          dividingBy: space.coordinates[index].count
        )
        positions[index] = remainder
        rest = quotient
      }
      let point = space.point(zip(space.coordinates, positions).map { $0[$1] })
      let isFirstOfItsKind = zip(positions, point.values).allSatisfy { $1 != nil || $0 == 0 }
      if isFirstOfItsKind, space.constraints.isEmpty || space.isAllowed(space.parameters(at: point))
      {
        return point
      }
    }
    return nil
  }

  /// Learns nothing.
  public mutating func observe(_ trials: [TrialObservation]) {}

  /// Goes on after the last combination proposed.
  public mutating func restore(_ batches: [SampledBatch], seed: UInt64) {
    guard let space, let last = batches.last?.trials.last?.observation.point else { return }
    // Inactive parameters stand at their first value.
    let place = zip(space.coordinates, last.values).reduce(0) { place, axis in
      place * axis.0.count + (axis.1.map(axis.0.position) ?? 0)
    }
    next = place + 1
  }
}
