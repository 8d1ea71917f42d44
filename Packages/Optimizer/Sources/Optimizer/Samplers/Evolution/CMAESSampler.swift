public import ConfigValidation
internal import QuantMath

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How a CMA-ES searches.
public struct CMAESSettings: Hashable, Sendable {
  /// The number of trials from which the distribution learns at once, or `nil` for twice the whole part
  /// of 2 + ln *d*: fewer than Hansen's 4 + 3 ln *d*, for searches of some hundred trials.
  public var population: Int?

  /// The first deviation as a share of each axis.
  public var stepShare: Double

  /// By how much the population grows when the search starts anew after it has converged.
  public var populationGrowth: Double

  /// The smallest deviation of whole numbers and steps, in steps, so that they keep moving.
  public var leastSteps: Double

  /// Creates settings.
  public init(
    population: Int?,
    stepShare: Double,
    populationGrowth: Double,
    leastSteps: Double
  ) {
    self.population = population
    self.stepShare = stepShare
    self.populationGrowth = populationGrowth
    self.leastSteps = leastSteps
  }

  /// Settings for a few hundred trials.
  public static let standard = CMAESSettings(
    population: nil,
    stepShare: 0.125,
    populationGrowth: 2,
    leastSteps: 0.2
  )
}

/// The covariance matrix adaptation evolution strategy: a normal distribution that moves, turns and
/// stretches towards good trials.
///
/// For smooth numeric objectives with up to some dozens of parameters and hundreds of trials or more.
/// Draws outside the space are drawn again, then moved to its edge. Choices are drawn uniformly and not
/// learnt from; inactive parameters learn from what they would have been. Pruned and failed trials are
/// left out of the population; so are trials of a batch beyond a population, which is best at least as
/// large as the batch. For one objective.
///
/// References: Hansen (2016), arXiv:1604.00772; Auger, Hansen (2005) for restarts with growing
/// population.
public struct CMAESSampler: TrialSampler {
  private let settings: CMAESSettings
  private var space: SearchSpace?

  /// Positions of the numeric axes with more than one value.
  private var searched: [Int] = []
  private var distribution: EvolutionDistribution?
  private var restarts = 0
  private var pending: [PendingDraw] = []
  private var told: [(point: [Double], loss: Double)] = []
  private var recent: [Double] = []

  /// Creates a sampler.
  public init(_ settings: CMAESSettings) { self.settings = settings }

  /// The name of the method and its settings.
  public var canonicalForm: JSONValue {
    [
      "method": "cmaes",
      "population": JSONValue(settings.population),
      "step_share": .number(settings.stepShare),
      "population_growth": .number(settings.populationGrowth),
      "least_steps": .number(settings.leastSteps),
    ]
  }

  /// Takes any space.
  ///
  /// - Throws: ``StudyError/tooManyObjectives(of:limit:found:)``,
  ///   ``StudyError/invalidSetting(name:expected:found:)``.
  public mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError) {
    guard objectives == 1 else {
      throw .tooManyObjectives(of: "CMAESSampler", limit: 1, found: objectives)
    }
    if let population = settings.population, population < 4 {
      throw .invalidSetting(name: "population", expected: "4 or more", found: "\(population)")
    }
    guard settings.stepShare > 0, settings.stepShare <= 1 else {
      throw .invalidSetting(
        name: "stepShare",
        expected: "a share above 0, at most 1",
        found: "\(settings.stepShare)"
      )
    }
    guard settings.populationGrowth >= 1, settings.populationGrowth <= 100 else {
      throw .invalidSetting(
        name: "populationGrowth",
        expected: "a factor in 1...100",
        found: "\(settings.populationGrowth)"
      )
    }
    guard settings.leastSteps >= 0, settings.leastSteps.isFinite else {
      throw .invalidSetting(
        name: "leastSteps",
        expected: "a finite number of at least 0",
        found: "\(settings.leastSteps)"
      )
    }
    self.space = space
    searched = space.coordinates.indices.filter {
      !space.coordinates[$0].isChoice && !space.coordinates[$0].isFixed
    }
    restart(at: searched.map { _ in 0.5 })
  }

  /// Returns a draw of the distribution.
  public mutating func suggest(_ request: SampleRequest) -> SearchPoint? {
    guard let space else { return nil }
    var stream = request.stream(purpose: DrawPurpose.evolution)
    var numbers = space.coordinates.map { $0.value(atShare: stream.uniform()) }
    guard let distribution else { return space.point(numbers) }
    let place = place(in: distribution, &stream)
    for (share, axis) in zip(place.shares, searched) {
      let coordinate = space.coordinates[axis]
      numbers[axis] = coordinate.snapped(model: coordinate.low + share * coordinate.width)
    }
    pending.removeAll { $0.trial == request.trial }
    pending.append(PendingDraw(trial: request.trial, point: place.learnt))
    return space.point(numbers)
  }

  /// A draw inside the unit cube, and the point that the distribution learns from.
  private func place(
    in distribution: EvolutionDistribution,
    _ stream: inout PhiloxStream
  ) -> (shares: [Double], learnt: [Double]) {
    let stretch = stretches(of: distribution)
    var (shares, learnt): ([Double], [Double]) = ([], [])
    for _ in 0..<100 {
      let shape = distribution.draw(&stream)
      learnt = zip(distribution.mean, shape).map { $0 + distribution.stepSize * $1 }
      shares = shape.indices.map { axis in
        distribution.mean[axis] + distribution.stepSize * stretch[axis] * shape[axis]
      }
      if shares.allSatisfy({ $0 >= 0 && $0 <= 1 }) { return (shares, learnt) }
    }
    let clamped = shares.map { min(max($0, 0), 1) }
    return (clamped, learnt.map { min(max($0, 0), 1) })
  }

  /// By how much axes with gaps are stretched so that they keep moving.
  private func stretches(of distribution: EvolutionDistribution) -> [Double] {
    searched.enumerated().map { place, axis in
      guard let coordinate = space?.coordinates[axis], coordinate.count > 0 else { return 1 }
      // On a logarithmic axis the widest step is the first.
      let share = 1 / Double(coordinate.count)
      let deviation = distribution.deviation(place)
      return deviation > 0 ? max(1, settings.leastSteps * share / deviation) : 1
    }
  }

  /// Learns from each full population.
  public mutating func observe(_ trials: [TrialObservation]) {
    for trial in trials {
      guard let index = pending.firstIndex(where: { $0.trial == trial.number }) else { continue }
      let draw = pending.remove(at: index)
      guard case .complete(let losses) = trial.outcome, let distribution else { continue }
      told.append((draw.point, losses[0]))
      if told.count == distribution.population { learn() }
    }
  }

  private mutating func learn() {
    let order = told.indices.sorted { (told[$0].loss, $0) < (told[$1].loss, $1) }
    let best = told[order[0]].loss
    let worst = told[order[order.count - 1]].loss
    distribution?.update(order.map { told[$0].point })
    told.removeAll(keepingCapacity: true)
    pending.removeAll(keepingCapacity: true)
    recent.append(best)
    let memory = 10 + 30 * searched.count / max(1, distribution?.population ?? 1)
    if recent.count > memory { recent.removeFirst() }
    let spread = (recent.max() ?? best) - (recent.min() ?? best)
    let isFlat = recent.count == memory && max(spread, worst - best) < 1e-12
    if isFlat || distribution?.isExhausted == true {
      restarts += 1
      // The golden ratio's multiples fill the cube evenly whatever the number of restarts.
      restart(
        at: searched.indices.map { axis in
          let turn = Double(restarts) * pow(0.6180339887498949, Double(axis % 8 + 1))
          return 0.1 + 0.8 * (0.5 + turn).truncatingRemainder(dividingBy: 1)
        }
      )
    }
  }

  private mutating func restart(at mean: [Double]) {
    recent = []
    guard !searched.isEmpty else { return }
    let least = settings.population ?? EvolutionDistribution.standardPopulation(searched.count)
    let grown = Double(least) * pow(settings.populationGrowth, Double(min(restarts, 10)))
    distribution = EvolutionDistribution(
      mean: mean,
      stepSize: settings.stepShare,
      population: Int(min(grown, 1_000_000))
    )
  }
}

/// A draw whose trial has not been told.
private struct PendingDraw: Sendable {
  let trial: Int
  let point: [Double]
}
