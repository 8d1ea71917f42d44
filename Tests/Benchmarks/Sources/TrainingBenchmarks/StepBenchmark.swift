import BenchmarkHarness
import Forecasting
import NeuralForecasting
import TorchEngine

/// Steps of one network: their losses, their time, and the part of it that feeds batches.
struct StepBenchmark {
  let torch: Torch
  let workload: Workload
  let folder: String
  let dropout: Double
  let warm: Int
  let runs: Int
  let device: TorchDevice
  let reduced: Bool

  init(_ arguments: [String]) throws {
    torch = try Torch.load(from: TorchLocation(files: [arguments[1]]))
    folder = arguments[2]
    dropout = Double(arguments[4]) ?? 0
    guard let workload = Workload.named(arguments[3], dropout: dropout),
      let device = TorchDevice(arguments[7])
    else { throw BenchmarkError.unknown("\(arguments[3]) on \(arguments[7])") }
    self.workload = workload
    self.device = device
    warm = Int(arguments[5]) ?? 3
    runs = Int(arguments[6]) ?? 8
    reduced = arguments[8] == "bf16"
  }

  func run() throws {
    let fold = try workload.fold(rows: 4_000)
    let batches = workload.batches(warm + runs, of: fold)
    let steps = try TrainingSteps(
      try workload.forecaster(on: device, reduced: reduced, torch),
      fold,
      seed: 7
    )
    try Exchange(folder: folder).write(workload, fold, batches, steps)
    var losses: [Double] = []
    for batch in batches.prefix(warm) { losses.append(try steps.take(batch[...])) }
    var failure: (any Error)?
    let measured = Measurement(eachOf: Array(batches.dropFirst(warm))) { batch in
      do { losses.append(try steps.take(batch[...])) } catch { failure = error }
    }
    let feeding = Measurement(eachOf: batches) { batch in
      do { try steps.feed(batch[...]) } catch { failure = error }
    }
    if let failure { throw failure }
    measured.report(
      "W10.step.\(workload.name)",
      variant: "libtorch \(torch.version), 1 thread",
      size: "\(steps.parameterCount) parameters, batch \(workload.batchSize), dropout \(dropout)",
      items: Double(workload.batchSize * workload.positionCount),
      unit: "positions/s",
      checks: [
        ("feeding_share", feeding.leastProcessorSeconds / measured.leastProcessorSeconds)
      ],
      series: [("losses", losses)]
    )
  }
}

/// Arguments that name nothing.
enum BenchmarkError: Error {
  case unknown(String)
  case failed(String)
}
