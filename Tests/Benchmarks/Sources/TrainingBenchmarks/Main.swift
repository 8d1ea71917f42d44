import BenchmarkHarness
import Foundation
import NeuralForecasting
import TorchEngine

/// Measures training (W10): steps of networks beside a peer that takes the same weights and batches.
@main
struct Main {
  static let usage = """
    usage: TrainingBenchmarks step LIBRARY FOLDER NETWORK DROPOUT WARM RUNS DEVICE f32|bf16
    """

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "step" where arguments.count == 9: try StepBenchmark(arguments).run()
    default:
      FileHandle.standardError.write(Data((usage + "\n").utf8))
      exit(2)
    }
  }
}
