import ConfigValidation
import ExperimentRegistry
import Foundation
import MarketModel
import Testing

@Suite("RunIdentity")
struct RunIdentityTests {
  @Test("text and hashes equal those that Python computes from the same values")
  func equalsReference() throws {
    let reference = try Reference.load()
    for (index, parameters) in Reference.parameters.enumerated() {
      let expected = try #require(reference["values"]?["identities"]?[index])
      let identity = Reference.identity(parameters)
      #expect(identity.canonicalText == expected["canonical_text"]?.stringValue)
      #expect(identity.runID.hex == expected["run_id"]?.stringValue)
      #expect(identity.dataSetID == expected["data_set"]?.stringValue)
      #expect(identity.settingsHash == expected["settings"]?.stringValue)
    }
  }

  @Test("does not depend on the order of packs, parameters or settings")
  func ignoresOrder() {
    let one = RunIdentity(
      strategyID: "S_V1",
      parameters: ["a": .integer(1), "b": .flag(true)],
      execution: ["fill": "next_open", "cash": 1.5],
      statistics: [:],
      metrics: [:],
      packHashes: ["x", "y"],
      engineVersion: "1"
    )
    let other = RunIdentity(
      strategyID: "S_V1",
      parameters: ["b": .flag(true), "a": .integer(1)],
      execution: ["cash": 1.5, "fill": "next_open"],
      statistics: [:],
      metrics: [:],
      packHashes: ["y", "x"],
      engineVersion: "1"
    )
    #expect(one.runID == other.runID)
  }

  @Test(
    "changes with everything that can change a number",
    arguments: [
      identity(fast: 6),
      identity(fast: 5, strategy: "EMA_CROSS_V2"),
      identity(fast: 5, packs: ["09ae"]),
      identity(fast: 5, packs: ["09af", "09af"]),
      identity(fast: 5, execution: ["fill": "this_close"]),
      identity(fast: 5, statistics: ["mc_seed": 43]),
      identity(fast: 5, metrics: ["periods_per_year": 365]),
      identity(fast: 5, engine: "2"),
    ]
  )
  func changes(other: RunIdentity) {
    #expect(other.runID != identity(fast: 5).runID)
  }

  @Test("whole and real numbers are different parameters")
  func keepsTypesApart() {
    func id(_ value: ParameterValue) -> RunID {
      RunIdentity(
        strategyID: "S_V1",
        parameters: ["a": value],
        execution: [:],
        statistics: [:],
        metrics: [:],
        packHashes: [],
        engineVersion: "1"
      ).runID
    }
    #expect(id(.integer(1)) != id(.number(1)))
    #expect(id(.text("true")) != id(.flag(true)))
  }

  @Test("identifiers are read back only from 64 lower-case digits")
  func readsIdentifiers() {
    let id = identity(fast: 5).runID
    #expect(RunID(id.hex) == id)
    #expect(id.short.count == 16 && id.hex.hasPrefix(id.short))
    #expect(RunID(id.short) == nil)
    #expect(RunID(id.hex.uppercased()) == nil)
  }

  @Test("parameters survive JSON", arguments: Reference.parameters)
  func parametersRoundTrip(parameters: ParameterSet) throws {
    let read = try JSONValue(parsing: parameters.json.canonicalText)
    #expect(ParameterSet(json: read) == parameters)
    #expect(ParameterSet(json: ["a": [1]]) == nil)
    #expect(ParameterSet(json: ["a": nil]) == nil)
  }
}

/// The values from which the reference file was computed.
enum Reference {
  static let parameters: [ParameterSet] = [
    ["fast": .integer(5), "slow": .number(20.5), "trend": .flag(true), "mode": .text("long")],
    ["fast": .integer(6), "slow": .number(20.5), "trend": .flag(true), "mode": .text("long")],
    [:],
  ]

  static func identity(_ parameters: ParameterSet) -> RunIdentity {
    RunIdentity(
      strategyID: "EMA_CROSS_V1",
      parameters: parameters,
      execution: ["fill": "next_open", "fees": ["per_unit": 0.65], "starting_cash": 10_000.0],
      statistics: ["mc_paths": 1_000, "mc_seed": 42],
      metrics: ["periods_per_year": 252, "risk_free_rate": 0.0],
      packHashes: ["b1c4", "09af"],
      engineVersion: "1"
    )
  }

  static func load() throws -> JSONValue {
    let root = (0..<6).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let file = root.appendingPathComponent("Fixtures/reference/run_registry.json")
    return try JSONValue(parsing: Array(try Data(contentsOf: file)))
  }
}
