import ConfigValidation
import Optimizer
import QuantMath
import Testing

/// A sampler by name, so that tests can run over all of them.
func study(
  _ sampler: String,
  space: SearchSpace,
  directions: [SearchDirection] = [.minimize],
  seed: UInt64 = 42,
  batchSize: Int = 1,
  pruner: (any TrialPruner)? = nil
) throws(StudyError) -> Study {
  func make(_ sampler: some TrialSampler) throws(StudyError) -> Study {
    try Study(
      space: space,
      sampler: sampler,
      pruner: pruner,
      directions: directions,
      seed: seed,
      batchSize: batchSize
    )
  }
  return switch sampler {
  case "tpe": try make(TPESampler(.standard))
  case "cmaes": try make(CMAESSampler(.standard))
  case "latin": try make(LatinHypercubeSampler(count: 16))
  case "sobol": try make(SobolSampler(isScrambled: true))
  case "nsga2": try make(NSGAIISampler(.standard(population: 8)))
  case "grid": try make(GridSampler())
  default: try make(RandomSampler(avoidsRepeats: false))
  }
}

let everySampler = ["random", "latin", "sobol", "tpe", "cmaes", "nsga2"]

@Suite("Study")
struct StudyTests {
  private static func mixedSpace() throws -> SearchSpace {
    try SearchSpace(
      [
        .integer("fast", 2...30), .integer("slow", 5...200, scale: .logarithmic),
        .number("threshold", 0...1, step: 0.05), .choice("exit", ["trailing", "time"]),
        .number("trail", 0.01...0.2, scale: .logarithmic)
          .active(when: "exit", in: [.text("trailing")]),
      ],
      constraints: [SearchConstraint("fast", .less, "slow")]
    )
  }

  @Sendable private static func loss(_ trial: ActiveTrial) throws -> Double {
    let fast = try trial.double("fast")
    let slow = try trial.double("slow")
    let trail = trial.isActive("trail") ? try trial.double("trail") : 0.15
    if trial.number % 11 == 7 { throw StudyError.noObjectives }
    return abs(fast - 9) / 30 + abs(slow - 60) / 200 + abs(trail - 0.05)
      + abs(try trial.double("threshold") - 0.4)
  }

  @Test("gives the same history for any number of workers", arguments: everySampler)
  func ignoresWorkers(sampler: String) async throws {
    let space = try Self.mixedSpace()
    var alone = try study(sampler, space: space, batchSize: 8)
    try alone.optimize(trials: 48, Self.loss)
    for workers in [1, 2, 5, 16] {
      var together = try study(sampler, space: space, batchSize: 8)
      try await together.optimize(trials: 48, workers: workers) { trial in
        // Trials end in another order than they start.
        for _ in 0..<(trial.number * 7) % 5 { await Task.yield() }
        return try Self.loss(trial)
      }
      #expect(together.trials == alone.trials)
    }
    #expect(alone.trials.count == 48)
    #expect(alone.trials.filter { $0.state == .complete }.count == 44)
    #expect(alone.trials.allSatisfy { space.isAllowed($0.parameters) })
  }

  @Test("goes on after a replay as if it had not stopped", arguments: everySampler)
  func replays(sampler: String) throws {
    let space = try Self.mixedSpace()
    var whole = try study(sampler, space: space, batchSize: 4)
    try whole.optimize(trials: 40, Self.loss)
    var resumed = try study(sampler, space: space, batchSize: 4)
    try resumed.replay(Array(whole.trials.prefix(20)))
    try resumed.optimize(trials: 20, Self.loss)
    #expect(resumed.trials == whole.trials)
    var other = try study(sampler, space: space, seed: 7, batchSize: 4)
    #expect(throws: StudyError.self) { try other.replay(whole.trials) }
  }

  @Test("depends on the seed", arguments: everySampler)
  func dependsOnSeed(sampler: String) throws {
    let space = try SearchSpace([.number("x", -1...1), .number("y", -1...1)])
    var (first, second) = (
      try study(sampler, space: space), try study(sampler, space: space, seed: 43)
    )
    for _ in 0..<3 {
      let (left, right) = (try first.ask()[0], try second.ask()[0])
      #expect(left.parameters != right.parameters)
      try first.tell(left.number, .complete(values: [0]))
      try second.tell(right.number, .complete(values: [0]))
    }
  }

  @Test("finds the best trial in its direction, the earliest of equal ones")
  func findsBest() throws {
    let space = try SearchSpace([.integer("n", 0...9)])
    var study = try study("grid", space: space, directions: [.maximize])
    try study.optimize(trials: 100) { trial in
      let n = try trial.integer("n")
      return n == 8 ? .nan : Double(min(n, 5))
    }
    #expect(study.trials.count == 10)
    #expect(study.best?.parameters == ["n": .integer(5)])
    #expect(
      study.trials[8].state
        == .failed(reason: "objective 0: expected a finite value, found nan")
    )
  }

  @Test("takes outcomes in any order within a batch, and each once")
  func takesOutcomes() throws {
    let space = try SearchSpace([.number("x", 0...1)])
    var study = try study("tpe", space: space, batchSize: 3)
    let asked = try study.ask()
    #expect(asked.map(\.number) == [0, 1, 2])
    try study.tell(2, .failed(reason: "no data"))
    #expect(throws: StudyError.batchUnfinished(running: [0, 1])) { try study.ask() }
    #expect(throws: StudyError.notRunning(trial: 2)) { try study.tell(2, .pruned) }
    #expect(throws: StudyError.valueCount(trial: 0, expected: 1, found: 2)) {
      try study.tell(0, .complete(values: [1, 2]))
    }
    try study.tell(1, .pruned)
    try study.tell(0, .complete(values: [1]))
    #expect(try study.ask(limit: 2).map(\.number) == [3, 4])
    #expect(
      study.trials.prefix(3).map(\.state) == [
        .complete, .pruned, .failed(reason: "no data"),
      ]
    )
  }

  @Test("ends the search when the objective asks for a parameter that is not there")
  func refusesWrongNames() throws {
    let space = try SearchSpace([.number("threshold", 0...1), .choice("side", ["long"])])
    var study = try study("random", space: space)
    #expect(
      throws: StudyError.access(.unknown(name: "treshold", suggestion: "threshold"))
    ) {
      try study.optimize(trials: 5) { try $0.double("treshold") }
    }
    var other = try anyStudy(space)
    #expect(
      throws: StudyError.access(
        .type(name: "side", expected: "a number", found: .text("long"))
      )
    ) {
      try other.optimize(trials: 5) { try $0.double("side") }
    }
  }

  private func anyStudy(_ space: SearchSpace) throws -> Study {
    try study("random", space: space)
  }

  @Test("refuses constraints that nothing keeps")
  func refusesImpossible() throws {
    let space = try SearchSpace(
      [.integer("a", 10...20), .integer("b", 0...5)],
      constraints: [SearchConstraint("a", .less, "b")]
    )
    var study = try study("random", space: space)
    #expect(throws: StudyError.constraintsUnsatisfied(tries: 2_000)) { try study.ask() }
  }

  @Test("refuses settings without a meaning")
  func refusesSettings() throws {
    let space = try SearchSpace([.number("x", 0...1)])
    #expect(throws: StudyError.batchSizeNotPositive(0)) {
      try study("random", space: space, batchSize: 0)
    }
    #expect(throws: StudyError.noObjectives) {
      try study("random", space: space, directions: [])
    }
    #expect(throws: StudyError.tooManyObjectives(of: "TPESampler", limit: 1, found: 2)) {
      try study("tpe", space: space, directions: [.minimize, .maximize])
    }
    #expect(throws: StudyError.notCountable(parameter: "x")) { try study("grid", space: space) }
  }

  @Test("keeps the trials that no other beats")
  func findsFront() throws {
    let space = try SearchSpace([.integer("n", 0...5)])
    var study = try study("grid", space: space, directions: [.minimize, .maximize])
    let values: [[Double]] = [[1, 1], [2, 3], [3, 2], [0, 0], [2, 3], [4, 4]]
    try study.optimizeAll(trials: 6) { values[try $0.integer("n")] }
    #expect(study.paretoFront.map(\.number) == [0, 1, 3, 4, 5])
  }
}
