import Foundation

/// Measures training (W10): steps of networks beside a peer that takes the same weights and batches.
@main
struct Main {
  static let usage = """
    usage: TrainingBenchmarks step TORCH FOLDER NETWORK DROPOUT WARM RUNS DEVICE f32|bf16
           TrainingBenchmarks folds TORCH
           TrainingBenchmarks memory TORCH ROWS SAMPLES EPOCHS
           TrainingBenchmarks boosting LIGHTGBM FOLDER RUNS
    """

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "step" where arguments.count == 9: try StepBenchmark(arguments).run()
    case "folds" where arguments.count == 2: try FoldsBenchmark(arguments).run()
    case "memory" where arguments.count == 5: try MemoryBenchmark(arguments).run()
    case "boosting" where arguments.count == 4: try BoostingBenchmark(arguments).run()
    default:
      FileHandle.standardError.write(Data((usage + "\n").utf8))
      exit(2)
    }
  }
}
