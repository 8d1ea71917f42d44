import Foundation

/// Inputs and values recorded from other tools in `Fixtures/reference/performance-metrics.json`.
struct ReferenceFixture: Decodable {
  struct Value: Decodable {
    let value: Double
    let tool: String
  }

  struct Inputs: Decodable {
    let returns: [Double]
    let benchmark: [Double]
    let trades: [Double]
    let dates: [String]
    let panel: [[Double]]
  }

  let inputs: Inputs
  let monthly: [[Double]]
  let values: [String: Value]

  static func load() throws -> ReferenceFixture {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    let url = root.appending(path: "Fixtures/reference/performance-metrics.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}

/// Whether two numbers agree relative to the larger one.
func agree(_ left: Double, _ right: Double, relative tolerance: Double) -> Bool {
  abs(left - right) <= tolerance * max(abs(left), abs(right), .leastNormalMagnitude)
}
