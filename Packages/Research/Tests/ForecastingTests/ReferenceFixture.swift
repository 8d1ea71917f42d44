import ConfigValidation
import Features
import Forecasting
import Foundation
import Testing

/// What other programs computed.
struct ReferenceFixture {
  let json: JSONValue

  init() throws {
    let path = MadeTables.root + "/Fixtures/reference/forecasters.json"
    json = try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  /// The numbers at a path of names.
  func numbers(_ names: String...) throws -> [Double] {
    try numbers(of: names.reduce(json as JSONValue?) { $0?[$1] })
  }

  func numbers(of value: JSONValue?) throws -> [Double] {
    try #require(value?.arrayValue).compactMap(\.numberValue)
  }

  func number(_ names: String...) throws -> Double {
    try #require(names.reduce(json as JSONValue?) { $0?[$1] }?.numberValue)
  }

  func samples(_ part: String) throws -> [Int] {
    try numbers("table", part).map { Int($0) }
  }

  var window: WindowFeatures {
    get throws {
      WindowFeatures(
        lags: try numbers("table", "lags").map { Int($0) },
        meanLengths: try numbers("table", "means").map { Int($0) }
      )
    }
  }

  /// The table of the fixture with real or binary targets, some of them left out.
  func table(_ kind: ForecastTargetKind, without gaps: [Int] = []) throws -> ForecastTable {
    let features = try #require(json["table"]?["features"]?.arrayValue).map { try numbers(of: $0) }
    let targets = try numbers("table", kind.rawValue)
    let horizon = Int(try number("table", "horizon"))
    let empty = [Double?](repeating: nil, count: targets.count)
    return try ForecastTable(
      featureNames: (0..<features.count).map { "f\($0)" },
      features: features,
      knownAhead: [],
      closeTimes: (0..<targets.count).map { Int64($0) },
      targets: targets.enumerated().map { gaps.contains($0) ? nil : $1 },
      targetKind: kind,
      returnsAhead: [[Double?]](repeating: empty, count: horizon),
      layout: SampleLayout(
        rowCount: targets.count,
        contextLength: Int(try number("table", "context")),
        horizon: horizon
      )
    )
  }

  func fold(_ kind: ForecastTargetKind) throws -> ForecastFold {
    try ForecastFold(
      table: table(kind),
      training: samples("training"),
      validation: samples("validation")
    )
  }
}

/// Checks that numbers agree to a distance, in units of the larger one where it is above 1.
func expectClose(
  _ found: [Double],
  _ expected: [Double],
  within tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, sourceLocation: sourceLocation)
  for (index, pair) in zip(found, expected).enumerated() {
    #expect(
      abs(pair.0 - pair.1) <= tolerance * max(1, abs(pair.1)),
      "\(index): \(pair.0) and \(pair.1)",
      sourceLocation: sourceLocation
    )
  }
}
