import Foundation

/// What numpy, scipy and pandas make of one series (`Fixtures/reference/series-statistics.json`).
struct SeriesReference: Decodable {
  var series: [Double]
  var mean: Double
  var sampleVariance: Double
  var skewness: Double
  var excessKurtosis: Double
  var quantileFractions: [Double]
  var quantiles: [Double]
  var ranks: [Double]
  var window: Int
  var rollingSum: [Double]
  var rollingDeviation: [Double]
  var rollingMinimum: [Double]
  var rollingMaximum: [Double]
  var rollingQuantile30: [Double]
  var normalValues: [Double]
  var normalProbabilities: [Double]
  var probabilities: [Double]
  var normalQuantiles: [Double]

  private struct Fixture: Decodable {
    var values: SeriesReference
  }

  static func load() throws -> SeriesReference {
    var folder = URL(filePath: #filePath)
    for _ in 0..<6 { folder.deleteLastPathComponent() }
    let file = folder.appending(path: "Fixtures/reference/series-statistics.json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file)).values
  }
}

/// Whether two numbers agree to a relative tolerance.
func isClose(_ left: Double, _ right: Double, within tolerance: Double) -> Bool {
  abs(left - right) <= tolerance * max(abs(left), abs(right))
}

/// Whether two series agree element by element.
func areClose(_ left: [Double], _ right: [Double], within tolerance: Double) -> Bool {
  left.count == right.count && zip(left, right).allSatisfy { isClose($0, $1, within: tolerance) }
}
