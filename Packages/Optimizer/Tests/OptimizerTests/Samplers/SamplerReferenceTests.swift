import QuantMath
import Testing

@testable import Optimizer

@Suite("Samplers beside Optuna, cmaes and SciPy")
struct SamplerReferenceTests {
  private let reference: SearchReference

  init() throws { reference = try SearchReference.read() }

  @Test("gives SciPy's Sobol points in 128 dimensions")
  func givesSobolPoints() {
    func points(_ dimensions: Int, _ indices: Range<UInt32>) -> [[Double]] {
      let sequence = SobolSequence(dimensions: dimensions)
      return indices.map { sequence.digits($0).map { Double($0) * 0x1p-32 } }
    }
    #expect(points(128, 0..<64) == reference.sobol.first)
    #expect(points(8, 992..<1_024) == reference.sobol.last)
  }

  @Test("gives Optuna's log densities over every kind of parameter")
  func givesLogDensities() throws {
    let space = try SearchSpace([
      .number("number", -1...3), .number("rate", 1e-4...10, scale: .logarithmic),
      .number("step", 0...1, step: 0.25), .integer("integer", 2...30),
      .integer("log", 1...500, scale: .logarithmic), .choice("choice", ["a", "b", "c"]),
    ])
    for expected in reference.parzen {
      var table = ParzenTable(axes: space.coordinates)
      for row in expected.seen { table.append(space.point(row)) }
      let mixture = ParzenMixture(
        table,
        members: Array(expected.seen.indices),
        weights: ParzenMixture.ageWeights(expected.seen.count, full: 25),
        bandwidth: TPESettings.optuna.goodBandwidth,
        settings: .optuna
      )
      let found = mixture.logDensities(expected.asked.map(space.point))
      // Probabilities of narrow steps are small differences, in which both sides round.
      #expect(deviation(found, expected.logDensities) < 1e-8)
    }
  }

  @Test("draws from the density that it reports")
  func drawsFromDensity() throws {
    let space = try SearchSpace([.number("x", 0...1), .integer("n", 0...3)])
    var table = ParzenTable(axes: space.coordinates)
    for row in [[0.1, 0], [0.15, 1], [0.8, 3]] { table.append(space.point(row)) }
    let mixture = ParzenMixture(
      table,
      members: [0, 1, 2],
      weights: [1, 1, 1],
      bandwidth: .neighbours(factor: 1),
      settings: .optuna
    )
    var stream = PhiloxStream(seed: 1, purpose: 999, trial: 0, path: 0)
    let count = 4_000
    var shares = [Double](repeating: 0, count: 8)
    for _ in 0..<count {
      let draw = mixture.draw(&stream)
      shares[Int(draw[1]) * 2 + (draw[0] < 0.4 ? 0 : 1)] += 1 / Double(count)
    }
    for cell in shares.indices {
      let ends = cell % 2 == 0 ? (0.0, 0.4) : (0.4, 1.0)
      let steps = 200
      // Midpoints; the density of the grid's cell times its width.
      let places = (0..<steps).map {
        ends.0 + (Double($0) + 0.5) * (ends.1 - ends.0) / Double(steps)
      }
      let points = places.map { space.point([$0, Double(cell / 2)]) }
      let mass =
        mixture.logDensities(points).reduce(0) { $0 + exponential($1) } * (ends.1 - ends.0)
        / Double(steps)
      // Five deviations of a share.
      #expect(abs(shares[cell] - mass) < 5 * (mass / Double(count)).squareRoot() + 1e-3)
    }
  }

  private func exponential(_ value: Double) -> Double {
    // A series is enough here: densities are moderate.
    var (term, sum) = (1.0, 1.0)
    let part = value / 64
    for order in 1..<30 {
      term *= part / Double(order)
      sum += term
    }
    return (0..<6).reduce(sum) { power, _ in power * power }
  }

  @Test("follows the cmaes library through its generations")
  func followsEvolution() {
    for expected in reference.evolution {
      var distribution = EvolutionDistribution(
        mean: expected.mean,
        stepSize: expected.stepSize,
        population: expected.population
      )
      for ranked in expected.ranked { distribution.update(ranked) }
      #expect(deviation(distribution.mean, expected.lastMean) < 1e-6)
      #expect(deviation([distribution.stepSize], [expected.lastStepSize]) < 1e-6)
      #expect(deviation(distribution.covariance.lower, expected.lastCovariance) < 1e-6)
    }
  }

  @Test("sorts fronts as Optuna does")
  func sortsFronts() {
    #expect(nonDominatedRanks(reference.fronts.losses) == reference.fronts.ranks)
  }

  @Test("gives the ends of a front infinite room and the others their neighbours' distance")
  func measuresRoom() {
    let room = crowdingDistances([[0, 4], [1, 2], [3, 1], [4, 0]])
    #expect(room == [.infinity, 0.75 + 0.75, 0.75 + 0.5, .infinity])
    #expect(crowdingDistances([[1, 1], [1, 1]]) == [0, 0])
  }

  @Test("gives SciPy's probabilities of signed ranks")
  func givesSignedRanks() {
    for expected in reference.signedRanks {
      let found = signedRankProbability(expected.differences) ?? -1
      #expect(abs(found - expected.probability) < 1e-12)
    }
    #expect(signedRankProbability([]) == nil)
    #expect(signedRankProbability([.nan]) == nil)
    #expect(signedRankProbability([0, 0, 0]) == 0.5)
  }
}
