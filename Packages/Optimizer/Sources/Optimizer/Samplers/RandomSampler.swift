public import ConfigValidation
internal import QuantMath

/// Independent uniform draws, each trial from its own stream (Monte Carlo).
public struct RandomSampler: TrialSampler {
  private var space: SearchSpace?
  private let avoidsRepeats: Bool
  private var seen: Set<SearchPoint> = []

  /// Creates a sampler.
  ///
  /// - Parameter avoidsRepeats: Whether a point tried before is drawn again, up to 1,000 times, after
  ///   which the search ends.
  public init(avoidsRepeats: Bool) { self.avoidsRepeats = avoidsRepeats }

  /// The name of the method and its setting.
  public var canonicalForm: JSONValue {
    ["method": "random", "avoids_repeats": .bool(avoidsRepeats)]
  }

  /// Takes any space.
  public mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError) {
    self.space = space
  }

  /// Returns a draw.
  public mutating func suggest(_ request: SampleRequest) -> SearchPoint? {
    var stream = request.stream(purpose: DrawPurpose.uniform)
    for _ in 0..<1_000 {
      guard let point = space?.uniformPoint(&stream) else { return nil }
      guard avoidsRepeats else { return point }
      if !seen.contains(point), !request.running.contains(point) { return point }
    }
    return nil
  }

  /// Remembers points only to avoid repeats.
  public mutating func observe(_ trials: [TrialObservation]) {
    if avoidsRepeats { seen.formUnion(trials.map(\.point)) }
  }

  /// Remembers the points tried; each draw has its own stream.
  public mutating func restore(_ batches: [SampledBatch], seed: UInt64) {
    guard avoidsRepeats else { return }
    for batch in batches where batch.isTold { observe(batch.observations) }
  }
}

extension SearchSpace {
  /// A point with every parameter drawn uniformly on its scale.
  func uniformPoint(_ stream: inout PhiloxStream) -> SearchPoint {
    point(coordinates.map { $0.value(atShare: stream.uniform()) })
  }
}
