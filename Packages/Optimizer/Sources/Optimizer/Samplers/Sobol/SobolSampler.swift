public import ConfigValidation

/// The points of a Sobol sequence, one for each parameter's range.
///
/// The first 2^*k* points of every parameter fall one into each of 2^*k* equal parts; so do, nearly,
/// those of pairs. A point that breaks a constraint is passed over.
///
/// References: Joe, Kuo (2008), SIAM Journal on Scientific Computing 30(5); Owen (1995), "Randomly
/// permuted (t,m,s)-nets and (t,s)-sequences".
public struct SobolSampler: TrialSampler {
  private let isScrambled: Bool
  private var space: SearchSpace?
  private var sequence = SobolSequence(dimensions: 0)
  private var next: UInt32 = 0

  /// Creates a sampler.
  ///
  /// - Parameter isScrambled: Whether the points are moved by the seed (Owen's scrambling), or those
  ///   of the sequence itself, the first of which is the corner of all minimums.
  public init(isScrambled: Bool) { self.isScrambled = isScrambled }

  /// The name of the method and its setting.
  public var canonicalForm: JSONValue { ["method": "sobol", "scrambled": .bool(isScrambled)] }

  /// Takes spaces of up to 128 parameters.
  ///
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)`` for more.
  public mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError) {
    guard space.count <= SobolSequence.dimensionLimit else {
      throw .invalidSetting(
        name: "parameters",
        expected: "at most \(SobolSequence.dimensionLimit) for a Sobol sequence",
        found: "\(space.count)"
      )
    }
    self.space = space
    sequence = SobolSequence(dimensions: space.count)
  }

  /// Returns the next point.
  public mutating func suggest(_ request: SampleRequest) -> SearchPoint? {
    guard let space, next < .max else { return nil }
    let digits = sequence.digits(next)
    next += 1
    return space.point(
      digits.indices.map { axis in
        let moved =
          isScrambled
          ? SobolSequence.scrambled(digits[axis], dimension: axis, seed: request.seed)
          : digits[axis]
        return space.coordinates[axis].value(atShare: Double(moved) * 0x1p-32)
      }
    )
  }

  /// Learns nothing.
  public mutating func observe(_ trials: [TrialObservation]) {}

  /// Passes over as many points as were proposed.
  public mutating func restore(_ batches: [SampledBatch], seed: UInt64) {
    for batch in batches {
      for trial in batch.trials {
        next += UInt32(clamping: min(trial.proposals, Int(UInt32.max - next)))
      }
    }
  }
}
