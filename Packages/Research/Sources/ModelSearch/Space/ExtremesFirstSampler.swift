internal import ConfigValidation
internal import Optimizer

/// Gives the first trials stated values of one parameter, and leaves everything else to another sampler.
struct ExtremesFirstSampler<Inner: TrialSampler>: TrialSampler {
  private var inner: Inner
  private let name: String
  private let values: [Double]
  private var place = 0

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - name: The parameter, a choice.
  ///   - values: The positions of the choices that the first trials take.
  ///   - inner: Draws everything else.
  init(_ name: String, _ values: [Int], then inner: Inner) {
    self.name = name
    self.values = values.map(Double.init)
    self.inner = inner
  }

  var canonicalForm: JSONValue {
    [
      "method": "extremes_first", "parameter": .string(name),
      "positions": .array(values.map { .integer(Int64($0)) }), "then": inner.canonicalForm,
    ]
  }

  mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError) {
    try inner.prepare(for: space, objectives: objectives)
    place = space.parameters.firstIndex { $0.name == name } ?? 0
  }

  mutating func suggest(_ request: SampleRequest) -> SearchPoint? {
    let point = inner.suggest(request)
    guard var numbers = point?.values, values.indices.contains(request.trial) else { return point }
    numbers[place] = values[request.trial]
    return SearchPoint(values: numbers)
  }

  mutating func observe(_ trials: [TrialObservation]) { inner.observe(trials) }

  mutating func restore(_ batches: [SampledBatch], seed: UInt64) {
    inner.restore(batches, seed: seed)
  }
}
