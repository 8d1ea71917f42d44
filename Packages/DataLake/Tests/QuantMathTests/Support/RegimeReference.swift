import Foundation

/// What scipy and statsmodels make of distributions and of a sample with gaps
/// (`Fixtures/reference/regime-statistics.json`).
struct RegimeReference: Decodable {
  /// Rows of a, b, x and the value.
  var incompleteBeta: [[Double]]

  /// Rows of the degrees of freedom, t, the distribution function and the two-sided probability.
  var student: [[Double]]

  /// Rows of the number of lags and the standard error.
  var neweyWest: [[Double]]

  /// The sample, with gaps.
  var neweyWestValues: [Double?]

  static func load() throws -> RegimeReference {
    var folder = URL(filePath: #filePath)
    for _ in 0..<6 { folder.deleteLastPathComponent() }
    let file = folder.appending(path: "Fixtures/reference/regime-statistics.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(RegimeReference.self, from: Data(contentsOf: file))
  }
}
