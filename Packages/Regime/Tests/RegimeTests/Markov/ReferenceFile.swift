import Foundation
import QuantMath
import Regime

/// What other tools found (`Fixtures/reference/<name>.json`).
func reference<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
  var folder = URL(filePath: #filePath)
  for _ in 0..<6 { folder.deleteLastPathComponent() }
  let file = folder.appending(path: "Fixtures/reference/\(name).json")
  return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
}

/// What hmmlearn, statsmodels and scikit-learn found.
struct HMMReference: Decodable {
  struct Parameters: Decodable {
    var initial: [Double]
    var transitions: [[Double]]
    var means: [[Double]]
    var covariances: [[[Double]]]

    func parameters() throws -> HMMParameters {
      try HMMParameters(
        initial: initial,
        transitions: transitions,
        means: means,
        covariances: covariances.map { square in
          SymmetricMatrix(
            dimension: square.count,
            lower: square.enumerated().flatMap { row, values in values[...row] }
          )
        }
      )
    }
  }

  struct Fit: Decodable {
    var start: Parameters
    var iterations: Int
    var trace: [Double]
    var fitted: Parameters
    var logLikelihood: Double
    var smoothed: [[Double]]
    var pathLogDensity: Double
    var path: [Int]
    var aic: Double
    var bic: Double
  }

  struct Switching: Decodable {
    var returns: [Double]
    var regimes: Int
    var logLikelihood: Double
    var means: [Double]
    var variances: [Double]
    var transitions: [[Double]]
    var filtered: [[Double]]
    var smoothed: [[Double]]
  }

  struct Clusters: Decodable {
    var start: [[Double]]
    var inertia: Double
    var labels: [Int]
    var centres: [[Double]]
  }

  var rows: [[Double]]
  var full: Fit
  var diagonal: Fit
  var switching: [Switching]
  var points: [[Double]]
  var kMeans: Clusters
}

/// A table of rows with features named `a`, `b`, `c`, ….
func table(_ rows: [[Double]]) throws -> ObservationTable {
  let names = (0..<(rows.first?.count ?? 1)).map { String(UnicodeScalar(UInt8(97 + $0))) }
  return try ObservationTable(
    features: names,
    columns: names.indices.map { feature in rows.map { $0[feature] } }
  )
}

/// The largest difference of two series relative to the size of the second.
func deviation(_ left: [Double], _ right: [Double]) -> Double {
  guard left.count == right.count else { return .infinity }
  return zip(left, right).map { abs($0 - $1) / max(abs($1), 1e-3) }.max() ?? 0
}
