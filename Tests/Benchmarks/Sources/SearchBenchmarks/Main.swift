import BenchmarkHarness
import Foundation
import Optimizer

/// Measures searches (W8): the time of 1,000 trials, and the best value after 100, 200 and 500.
@main
struct Main {
  static let samplers = ["random", "tpe", "cmaes"]

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: SearchBenchmarks time|quality|all [RUNS] [SEEDS]")
      return
    }
    let runs = arguments.count > 2 ? Int(arguments[2]) ?? 5 : 5
    let seeds = arguments.count > 3 ? Int(arguments[3]) ?? 20 : 20
    if arguments[1] != "quality" {
      for name in samplers { try measureTime(name, runs: runs) }
    }
    if arguments[1] != "time" {
      for function in TestFunction.all {
        for name in samplers { try measureQuality(name, function, seeds: seeds) }
      }
    }
  }

  static func study(_ sampler: String, _ function: TestFunction, seed: UInt64) throws -> Study {
    let space = try SearchSpace(
      (0..<function.dimension).map { .number("x\($0)", function.range) }
    )
    func make(_ sampler: some TrialSampler) throws -> Study {
      try Study(
        space: space,
        sampler: sampler,
        pruner: nil,
        directions: [.minimize],
        seed: seed,
        batchSize: 1
      )
    }
    return switch sampler {
    case "tpe": try make(TPESampler(.standard))
    case "cmaes": try make(CMAESSampler(.standard))
    default: try make(RandomSampler(avoidsRepeats: false))
    }
  }

  /// Runs trials and returns the value of each.
  static func values(
    _ study: inout Study,
    _ function: TestFunction,
    _ count: Int
  ) throws -> [Double] {
    let names = (0..<function.dimension).map { "x\($0)" }
    try study.optimize(trials: count) { trial in
      function.evaluate(try names.map { try trial.double($0) })
    }
    return study.trials.map { $0.values.first ?? .infinity }
  }

  static func measureTime(_ sampler: String, runs: Int) throws {
    var best = 0.0
    let measured = Measurement(runs: runs) {
      guard var study = try? study(sampler, .ackley, seed: 0),
        let values = try? values(&study, .ackley, 1_000)
      else { return }
      best = values.min() ?? 0
    }
    measured.report(
      "W8.time_1000_trials",
      variant: "\(sampler), 1 thread",
      size: "1000 trials x 10 dims",
      items: 1_000,
      unit: "trials/s",
      checks: [("best", best)]
    )
  }

  static func measureQuality(_ sampler: String, _ function: TestFunction, seeds: Int) throws {
    var best: [[Double]] = [[], [], []]
    let start = ContinuousClock.now
    for seed in 0..<seeds {
      var study = try study(sampler, function, seed: UInt64(seed))
      let values = try values(&study, function, 500)
      for (place, count) in [100, 200, 500].enumerated() {
        best[place].append(values[..<count].min() ?? .infinity)
      }
    }
    let seconds = Double((ContinuousClock.now - start) / .seconds(1))
    let medians = best.map(median)
    print(
      """
      {"workload": "W8.quality.\(function.name)", "peer": "assay-\(sampler)", \
      "version": "1 thread", "seeds": \(seeds), "median_best_100": \(medians[0]), \
      "median_best_200": \(medians[1]), "median_best_500": \(medians[2]), \
      "mean_s_per_500": \(seconds / Double(seeds))}
      """
    )
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
  }
}
