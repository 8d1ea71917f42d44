import Forecasting
import Foundation
import ModelTraining
import ModelTrainingTesting
import Synchronization
import TorchEngine

/// Lets a small Temporal Fusion Transformer go through whole trainings on made markets, and counts how
/// often it passes all gates: on noise, and on a market with a relation that it can learn.
@main
struct Main {
  static let usage = """
    usage: GateStudy noise|planted TORCH LIGHTGBM SEEDS [FIRST_SEED]
    """

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 4, let count = Int(arguments[3]),
      let study = Study(arguments[0], torch: arguments[1], boosting: arguments[2])
    else {
      FileHandle.standardError.write(Data((usage + "\n").utf8))
      exit(2)
    }
    let first = arguments.count > 4 ? UInt64(arguments[4]) ?? 0 : 0
    var passed = 0
    for seed in first..<first + UInt64(count) {
      let line = try study.run(seed: seed)
      passed += line.passes ? 1 : 0
      print(line.text)
      fflush(nil)
    }
    print("{\"study\": \"\(study.name)\", \"seeds\": \(count), \"passed\": \(passed)}")
  }
}

/// One kind of market.
struct Study {
  let name: String
  let drift: Double
  let barCount: Int
  let trainMonths: Int
  let testMonths: Int
  let epochs: Int
  let torch: TorchLocation
  let boosting: LightGBMLocation

  init?(_ name: String, torch: String, boosting: String) {
    self.name = name
    self.torch = TorchLocation(files: [torch])
    self.boosting = LightGBMLocation(files: [boosting])
    switch name {
    case "noise": (drift, barCount, trainMonths, testMonths, epochs) = (0, 2_200, 36, 6, 10)
    case "planted": (drift, barCount, trainMonths, testMonths, epochs) = (0.2, 14_000, 216, 24, 30)
    default: return nil
    }
  }

  /// Trains and judges on the market of one seed.
  func run(seed: UInt64) throws -> (passes: Bool, text: String) {
    let market = NewsMarket(seed: seed, barCount: barCount, drift: drift)
    let lags = "lags: [\((1...15).map(String.init).joined(separator: ", "))]"
    let training = try NewsMarket.training(
      models: ["{name: tft}"],
      baselines: ["{name: naive}", "{name: ridge, \(lags)}", "{name: lightgbm, \(lags)}"],
      trainMonths: trainMonths,
      testMonths: testMonths,
      epochs: epochs,
      seed: seed
    )
    let data = try market.data(for: training)
    let run = try TrainingRun(
      training,
      data: data,
      plan: training.config.plan(over: data),
      engines: TrainingEngines(
        for: training.config.models,
        torch: torch,
        boosting: boosting,
        device: .cpu
      )
    )
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-study-\(name)-\(seed)-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let started = ContinuousClock.now
    let reasons = Mutex<[String]>([])
    let outcome = try run.run(output: folder, workers: 1) { event in
      if case .failed(let model, let fold, let reason) = event {
        reasons.withLock { $0.append("\(model) fold \(fold): \(reason)") }
      }
    }
    for reason in reasons.withLock({ $0 }) { print("failed: \(reason)") }
    let seconds = Int((ContinuousClock.now - started) / .seconds(1))
    return (outcome.verdicts[0].verdict.passes, line(outcome, market, seed, seconds))
  }

  private func line(
    _ outcome: TrainingOutcome,
    _ market: NewsMarket,
    _ seed: UInt64,
    _ seconds: Int
  ) -> String {
    let verdict = outcome.verdicts[0].verdict
    func text(_ figure: Figure?) -> String {
      figure?.value.map { "\(($0 * 10_000).rounded() / 10_000)" } ?? "null"
    }
    var fields = [
      "\"study\": \"\(name)\"", "\"seed\": \(seed)", "\"passes\": \(verdict.passes)",
      "\"folds\": \(outcome.run.plan.folds.count)", "\"seconds\": \(seconds)",
      "\"perfect_sharpe\": \((market.perfectSharpe * 100).rounded() / 100)",
    ]
    fields += verdict.gates.map { "\"\($0.gate.rawValue)\": \(text($0.value))" }
    fields += verdict.comparisons.map { "\"p_\($0.baseline)\": \(text($0.pValue))" }
    fields += outcome.evaluations.map {
      "\"net_sharpe_\($0.name)\": \(text($0.overall?.net?.sharpe))"
    }
    return "{\(fields.joined(separator: ", "))}"
  }
}
