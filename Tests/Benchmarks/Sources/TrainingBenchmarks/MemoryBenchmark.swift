import BenchmarkHarness
import Forecasting
import NeuralForecasting
import TorchEngine

/// The most memory that a fit holds, and when: one process for each size.
struct MemoryBenchmark {
  let torch: String
  let rows: Int
  let samples: Int
  let epochs: Int

  init(_ arguments: [String]) throws {
    torch = arguments[1]
    guard let rows = Int(arguments[2]), let samples = Int(arguments[3]),
      let epochs = Int(arguments[4])
    else { throw BenchmarkError.unknown(arguments.joined(separator: " ")) }
    (self.rows, self.samples, self.epochs) = (rows, samples, epochs)
  }

  func run() throws {
    let torch = try Torch.load(from: TorchLocation(files: [torch]))
    let library = peakMemoryMiB()
    let workload = Workload.temporalFusion(dropout: 0.1)
    let whole = try workload.fold(rows: rows)
    let fold = try ForecastFold(
      table: whole.table,
      training: Array(whole.training.prefix(samples)),
      validation: Array(whole.training.suffix(256))
    )
    let data = peakMemoryMiB()
    var settings = workload.settings(reduced: false)
    (settings.epochs, settings.patience) = (epochs, nil)
    let forecaster = try NeuralForecaster(
      workload.architecture,
      training: settings,
      unscaledFeatures: [],
      device: .cpu,
      torch: torch
    )
    let steps = try TrainingSteps(forecaster, fold, seed: 7)
    let network = peakMemoryMiB()
    let parameters = steps.parameterCount
    let measured = Measurement(eachOf: [0]) { _ in
      _ = try? forecaster.fit(
        fold,
        FitCircumstances(seed: 7, checkpointFolder: nil) { _ in }
      )
    }
    measured.report(
      "W10.memory",
      variant: "1 worker of 1 thread",
      size: "\(rows) rows, \(samples) samples, \(epochs) epochs",
      items: Double(samples * epochs),
      unit: "samples/s",
      checks: [
        ("parameters", Double(parameters)),
        ("columns_mib", Double(rows * workload.featureCount * 8) / 1_048_576),
        ("peak_with_library_mib", library), ("peak_with_data_mib", data),
        ("peak_with_network_mib", network),
      ]
    )
  }
}
