import ConfigValidation
import Features
import Forecasting
import Foundation
import NeuralForecasting

/// The files from which a peer takes the same weights, rows and batches.
struct Exchange {
  let folder: String

  /// Writes initial weights, features (`[rows, features]`, 32 bits), returns ahead
  /// (`[rows, horizon]`, 64 bits, undefined ones zero) and batches.
  func write(
    _ workload: Workload,
    _ fold: ForecastFold,
    _ batches: [[Int]],
    _ steps: TrainingSteps
  ) throws {
    try FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true
    )
    let weights = try steps.weights()
    try save(weights.flatMap(\.values), "weights.f32")
    let table = fold.table
    try save(
      (0..<table.rowCount).flatMap { row in table.features.map { Float($0[row]) } },
      "features.f32"
    )
    try save(
      (0..<table.rowCount).flatMap { row in table.returnsAhead.map { $0[row] ?? 0 } },
      "returns.f64"
    )
    func integers(_ list: [Int]) -> JSONValue { .array(list.map { .integer(Int64($0)) }) }
    let document: JSONValue = [
      "name": .string(workload.name), "model": workload.architecture.json,
      "features": .integer(Int64(workload.featureCount)),
      "known": .integer(Int64(workload.knownCount)),
      "context": .integer(Int64(workload.contextLength)),
      "horizon": .integer(Int64(workload.horizon)), "batches": .array(batches.map(integers)),
      "training": workload.settings(reduced: false).json,
      "decisions": integers(fold.training.map(table.layout.decisionRow)),
      "weights": .array(
        weights.map { ["name": .string($0.name), "shape": integers($0.shape)] }
      ),
    ]
    try Data(document.utf8Bytes(pretty: false))
      .write(to: URL(fileURLWithPath: "\(folder)/training.json"))
  }

  private func save<Element>(_ values: [Element], _ name: String) throws {
    try values.withUnsafeBytes { bytes in
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
  }
}
