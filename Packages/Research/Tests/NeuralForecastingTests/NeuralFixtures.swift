import Features
import Forecasting
import Foundation
import QuantMath

/// Small folds in which the next return follows a feature.
enum NeuralFixtures {
  /// A fold of three features, one of which is known ahead.
  static func fold(
    rows: Int,
    signal: Double,
    kind: ForecastTargetKind = .real,
    constant: Double? = nil
  ) throws -> ForecastFold {
    var stream = PhiloxStream(seed: 11, purpose: 1, trial: 0, path: 0)
    let leading = (0..<rows).map { _ in stream.normal() }
    let noise = (0..<rows).map { _ in stream.normal() }
    let calendar = (0..<rows).map { Double($0 % 5) }
    let returns = (0..<rows).map { row in
      row == 0 ? 0 : 0.01 * (signal * leading[row - 1] + 0.5 * stream.normal())
    }
    let layout = try SampleLayout(rowCount: rows, contextLength: 8, horizon: 2)
    let ahead = (1...2).map { step in
      (0..<rows).map { row -> Double? in
        row + step < rows ? returns[row + 1...row + step].reduce(0, +) : nil
      }
    }
    let targets = ahead[1].map { value in
      value.map { kind == .real ? $0 : constant ?? ($0 > 0 ? 1 : 0) }
    }
    let table = try ForecastTable(
      featureNames: ["leading", "noise", "weekday"],
      features: [leading, noise, calendar],
      knownAhead: ["weekday"],
      closeTimes: (0..<rows).map { Int64($0) * 86_400_000_000_000 },
      targets: targets,
      targetKind: kind,
      returnsAhead: ahead,
      layout: layout
    )
    let cut = layout.sampleCount * 3 / 4
    return try ForecastFold(
      table: table,
      training: Array(0..<cut),
      validation: Array(cut + 10..<layout.sampleCount)
    )
  }

  /// The table with other features after a row, those that are known ahead kept.
  static func changed(_ table: ForecastTable, afterRow row: Int) throws -> ForecastTable {
    try ForecastTable(
      featureNames: table.featureNames,
      features: zip(table.featureNames, table.features).map { name, values in
        guard !table.knownAhead.contains(name) else { return values }
        return values.enumerated().map { $0 > row ? $1 + 3 : $1 }
      },
      knownAhead: table.knownAhead,
      closeTimes: table.closeTimes,
      targets: table.targets,
      targetKind: table.targetKind,
      returnsAhead: table.returnsAhead,
      layout: table.layout
    )
  }

  /// The correlation of forecasts with targets over the validation samples.
  static func correlation(_ forecasts: [Forecast], _ fold: ForecastFold) -> Double {
    let targets = fold.validation.map {
      fold.table.targets[fold.table.layout.decisionRow(of: $0)] ?? 0
    }
    let values = forecasts.map(\.value)
    let (x, y) = (mean(values), mean(targets))
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (value, target) in zip(values, targets) {
      xy += (value - x) * (target - y)
      xx += (value - x) * (value - x)
      yy += (target - y) * (target - y)
    }
    return xy / (xx * yy).squareRoot()
  }

  static func temporaryFolder() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-neural-\(UUID().uuidString)").path
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
