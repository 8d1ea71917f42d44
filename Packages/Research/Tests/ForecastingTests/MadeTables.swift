import Features
import Forecasting
import Foundation
import QuantMath

/// Tables that are made from seeds.
enum MadeTables {
  /// The root of the repository.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    return folder.path
  }()

  static let circumstances = FitCircumstances(seed: 7, checkpointFolder: nil) { _ in }

  /// Uniform features in -1...1 and targets that a rule makes of the features of their row and noise.
  static func table(
    rows: Int,
    features: Int,
    context: Int = 4,
    horizon: Int = 2,
    kind: ForecastTargetKind,
    seed: UInt64 = 1,
    target: ([Double], Double) -> Double
  ) throws -> ForecastTable {
    var stream = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
    let columns = (0..<features).map { _ in (0..<rows).map { _ in 2 * stream.uniform() - 1 } }
    let targets: [Double?] = (0..<rows).map { row in
      let noise = 2 * stream.uniform() - 1
      return row + horizon < rows ? target(columns.map { $0[row] }, noise) : nil
    }
    return try ForecastTable(
      featureNames: (0..<features).map { "f\($0)" },
      features: columns,
      knownAhead: [],
      closeTimes: (0..<rows).map { Int64($0) },
      targets: targets,
      targetKind: kind,
      returnsAhead: [[Double?]](repeating: [Double?](repeating: nil, count: rows), count: horizon),
      layout: SampleLayout(rowCount: rows, contextLength: context, horizon: horizon)
    )
  }

  /// Three fifths of the samples to learn from, a fifth to choose on.
  static func fold(_ table: ForecastTable) throws -> ForecastFold {
    let count = table.layout.sampleCount
    return try ForecastFold(
      table: table,
      training: Array(0..<count * 3 / 5),
      validation: Array(count * 3 / 5 + table.layout.horizon..<count * 4 / 5)
    )
  }

  /// A fresh folder, removed by the body's end.
  static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.path + "/forecasters-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }
}
