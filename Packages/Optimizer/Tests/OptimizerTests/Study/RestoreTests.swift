import ConfigValidation
import Optimizer
import QuantMath
import Testing

@Suite("Study.restore(_:)")
struct RestoreTests {
  /// A study over parameters of every kind that can be counted.
  static func study(_ sampler: String, batchSize: Int, isPruned: Bool) throws -> Study {
    let space = try SearchSpace(
      [
        .integer("fast", 2...12), .integer("slow", 5...25, step: 5),
        .number("threshold", 0...1, step: 0.25), .choice("exit", ["trailing", "time"]),
        .integer("trail", 1...3, scale: .logarithmic)
          .active(when: "exit", in: [.text("trailing")]),
      ],
      constraints: [SearchConstraint("fast", .less, "slow")]
    )
    let pruner = try MedianPruner(startupTrials: 3, firstStep: 0, stepInterval: 1, leastTrials: 2)
    return try storageStudy(
      sampler,
      space: space,
      batchSize: batchSize,
      pruner: isPruned ? pruner : nil
    )
  }

  @Sendable static func loss(_ trial: ActiveTrial) throws -> Double {
    let fast = try trial.double("fast")
    let slow = try trial.double("slow")
    let trail = trial.isActive("trail") ? try trial.double("trail") : 2.5
    if trial.number % 11 == 7 { throw StudyError.noObjectives }
    let loss =
      abs(fast - 9) / 30 + abs(slow - 20) / 200 + abs(trail - 2)
      + abs(try trial.double("threshold") - 0.5)
    trial.note("slow", .number(slow))
    for step in 0..<3 { try trial.report(loss + 1 / Double(step + 1), step: step) }
    return loss
  }

  /// The part of a history that a killed search would have kept: some trials, the last ones not all told.
  static func part(_ history: StudyHistory, asked: Int, told: (Int) -> Bool) -> StudyHistory {
    var part = StudyHistory()
    for batch in history.batches where batch.startIndex < asked {
      let isLast = batch.endIndex >= asked
      part.append(batch.map { isLast && !told($0.number) ? running($0) : $0 })
    }
    return part
  }

  static func running(_ trial: TrialRecord) -> TrialRecord {
    TrialRecord(
      number: trial.number,
      parameters: trial.parameters,
      point: trial.point,
      proposals: trial.proposals,
      state: .running,
      values: [],
      reports: [],
      notes: []
    )
  }

  @Test(
    "goes on as an undisturbed study at every boundary of a batch and inside of each",
    arguments: storageSamplers,
    [1, 3, 8]
  )
  func goesOn(sampler: String, batchSize: Int) throws {
    for isPruned in [false, true] {
      let make = { try Self.study(sampler, batchSize: batchSize, isPruned: isPruned) }
      var whole = try make()
      try whole.optimize(trials: 32, Self.loss)
      #expect(whole.trials.count == 32)
      #expect(whole.history.batches.count == (32 + batchSize - 1) / batchSize)
      for asked in 0...32 {
        for (divisor, rest) in [(1, 0), (2, 1)] {
          let kept = Self.part(whole.history, asked: asked) { $0 % divisor == rest }
          var resumed = try make()
          try resumed.restore(kept)
          #expect(resumed.trials == kept.trials)
          try resumed.optimize(trials: 32 - kept.trials.count, Self.loss)
          #expect(resumed.trials == whole.trials, "asked \(asked), told \(divisor):\(rest)")
          #expect(resumed.history == whole.history)
        }
      }
    }
  }

  @Test("goes on with several objectives", arguments: [1, 5])
  func goesOnWithSeveral(batchSize: Int) throws {
    let space = try SearchSpace([.number("x", 0...1), .number("y", -1...1)])
    let make = {
      try Study(
        space: space,
        sampler: NSGAIISampler(.standard(population: 6)),
        pruner: nil,
        directions: [.minimize, .maximize],
        seed: 3,
        batchSize: batchSize
      )
    }
    let objectives = { (trial: ActiveTrial) in
      [try trial.double("x"), try trial.double("y") - trial.double("x")]
    }
    var whole = try make()
    try whole.optimizeAll(trials: 40, objectives)
    for asked in 0...40 {
      var resumed = try make()
      let kept = Self.part(whole.history, asked: asked) { $0 % 2 == 0 }
      try resumed.restore(kept)
      try resumed.optimizeAll(trials: 40 - kept.trials.count, objectives)
      #expect(resumed.history == whole.history)
    }
  }

  @Test("ends a grid where it ends")
  func endsGrid() throws {
    let space = try SearchSpace([.integer("a", 0...2), .flag("b")])
    var whole = try storageStudy("grid", space: space, batchSize: 4, pruner: nil)
    try whole.optimize(trials: 100) { try $0.double("a") }
    #expect(whole.trials.count == 6)
    var resumed = try storageStudy("grid", space: space, batchSize: 4, pruner: nil)
    try resumed.restore(whole.history)
    #expect(try resumed.ask().isEmpty)
  }

  @Test("is refused by a study that has trials")
  func refusesSecondHistory() throws {
    var study = try Self.study("random", batchSize: 2, isPruned: false)
    try study.optimize(trials: 4, Self.loss)
    #expect(throws: StudyError.historyNotAtStart(trials: 4)) { try study.restore(study.history) }
  }
}

/// Every sampler for one objective.
let storageSamplers = [
  "random", "distinct", "grid", "latin", "sobol", "plain sobol", "tpe", "cmaes", "nsga2",
]

/// A study by the name of its sampler, with settings that make it learn within 50 trials.
func storageStudy(
  _ sampler: String,
  space: SearchSpace,
  batchSize: Int,
  pruner: (any TrialPruner)?
) throws(StudyError) -> Study {
  func make(_ sampler: some TrialSampler) throws(StudyError) -> Study {
    try Study(
      space: space,
      sampler: sampler,
      pruner: pruner,
      directions: [.minimize],
      seed: 11,
      batchSize: batchSize
    )
  }
  return switch sampler {
  case "distinct": try make(RandomSampler(avoidsRepeats: true))
  case "grid": try make(GridSampler())
  case "latin": try make(LatinHypercubeSampler(count: 16))
  case "sobol": try make(SobolSampler(isScrambled: true))
  case "plain sobol": try make(SobolSampler(isScrambled: false))
  case "tpe": try make(TPESampler(.standard))
  case "cmaes": try make(CMAESSampler(.standard))
  case "nsga2": try make(NSGAIISampler(.standard(population: 6)))
  default: try make(RandomSampler(avoidsRepeats: false))
  }
}
