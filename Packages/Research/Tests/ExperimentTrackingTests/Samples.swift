import ConfigValidation
import ExperimentRegistry
import ExperimentTracking
import Foundation
import MarketModel

/// A folder of its own for each test, removed when the test ends.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tracking-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var spool: TrackingSpool { TrackingSpool(folder: path + "/tracking") }

  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    return path + "/" + name
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }
}

let noon = Timestamp(nanoseconds: 1_700_000_000_123_456_789)

let someRun = RunID(hashing: "a training")

/// The result of a forecaster on a fold, with numbers that have no short decimal text.
func result(
  fold: Int,
  forecaster: String = "tft",
  run: RunID = someRun,
  sharpe: Double? = nil,
  createdAt: Timestamp = noon
) -> WalkForwardResult {
  let start = Timestamp(seconds: 1_000_000_000 + Int64(fold) * 2_592_000)
  let middle = start.advanced(bySeconds: 31_536_000)
  return WalkForwardResult(
    run: run,
    fold: fold,
    model: ModelID(run: run, fold: fold, forecaster: forecaster),
    inSample: start..<middle,
    outOfSample: middle.advanced(bySeconds: 3_600)..<middle.advanced(bySeconds: 2_592_000),
    parameters: [
      "forecaster": .string(forecaster), "hidden": 64, "rate": 0.001,
      "optimizer": ["name": "adam", "betas": [0.9, 0.999]], "note": "ünï 'quoted' \"x\"; --",
    ],
    metrics: [
      "train_loss": .number(1.0 / 3 + Double(fold)), "val_loss": nil,
      "train_samples": 1_234, "oos_sharpe": JSONValue(sharpe ?? Double(fold) / 7 - 0.1),
      "oos_win_rate": .number(0.45 + Double(fold) / 97), "tiny": 1e-7, "large": 1e22,
    ],
    createdAt: createdAt
  )
}

/// A model that passed its gates or did not.
func model(
  _ fold: Int,
  name: String = "spy-tft",
  digest: String = "00ff",
  passed: Bool = true
) -> ModelRegistration {
  ModelRegistration(
    id: ModelID(run: someRun, fold: fold, forecaster: name),
    name: name,
    run: someRun,
    fold: fold,
    path: "output/checkpoints/fold_\(fold)",
    digest: digest,
    gate: ModelVerdict(
      passed: passed,
      reasons: passed ? [] : ["median Sharpe: expected 0.5 or more, found 0.1"],
      details: ["median_oos_sharpe": .number(passed ? 0.75 : 0.1)]
    )
  )
}
