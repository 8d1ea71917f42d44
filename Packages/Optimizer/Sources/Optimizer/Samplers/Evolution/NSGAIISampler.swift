public import ConfigValidation
internal import QuantMath

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How a genetic algorithm breeds.
public struct NSGAIISettings: Hashable, Sendable {
  /// The number of trials of a generation.
  public var population: Int

  /// The probability that two parents are crossed rather than one copied.
  public var crossoverProbability: Double

  /// How near children are to their parents in simulated binary crossover; greater is nearer.
  public var crossoverIndex: Double

  /// The probability that a parameter mutates, or `nil` for 1 / parameters.
  public var mutationProbability: Double?

  /// How small polynomial mutations are; greater is smaller.
  public var mutationIndex: Double

  /// Creates settings.
  public init(
    population: Int,
    crossoverProbability: Double,
    crossoverIndex: Double,
    mutationProbability: Double?,
    mutationIndex: Double
  ) {
    self.population = population
    self.crossoverProbability = crossoverProbability
    self.crossoverIndex = crossoverIndex
    self.mutationProbability = mutationProbability
    self.mutationIndex = mutationIndex
  }

  /// Deb's settings for a population.
  public static func standard(population: Int) -> NSGAIISettings {
    NSGAIISettings(
      population: population,
      crossoverProbability: 0.9,
      crossoverIndex: 15,
      mutationProbability: nil,
      mutationIndex: 20
    )
  }

  func check() throws(StudyError) {
    guard population >= 2 else {
      throw .invalidSetting(name: "population", expected: "2 or more", found: "\(population)")
    }
    let shares = [
      ("crossoverProbability", crossoverProbability),
      ("mutationProbability", mutationProbability ?? 0),
    ]
    for (name, share) in shares where !(share >= 0 && share <= 1) {
      throw .invalidSetting(name: name, expected: "a probability in 0...1", found: "\(share)")
    }
    let indices = [("crossoverIndex", crossoverIndex), ("mutationIndex", mutationIndex)]
    for (name, index) in indices where !(index >= 0 && index.isFinite) {
      throw .invalidSetting(
        name: name,
        expected: "a finite number of at least 0",
        found: "\(index)"
      )
    }
  }
}

/// The genetic algorithm NSGA-II for one objective or several.
///
/// The first generation is drawn uniformly. Later trials are children of the best of all trials so far:
/// lower fronts first, within a front those with more room. Numeric parameters are crossed on their
/// scale, choices swapped; pruned and failed trials have no children.
///
/// References: Deb, Pratap, Agarwal, Meyarivan (2002), IEEE Transactions on Evolutionary Computation
/// 6(2); Deb, Agrawal (1995) for the crossover; Deb, Goyal (1996) for the mutation.
public struct NSGAIISampler: TrialSampler {
  private let settings: NSGAIISettings
  private var space: SearchSpace?
  private var parents: [Individual] = []
  private var children: [Individual] = []

  /// Creates a sampler.
  public init(_ settings: NSGAIISettings) { self.settings = settings }

  /// The name of the method and its settings.
  public var canonicalForm: JSONValue {
    [
      "method": "nsga2",
      "population": .integer(Int64(settings.population)),
      "crossover_probability": .number(settings.crossoverProbability),
      "crossover_index": .number(settings.crossoverIndex),
      "mutation_probability": JSONValue(settings.mutationProbability),
      "mutation_index": .number(settings.mutationIndex),
    ]
  }

  /// Takes any space and number of objectives.
  ///
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)``.
  public mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError) {
    try settings.check()
    self.space = space
  }

  /// Returns a child of two parents picked by tournament.
  public mutating func suggest(_ request: SampleRequest) -> SearchPoint? {
    guard let space else { return nil }
    var stream = request.stream(purpose: DrawPurpose.genetic)
    guard parents.count > 1 else { return space.uniformPoint(&stream) }
    let (first, second) = (tournament(&stream), tournament(&stream))
    let isCrossed = stream.uniform() < settings.crossoverProbability
    let rate = settings.mutationProbability ?? 1 / Double(space.count)
    let numbers = space.coordinates.indices.map { axis in
      let coordinate = space.coordinates[axis]
      let pair = (gene(first, axis, &stream), gene(second, axis, &stream))
      let swap = stream.uniform()
      let isMutated = stream.uniform() < rate
      guard !coordinate.isChoice else {
        if isMutated { return coordinate.value(atShare: stream.uniform()) }
        return isCrossed && swap < 0.5 ? pair.1 : pair.0
      }
      guard !coordinate.isFixed else { return pair.0 }
      let scale = { (natural: Double) in
        (coordinate.model(natural) - coordinate.low) / coordinate.width
      }
      var share = scale(pair.0)
      // Half of the parameters are crossed, the others inherited.
      if isCrossed, swap < 0.5 { share = crossed(share, scale(pair.1), stream.uniform()) }
      if isMutated { share = mutated(share, stream.uniform()) }
      return coordinate.snapped(model: coordinate.low + share * coordinate.width)
    }
    return space.point(numbers)
  }

  /// The number of a parameter, drawn anew where the parent's was inactive.
  private func gene(_ parent: Individual, _ axis: Int, _ stream: inout PhiloxStream) -> Double {
    if let value = parent.point.values[axis] { return value }
    return space?.coordinates[axis].value(atShare: stream.uniform()) ?? 0
  }

  private func tournament(_ stream: inout PhiloxStream) -> Individual {
    let (first, second) = (
      stream.index(below: parents.count), stream.index(below: parents.count)
    )
    // Parents stand in the order of front and room.
    return parents[min(first, second)]
  }

  /// Simulated binary crossover within 0...1: one of the two children.
  private func crossed(_ first: Double, _ second: Double, _ draw: Double) -> Double {
    let (low, high) = (min(first, second), max(first, second))
    guard high - low > 1e-14 else { return first }
    let power = settings.crossoverIndex + 1
    let isLower = draw < 0.5
    let share = isLower ? 2 * draw : 2 * draw - 1
    let room = 1 + 2 * (isLower ? low : 1 - high) / (high - low)
    let alpha = 2 - pow(room, -power)
    let spread =
      share <= 1 / alpha
      ? pow(share * alpha, 1 / power) : pow(1 / (2 - share * alpha), 1 / power)
    let child = 0.5 * (low + high + (isLower ? -1 : 1) * spread * (high - low))
    return min(max(child, 0), 1)
  }

  /// Polynomial mutation within 0...1.
  private func mutated(_ share: Double, _ draw: Double) -> Double {
    let power = settings.mutationIndex + 1
    let shift: Double
    if draw < 0.5 {
      shift = pow(2 * draw + (1 - 2 * draw) * pow(1 - share, power), 1 / power) - 1
    } else {
      shift = 1 - pow(2 * (1 - draw) + 2 * (draw - 0.5) * pow(share, power), 1 / power)
    }
    return min(max(share + shift, 0), 1)
  }

  /// Collects a generation, then keeps the best of it and of its parents.
  public mutating func observe(_ trials: [TrialObservation]) {
    for trial in trials {
      guard case .complete(let losses) = trial.outcome else { continue }
      children.append(Individual(point: trial.point, losses: losses))
      guard children.count == settings.population else { continue }
      parents = Self.selected(parents + children, count: settings.population)
      children.removeAll(keepingCapacity: true)
    }
  }

  /// Lives through the generations again; each child has its own stream.
  public mutating func restore(_ batches: [SampledBatch], seed: UInt64) {
    for batch in batches where batch.isTold { observe(batch.observations) }
  }

  /// The best individuals, from good to bad.
  private static func selected(_ all: [Individual], count: Int) -> [Individual] {
    let ranks = nonDominatedRanks(all.map(\.losses))
    var room = [Double](repeating: 0, count: all.count)
    for rank in 0...(ranks.max() ?? 0) {
      let front = all.indices.filter { ranks[$0] == rank }
      for (member, distance) in zip(front, crowdingDistances(front.map { all[$0].losses })) {
        room[member] = distance
      }
    }
    let order = all.indices.sorted {
      (ranks[$0], -room[$0], $0) < (ranks[$1], -room[$1], $1)
    }
    return order.prefix(count).map { all[$0] }
  }
}

private struct Individual: Sendable {
  let point: SearchPoint
  let losses: [Double]
}
