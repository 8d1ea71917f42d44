import ConfigValidation
import ExperimentRegistry
import MarketModel
import Optimizer
import Synchronization

/// A study with parameters of every kind, trials of every state, and notes.
func madeStudy(
  seed: UInt64 = 5,
  batchSize: Int = 4,
  directions: [SearchDirection] = [.minimize]
) throws -> Study {
  let space = try SearchSpace(
    [
      .integer("fast", 2...30), .integer("slow", 5...200, scale: .logarithmic),
      .integer("hold", 0...9, step: 4), .number("threshold", 0...1, step: 0.15),
      .number("rate", 1e-7...1, scale: .logarithmic),
      .choice("exit", ["trailing", "time, \"it\""]),
      .flag("short"),
      SearchParameter(
        name: "mixed",
        domain: .choice([.integer(1), .number(2.5), .text("caf\u{e9}"), .flag(true)]),
        condition: nil
      ),
      .number("trail", 0.01...0.2).active(when: "exit", in: [.text("trailing")]),
    ],
    constraints: [SearchConstraint("fast", .less, "slow")]
  )
  let pruner = try MedianPruner(startupTrials: 3, firstStep: 0, stepInterval: 1, leastTrials: 2)
  return directions.count == 1
    ? try Study(
      space: space,
      sampler: TPESampler(.standard),
      pruner: pruner,
      directions: directions,
      seed: seed,
      batchSize: batchSize
    )
    : try Study(
      space: space,
      sampler: NSGAIISampler(.standard(population: 6)),
      pruner: nil,
      directions: directions,
      seed: seed,
      batchSize: batchSize
    )
}

struct MadeFailure: Error, CustomStringConvertible {
  let description: String
}

@Sendable func madeLosses(_ trial: ActiveTrial, objectives: Int) throws -> [Double] {
  let fast = try trial.double("fast")
  let slow = try trial.double("slow")
  if trial.number % 9 == 4 { throw MadeFailure(description: "no data,\nsaid \"caf\u{e9}\"") }
  let loss = abs(fast - 9) / 30 + abs(slow - 60) / 200 + (try trial.double("threshold"))
  trial.note("slow, doubled", .number(2 * slow))
  trial.note("tags", ["a", 1, 2.5, nil])
  if objectives == 1 {
    for step in [0, 1, 5] { try trial.report(loss + 1 / Double(step + 1), step: step) }
  }
  return [loss, -slow][..<objectives].map(\.self)
}

/// A clock that moves by a second and a bit with every look at it.
final class MadeClock: Sendable {
  private let ticks = Mutex<Int64>(0)

  func now() -> Timestamp {
    let tick = ticks.withLock { value in
      value += 1
      return value
    }
    return noon.advanced(byNanoseconds: tick * 1_234_567_890)
  }
}

/// The storage of a made study that counts its trials.
func madeStorage(
  _ registry: RunRegistry,
  name: String = "made",
  objective: String = "loss",
  holder: String = "process 1"
) -> RegistryStudy {
  let clock = MadeClock()
  let purpose = StudyPurpose(
    objective: objective,
    strategyID: "MADE_V1",
    dataSetID: "09af",
    settings: ["fees": 2.5]
  )
  return RegistryStudy(
    registry: registry,
    name: name,
    purpose: purpose,
    holder: holder,
    now: { clock.now() },
    counting: counted
  )
}

/// The row of the ledger for a trial of a made study.
@Sendable func counted(_ trial: TrialRecord) -> CountedTrial {
  CountedTrial(
    of: RunIdentity(
      strategyID: "MADE_V1",
      parameters: trial.parameters,
      execution: ["fees": 2.5],
      statistics: [],
      metrics: [],
      packHashes: ["09af"],
      engineVersion: "1"
    )
  )
}

extension Study {
  /// Runs the made study until it has so many trials.
  mutating func run(_ total: Int, storage: some StudyStorage, workers: Int = 2) async throws {
    let objectives = directions.count
    try await optimizeAll(totalTrials: total, workers: workers, storage: storage) {
      try madeLosses($0, objectives: objectives)
    }
  }
}
