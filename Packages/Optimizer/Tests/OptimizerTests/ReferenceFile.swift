import Foundation

/// What Optuna, cmaes and SciPy found (`Fixtures/reference/search.json`).
struct SearchReference: Decodable {
  struct Sobol: Decodable {
    var first: [[Double]]
    var last: [[Double]]
  }

  struct Parzen: Decodable {
    var seen: [[Double]]
    var asked: [[Double]]
    var logDensities: [Double]
  }

  struct Evolution: Decodable {
    var mean: [Double]
    var stepSize: Double
    var population: Int
    var ranked: [[[Double]]]
    var lastMean: [Double]
    var lastStepSize: Double
    var lastCovariance: [Double]
  }

  struct Pruner: Decodable {
    var kind: String
    var startupTrials: Int?
    var firstStep: Int?
    var stepInterval: Int?
    var leastTrials: Int?
    var step: Int?
    var reduction: Int?
    var skipped: Int?
    var threshold: Double?
    var startupSteps: Int?
    var ends: [Int?]
  }

  struct SignedRanks: Decodable {
    var differences: [Double]
    var probability: Double
  }

  struct Fronts: Decodable {
    var losses: [[Double]]
    var ranks: [Int]
  }

  var sobol: Sobol
  var parzen: [Parzen]
  var evolution: [Evolution]
  var curves: [[Double]]
  var pruners: [Pruner]
  var signedRanks: [SignedRanks]
  var fronts: Fronts

  static func read() throws -> SearchReference {
    var folder = URL(filePath: #filePath)
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    let file = folder.appending(path: "Fixtures/reference/search.json")
    return try JSONDecoder().decode(SearchReference.self, from: Data(contentsOf: file))
  }
}

/// The largest difference of two series relative to the size of the second.
func deviation(_ left: [Double], _ right: [Double]) -> Double {
  guard left.count == right.count else { return .infinity }
  return zip(left, right).map { abs($0 - $1) / max(abs($1), 1e-3) }.max() ?? 0
}
