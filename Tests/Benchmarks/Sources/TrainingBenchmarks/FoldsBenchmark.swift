import BenchmarkHarness
import Dispatch
import Forecasting
import Foundation
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
    var (losses, unhindered): ([[Double]], [Double]) = ([], [])
    for workers in [1, 2] {
      let found = Mutex([Double](repeating: .nan, count: fits))
      let longest = Mutex(0.0)
      let measured = Measurement(eachOf: [0]) { _ in
        let next = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
          let (started, waited) = (ContinuousClock.now, processorWait())
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
          let took = (ContinuousClock.now - started) / .seconds(1)
          longest.withLock { $0 = max($0, took - (processorWait() - waited)) }
        }
      }
      losses.append(found.withLock { $0 })
      unhindered.append(longest.withLock { $0 })
      measured.report(
        "W10.folds",
        variant: "\(workers) workers of 1 thread",
        size: "\(fits) fits of 512 samples, 920,000 parameters",
        items: Double(fits),
        unit: "fits/s",
        checks: [
          ("s_without_waiting_for_a_processor", unhindered[unhindered.count - 1]),
          ("ratio_to_one_worker", unhindered[0] / unhindered[unhindered.count - 1]),
        ],
        series: [("losses", losses[losses.count - 1])]
      )
    }
    guard losses[0] == losses[1] else {
      throw BenchmarkError.failed("two workers give other losses than one")
    }
  }
}

/// How long the calling thread has waited, ready to run, because processors were busy with others; 0
/// where the system does not say.
///
/// Taken off a wall-clock time it leaves what a quiet machine would take, locks and faults included.
private func processorWait() -> Double {
  guard let text = try? String(contentsOfFile: "/proc/thread-self/schedstat", encoding: .utf8)
  else { return 0 }
  let fields = text.split(separator: " ")
  return fields.count > 1 ? (Double(fields[1]) ?? 0) * 1e-9 : 0
}
