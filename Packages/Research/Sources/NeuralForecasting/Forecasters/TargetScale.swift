internal import Features
internal import Forecasting

/// What targets are divided by so that networks see numbers around one.
///
/// **Causality.** Taken from training samples only.
struct TargetScale: Hashable {
  /// What is subtracted.
  let center: Double

  /// What the target is divided by; for paths of returns one number for each step.
  let spreads: [Double]

  init(center: Double, spreads: [Double]) {
    self.center = center
    self.spreads = spreads
  }

  /// Measures the targets of a fold.
  ///
  /// - Throws: ``ForecastError/singleClass(_:samples:)`` for one class only,
  ///   ``ForecastError/table(_:)`` for targets without spread or undefined returns ahead,
  ///   ``ForecastError/unsupportedTarget(forecaster:expected:found:)``.
  init(_ fold: ForecastFold, _ architecture: NeuralArchitecture) throws(ForecastError) {
    let table = fold.table
    let decisions = fold.training.map(table.layout.decisionRow)
    if case .temporalFusion = architecture {
      guard table.targetKind == .real else {
        throw .unsupportedTarget(forecaster: architecture.name, expected: .real, found: .binary)
      }
      var spreads: [Double] = []
      for (step, column) in table.returnsAhead.enumerated() {
        let values = decisions.compactMap { column[$0] }
        guard values.count == decisions.count, let spread = deviation(values), spread > 0 else {
          throw .table([
            "returns ahead \(step + 1): expected defined, varying returns, found none"
          ])
        }
        spreads.append(spread)
      }
      (center, self.spreads) = (0, spreads)
      return
    }
    let values = decisions.compactMap { table.targets[$0] }
    guard let spread = deviation(values), spread > 0 else {
      guard table.targetKind == .binary else {
        throw .table(["targets: expected varying values, found \(values.first ?? 0) in all"])
      }
      throw .singleClass(values.first ?? 0, samples: values.count)
    }
    if table.targetKind == .binary {
      (center, spreads) = (0, [1])
    } else {
      (center, spreads) = (values.reduce(0, +) / Double(values.count), [spread])
    }
  }
}

/// The population standard deviation, or `nil` without values.
private func deviation(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let mean = values.reduce(0, +) / Double(values.count)
  let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (sum / Double(values.count)).squareRoot()
}
