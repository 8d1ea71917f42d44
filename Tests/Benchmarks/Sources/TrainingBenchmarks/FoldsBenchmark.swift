import BenchmarkHarness
import Dispatch
import Forecasting
import NeuralForecasting
import Synchronization
import TorchEngine

/// Four fits of the Temporal Fusion Transformer by one worker and by two, each on one thread.
struct FoldsBenchmark {
  let torch: Torch
  let fits = 4

  init(_ arguments: [String]) throws {
    torch = try Torch.load(from: TorchLocation(files: [arguments[1]]))
  }

  func run() throws {
    let workload = Workload.temporalFusion(dropout: 0.1)
    let whole = try workload.fold(rows: 2_000)
    let forecaster = try workload.forecaster(on: .cpu, reduced: false, torch)
    let folds = try (0..<fits).map { index in
      let first = 300 * index
      return try ForecastFold(
        table: whole.table,
        training: Array(whole.training[first..<first + 512]),
        validation: Array(whole.training[first + 600..<first + 664])
      )
    }
    var losses: [[Double]] = []
    for workers in [1, 2] {
      let found = Mutex([Double](repeating: .nan, count: fits))
      let measured = Measurement(eachOf: [0]) { _ in
        let next = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
          while let place = next.withLock({ (next: inout Int) -> Int? in
            defer { next += 1 }
            return next < fits ? next : nil
          }) {
            let fitted = try? forecaster.fit(
              folds[place],
              FitCircumstances(seed: UInt64(place), checkpointFolder: nil) { _ in }
            )
            found.withLock { $0[place] = fitted?.report.trainingLoss ?? .nan }
          }
        }
      }
      losses.append(found.withLock { $0 })
      measured.report(
        "W10.folds",
        variant: "\(workers) workers of 1 thread",
        size: "\(fits) fits of 512 samples, 920,000 parameters",
        items: Double(fits),
        unit: "fits/s",
        checks: [],
        series: [("losses", losses[losses.count - 1])]
      )
    }
    guard losses[0] == losses[1] else {
      throw BenchmarkError.failed("two workers give other losses than one")
    }
  }
}
