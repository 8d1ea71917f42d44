import ConfigValidation
import ExperimentRegistry
import Foundation
import GRDB
import MarketModel

/// A folder of its own for each test, removed when the test ends.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "registry-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var registryPath: String { path + "/registry.sqlite" }

  func registry(busyTimeoutSeconds: Double = 5) throws -> RunRegistry {
    try RunRegistry(path: registryPath, busyTimeoutSeconds: busyTimeoutSeconds)
  }

  /// Changes the file behind the registry's back, as an attacker or a bug would.
  func tamper(_ sql: String) throws {
    let queue = try DatabaseQueue(path: registryPath)
    try queue.write { database in
      try database.execute(sql: "DROP TRIGGER IF EXISTS trials_are_never_changed")
      try database.execute(sql: "DROP TRIGGER IF EXISTS trials_are_never_removed")
      try database.execute(sql: sql)
    }
    try queue.close()
  }
}

let noon = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

func identity(
  fast: Int,
  strategy: String = "EMA_CROSS_V1",
  packs: [String] = ["09af"],
  execution: JSONValue = ["fill": "next_open"],
  statistics: JSONValue = ["mc_seed": 42],
  metrics: JSONValue = ["periods_per_year": 252],
  engine: String = "1"
) -> RunIdentity {
  RunIdentity(
    strategyID: strategy,
    parameters: ["fast": .integer(fast), "slow": .number(20.5)],
    execution: execution,
    statistics: statistics,
    metrics: metrics,
    packHashes: packs,
    engineVersion: engine
  )
}

func trials(_ range: ClosedRange<Int>) -> [CountedTrial] {
  range.map { CountedTrial(of: identity(fast: $0)) }
}
