import ConfigValidation
import Optimizer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

// Runs a study kept in a journal, for tests that kill it: study-probe JOURNAL TRIALS MICROSECONDS.
let arguments = CommandLine.arguments
guard arguments.count == 4, let total = Int(arguments[2]), let pause = UInt32(arguments[3]) else {
  print("usage: study-probe JOURNAL TRIALS MICROSECONDS")
  exit(2)
}
do {
  let space = try SearchSpace(
    [
      .integer("fast", 2...30), .integer("slow", 5...200, scale: .logarithmic),
      .number("threshold", 0...1),
    ],
    constraints: [SearchConstraint("fast", .less, "slow")]
  )
  var study = try Study(
    space: space,
    sampler: TPESampler(.standard),
    pruner: try MedianPruner(startupTrials: 3, firstStep: 0, stepInterval: 1, leastTrials: 2),
    directions: [.minimize],
    seed: 9,
    batchSize: 8
  )
  let journal = StudyJournal(path: arguments[1])
  try await study.optimize(totalTrials: total, workers: 2, storage: journal) { trial in
    usleep(pause)
    if trial.number % 11 == 7 { throw StudyError.noObjectives }
    let loss = try abs(trial.double("fast") - 9) + abs(trial.double("threshold") - 0.4)
    trial.note("twice", .number(2 * loss))
    for step in 0..<3 { try trial.report(loss + 1 / Double(step + 1), step: step) }
    return loss
  }
} catch {
  print("error: \(error)")
  exit(1)
}
