import Foundation
import Regime

/// What scipy, statsmodels, numpy and arch make of one series of regimes and returns
/// (`Fixtures/reference/regime-statistics.json`).
struct StatisticsReference: Decodable {
  struct Row: Decodable {
    var state: Int
    var horizon: Int
    var count: Int
    var mean: Double
    var deviation: Double
    var hitRate: Double
    var t: Double
    var p: Double
    var tNeweyWest: Double
    var interval: [Double]
  }

  struct Edge: Decodable {
    var value: Double
    var interval: [Double]
    var pValue: Double
  }

  var states: [Int]
  var basket: [Double?]
  var benchmark: [Double?]
  var horizons: [Int]
  var forward20: [Double?]
  var rows: [Row]
  var edges: [String: Edge]
  var seed: UInt64
  var trial: UInt32
  var archIntervalState1: [Double]

  static func load() throws -> StatisticsReference {
    var folder = URL(filePath: #filePath)
    for _ in 0..<6 { folder.deleteLastPathComponent() }
    let file = folder.appending(path: "Fixtures/reference/regime-statistics.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(StatisticsReference.self, from: Data(contentsOf: file))
  }

  /// The states as the composite's five.
  var compositeStates: [CompositeState] {
    states.map { CompositeState.Resolution.five.states[$0] }
  }

  func columns() throws -> [ForwardReturns] {
    try horizons.map { try ForwardReturns(of: basket, minus: benchmark, horizonRows: $0) }
  }
}

/// Whether two numbers agree to a relative tolerance.
func isClose(_ left: Double?, _ right: Double, within tolerance: Double) -> Bool {
  guard let left else { return false }
  return abs(left - right) <= tolerance * max(abs(left), abs(right))
}
