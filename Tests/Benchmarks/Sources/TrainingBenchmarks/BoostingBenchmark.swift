import BenchmarkHarness
import Features
import Forecasting
import Foundation

/// One fold of boosted trees; the rows and settings go to a folder for a peer.
struct BoostingBenchmark {
  let library: LightGBM
  let folder: String
  let runs: Int
  static let settings = BoostingSettings(
    rounds: 300,
    patience: 300,
    learningRate: 0.03,
    leafCount: 15,
    minimumLeafSamples: 50,
    columnShare: 0.8,
    sampleShare: 0.8,
    penalty: 1
  )

  init(_ arguments: [String]) throws {
    library = try LightGBM.load(from: LightGBMLocation(files: [arguments[1]]))
    folder = arguments[2]
    runs = Int(arguments[3]) ?? 5
  }

  func run() throws {
    let workload = Workload.temporalFusion(dropout: 0)
    let whole = try workload.fold(rows: 6_000)
    let cut = whole.training.count * 4 / 5
    let fold = try ForecastFold(
      table: whole.table,
      training: Array(whole.training[..<cut]),
      validation: Array(whole.training[(cut + 10)...])
    )
    let forecaster = LightGBMForecaster(
      window: WindowFeatures(lags: [1, 2, 3, 5, 10], meanLengths: []),
      boosting: Self.settings,
      quantileLevels: [],
      threads: 1,
      library: library
    )
    try save(fold)
    var report: FitReport?
    var failure: (any Error)?
    let measured = Measurement(runs: runs) {
      do {
        report = try forecaster.fit(
          fold,
          FitCircumstances(seed: 7, checkpointFolder: nil) { _ in }
        ).report
      } catch { failure = error }
    }
    if let failure { throw failure }
    measured.report(
      "W10.lightgbm",
      variant: "C interface, 1 thread",
      size: "\(fold.training.count) samples, 150 columns, 300 rounds",
      items: Double(fold.training.count),
      unit: "samples/s",
      checks: [
        ("training_loss", report?.trainingLoss ?? .nan),
        ("validation_loss", report?.validationLoss ?? .nan),
        ("rounds", Double(report?.epochs ?? 0)),
      ]
    )
  }

  /// Writes features (`[rows, features]`), targets and the decision rows of both parts, as doubles.
  private func save(_ fold: ForecastFold) throws {
    try FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true
    )
    let table = fold.table
    func write(_ values: [Double], _ name: String) throws {
      try values.withUnsafeBytes { bytes in
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
    }
    try write(
      (0..<table.rowCount).flatMap { row in table.features.map { $0[row] } },
      "boosting-features.f64"
    )
    try write(table.targets.map { $0 ?? 0 }, "boosting-targets.f64")
    for (name, samples) in [("training", fold.training), ("validation", fold.validation)] {
      try write(
        samples.map { Double($0 + table.layout.contextLength - 1) },
        "boosting-\(name).f64"
      )
    }
  }
}
