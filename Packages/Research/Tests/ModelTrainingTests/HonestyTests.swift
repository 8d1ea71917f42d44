import Forecasting
import Foundation
import ModelTraining
import ModelTrainingTesting
import Testing
import TorchEngine

/// The gates over whole trainings on made markets; `Tests/Benchmarks/run-studies.sh` is the longer study.
@Suite("Gates over whole trainings")
struct HonestyTests {
  @Test("let at most one of 24 models through on markets in which nothing can be forecast")
  func noise() throws {
    var passed: [String] = []
    for seed in 0..<UInt64(12) {
      let outcome = try Self.outcome(
        NewsMarket(seed: seed, barCount: 1_400, drift: 0),
        models: ["{name: ewma}", "{name: ridge, lags: [1, 2, 3]}"],
        baselines: ["{name: naive}"],
        trainMonths: 18,
        testMonths: 6
      )
      #expect(outcome.run.plan.folds.count >= 4)
      passed += outcome.verdicts.filter(\.verdict.passes).map { "\(seed) \($0.verdict.model)" }
    }
    #expect(passed.count <= 1, "\(passed)")
  }

  @Test(
    "let a network through that learns what a market hides, and promote its newest fold",
    .enabled(if: TestTorch.isInstalled, "run: make deps-torch")
  )
  func planted() throws {
    // Three times the drift of the study, for as few rows as a test can learn from.
    let outcome = try Self.outcome(
      NewsMarket(seed: 1, barCount: 2_600, drift: 0.6),
      models: ["{name: tft}"],
      baselines: ["{name: naive}", "{name: ridge, lags: [1, 2, 3, 4, 5, 6, 7, 8]}"],
      trainMonths: 36,
      testMonths: 12
    )
    let verdict = outcome.verdicts[0].verdict
    #expect(verdict.passes, "\(verdict)")
    #expect(outcome.verdicts[0].promotion?.fold.fold == outcome.run.plan.folds.last?.index)
  }

  @Test("Markets repeat with their seed, and hide nothing without drift")
  func markets() throws {
    #expect(abs(NewsMarket(seed: 3, barCount: 20_000, drift: 0).perfectSharpe) < 0.5)
    let sharpe = NewsMarket(seed: 3, barCount: 20_000, drift: 0.2).perfectSharpe
    #expect((2...3).contains(sharpe), "\(sharpe)")
  }

  private static func outcome(
    _ market: NewsMarket,
    models: [String],
    baselines: [String],
    trainMonths: Int,
    testMonths: Int
  ) throws -> TrainingOutcome {
    let training = try NewsMarket.training(
      models: models,
      baselines: baselines,
      trainMonths: trainMonths,
      testMonths: testMonths,
      epochs: 20,
      seed: market.seed
    )
    let data = try market.data(for: training)
    let run = try TrainingRun(
      training,
      data: data,
      plan: training.config.plan(over: data),
      engines: TrainingEngines(
        for: training.config.models,
        torch: TestTorch.location,
        boosting: LightGBMLocation(files: []),
        device: .cpu
      )
    )
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-honesty-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try run.run(output: folder, workers: 2) { _ in }
  }
}
