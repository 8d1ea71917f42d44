import Foundation

/// Reads `Fixtures/reference/<topic>.json`.
func reference<Values: Decodable>(_ topic: String, as type: Values.Type) throws -> Values {
  var root = URL(filePath: #filePath)
  for _ in 0..<6 { root.deleteLastPathComponent() }
  let file = root.appending(path: "Fixtures/reference/\(topic).json")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(Values.self, from: Data(contentsOf: file))
}

/// Whether two numbers agree relative to the larger one.
func agree(_ left: Double?, _ right: Double, relative tolerance: Double) -> Bool {
  guard let left else { return false }
  return abs(left - right) <= tolerance * max(abs(left), abs(right), .leastNormalMagnitude)
}
