import Forecasting
import Testing

/// Whether a model beats each of some baselines, by their positions on one market.
private func rejects(
  _ model: [Double],
  _ baselines: [[Double]],
  market: [Double],
  seed: UInt64
) throws -> Bool {
  let names = baselines.indices.map { "baseline \($0)" }
  let others = try zip(names, baselines).map {
    try MadeEvaluation.evaluation($0, [$1], market: market)
  }
  let verdict = try GateVerdict(
    of: MadeEvaluation.evaluation("model", [model], market: market),
    among: others,
    plannedFolds: 1,
    settings: MadeEvaluation.gates(baselines: names, seed: seed)
  )
  return verdict.gates.last?.passes ?? false
}

@Suite("GateVerdict, the baseline test")
struct BaselineSizeTests {
  private static let bars = 250
  private static let seeds: Range<UInt64> = 0..<400

  @Test("rejects for 400 pairs of meaningless strategies no more often than its level says")
  func sizeAgainstOne() throws {
    let passed = try Self.seeds.count { seed in
      try rejects(
        MadeEvaluation.sides(Self.bars, seed: seed, path: 0),
        [MadeEvaluation.sides(Self.bars, seed: seed, path: 1)],
        market: MadeEvaluation.noise(Self.bars, seed: seed, path: 2),
        seed: seed
      )
    }
    // A test of exactly 5 % rejects 20 of 400 on average, and more than 27 with a probability below 5 %.
    #expect(passed <= 27)
  }

  @Test("lets at most 5 % of 400 meaningless strategies through all gates")
  func sizeOfVerdict() throws {
    let passed = try Self.seeds.count { seed in
      let market = MadeEvaluation.noise(240, seed: seed, path: 2)
      func folds(_ path: UInt32) -> [[Double]] {
        let sides = MadeEvaluation.sides(240, seed: seed, path: path)
        return (0..<6).map { Array(sides[$0 * 40..<$0 * 40 + 40]) }
      }
      let model = try MadeEvaluation.evaluation("model", folds(0), market: market)
      let naive = try MadeEvaluation.evaluation("naive", folds(1), market: market)
      let verdict = try GateVerdict(
        of: model,
        among: [model, naive],
        plannedFolds: 6,
        settings: MadeEvaluation.gates(baselines: ["naive"], sharpe: .net, paths: 99, seed: seed)
      )
      return verdict.passes
    }
    #expect(passed <= 20)
  }

  @Test("lets fewer pass when three baselines must be beaten")
  func sizeAgainstThree() throws {
    let passed = try Self.seeds.prefix(200).count { seed in
      try rejects(
        MadeEvaluation.sides(Self.bars, seed: seed, path: 0),
        (1...3).map { MadeEvaluation.sides(Self.bars, seed: seed, path: $0 + 10) },
        market: MadeEvaluation.noise(Self.bars, seed: seed, path: 2),
        seed: seed
      )
    }
    #expect(passed <= 6)
  }

  @Test("lets a model with an edge pass nearly always")
  func power() throws {
    let passed = try Self.seeds.prefix(100).count { seed in
      let market = MadeEvaluation.noise(Self.bars, seed: seed, path: 2)
      let guesses = MadeEvaluation.sides(Self.bars, seed: seed, path: 0)
      // Right on three days of four where the guess alone is right on half of them.
      let model = zip(guesses, market).map { $0 > 0 ? ($1 > 0 ? 1.0 : -1) : $0 * -1 }
      return try rejects(
        model,
        [MadeEvaluation.sides(Self.bars, seed: seed, path: 1)],
        market: market,
        seed: seed
      )
    }
    #expect(passed >= 95)
  }
}
