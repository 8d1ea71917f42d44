import Foundation
import PerformanceMetrics
import Testing

/// Lengths that the package arch chose.
private struct Reference: Decodable {
  struct Case: Decodable {
    var kind: String
    var values: [Double]
    var stationary: Double
  }

  var cases: [Case]
}

@Suite("optimalBlockLength(of:)")
struct OptimalBlockLengthTests {
  @Test("chooses the lengths that arch chooses")
  func equalsReference() throws {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<6 { root.deleteLastPathComponent() }
    let file = root.appending(path: "Fixtures/reference/block-length.json")
    let cases = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file)).cases
    #expect(cases.count == 5)
    for expected in cases {
      let length = try #require(try optimalBlockLength(of: expected.values))
      #expect(agree(length, expected.stationary, relative: 1e-9), "\(expected.kind)")
    }
  }

  @Test("has no length without variation or with a handful of values", arguments: [0, 8, 100])
  func undefined(count: Int) throws {
    let varied = (0..<count).map { Double($0 % 3) }
    #expect(try optimalBlockLength(of: [Double](repeating: 2, count: count)) == nil)
    #expect(try (optimalBlockLength(of: varied) == nil) == (count < 9))
  }

  @Test("is finite and at least 1 for series whose long-run variance is nearly zero")
  func alternating() throws {
    let values = (0..<200).map { $0 % 2 == 0 ? 1.0 : -1 }
    let length = try #require(try optimalBlockLength(of: values))
    #expect(length >= 1 && length <= 43)
  }

  @Test("names the first value that is not finite")
  func notFinite() {
    #expect(throws: MetricError.nonFiniteValue(series: "values", index: 1, value: .infinity)) {
      try optimalBlockLength(of: [0, .infinity])
    }
  }
}
