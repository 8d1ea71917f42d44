import ConfigValidation
import ExperimentRegistry
import MarketModel
import Research
import Testing

@Suite("StrategyEvaluator")
struct StrategyEvaluatorTests {
  private let evaluator = StrategyEvaluator(weights: .documented, thresholds: .documented)

  private func evaluate(_ runs: [EvaluationRun]) -> [RankedRun] {
    evaluator.evaluate(runs, benchmarks: []).rankings
  }

  @Test("a single run scores 0.275 and half of the regime weight")
  func singleRun() throws {
    let ranked = try #require(evaluate([ArtifactBuilder.run(id: "a")]).first)
    // 0.25 * 0.5 + 0.30 * 0.5 + 0.05 * 0.5
    #expect(ranked.score.composite == 0.3)
    #expect(ranked.rank == 1 && !ranked.isKilled && ranked.score.assumedWorst.isEmpty)
  }

  @Test("three runs by hand")
  func threeRuns() {
    let portfolio = ArtifactBuilder.portfolio
    let runs = [
      ArtifactBuilder.run(id: "a", strategyClass: "A", portfolio: portfolio(400, 2, 14, [])),
      ArtifactBuilder.run(
        id: "b",
        strategyClass: "B",
        portfolio: portfolio(100, 1, 5, []),
        fills: 6,
        rejects: 4
      ),
      ArtifactBuilder.run(id: "c", strategyClass: "C", portfolio: portfolio(-100, 0, 50, [])),
    ]
    let ranked = evaluate(runs)
    // a: 0.25 + 0.30 - 0.15 * 0.2 + 0.025; b: 0.25 * 0.4 + 0.30 * 0.5 - 0.10 * 0.25 + 0.025;
    // c: -0.15 + 0.025.
    #expect(ranked.map(\.score.composite) == [0.545, 0.25, -0.125])
    #expect(ranked.map(\.run.artifact.manifest.strategyClass) == ["A", "B", "C"])
    #expect(ranked.map(\.rank) == [1, 2, 3])
    #expect(
      ranked[2].killReasons
        == [KillReason(reason: "composite_score_min", value: -0.125, threshold: 0.1)]
    )
  }

  @Test("an undefined measure stays out of the placing and is scored as the worst")
  func undefinedMeasures() throws {
    let portfolio = ArtifactBuilder.portfolio
    let ranked = evaluate([
      ArtifactBuilder.run(id: "a", strategyClass: "A", portfolio: portfolio(100, -1, 3, [])),
      ArtifactBuilder.run(id: "b", strategyClass: "B", portfolio: portfolio(100, -3, 3, [])),
      ArtifactBuilder.run(
        id: "c",
        strategyClass: "C",
        portfolio: portfolio(100, nil, nil, []),
        fills: 0
      ),
    ])
    let last = try #require(ranked.last)
    // Had the missing ratio counted as zero, it would be the best of the three.
    #expect(ranked.map(\.score.sharpeNorm) == [1, 0, 0])
    #expect(last.run.artifact.manifest.strategyClass == "C")
    #expect(last.score.assumedWorst == [.sharpeNorm, .drawdownPenalty, .rejectPenalty])
    #expect(last.score.drawdownPenalty == 1 && last.score.rejectPenalty == 1)
    #expect(ranked[0].score.assumedWorst.isEmpty)
  }

  @Test("the order of the runs changes nothing, nor does a run that is given twice")
  func ignoresOrder() {
    var generator = SplitMix(state: 7)
    let runs = (0..<50).map { index in
      ArtifactBuilder.run(
        id: "run \(index)",
        strategyClass: ["A", "B", "C"][index % 3],
        parameters: ["fast": .integer(index % 5)],
        portfolio: ArtifactBuilder.portfolio(
          Double(Int(generator.next() % 2_001)) / 10 - 50.1,
          index % 7 == 0 ? nil : Double(generator.next() % 5),
          Double(generator.next() % 60),
          []
        )
      )
    }
    let expected = evaluator.evaluate(runs, benchmarks: Array(runs.prefix(3)))
    for _ in 0..<20 {
      let shuffled = runs.shuffled(using: &generator)
      let again = evaluator.evaluate(
        shuffled + shuffled.prefix(9),
        benchmarks: runs.prefix(3).shuffled(using: &generator)
      )
      #expect(again == expected)
    }
    #expect(expected.rankings.count == 50)
  }

  @Test("equal scores are ordered by run identifier")
  func breaksTies() {
    let runs = (0..<8).map { ArtifactBuilder.run(id: "\($0)", strategyClass: "S\($0)") }
    let ids = evaluate(runs).map(\.run.artifact.manifest.runID)
    #expect(ids == ids.sorted())
  }

  @Test("robustness looks at all runs of a class, walk-forward at those with equal parameters")
  func groupsRuns() {
    func run(_ id: String, _ name: String, _ fast: Int, _ profit: Double) -> EvaluationRun {
      ArtifactBuilder.run(
        id: id,
        strategyClass: name,
        parameters: ["fast": .integer(fast)],
        portfolio: ArtifactBuilder.portfolio(profit, 1, 3, [])
      )
    }
    let ranked = evaluate([
      run("a", "A", 1, -15), run("b", "A", 1, 215), run("c", "B", 1, 50), run("d", "B", 2, 50),
    ])
    for entry in ranked {
      let isA = entry.run.artifact.manifest.strategyClass == "A"
      #expect(entry.score.robustnessPenalty == (isA ? 0.5 : 0))
      #expect(entry.score.walkForwardPenalty == (isA ? 0.8 : 0))
    }
  }

  @Test("an artifact's own windows replace the comparison with other runs")
  func usesOwnWindows() throws {
    var run = ArtifactBuilder.run(id: "a")
    let first = try #require(CivilDate("2020-01-01"))
    run.artifact.manifest.walkForward = WalkForwardBlock(
      windows: [1.0, 2, -3].map {
        WalkForwardWindowResult(
          trainStart: first,
          trainEnd: first,
          testStart: first,
          testEnd: first,
          profit: $0,
          sharpe: nil,
          trades: 0
        )
      }
    )
    let twin = ArtifactBuilder.run(id: "b")
    let ranked = evaluate([run, twin])
    let scores = Dictionary(
      uniqueKeysWithValues: ranked.map {
        ($0.run.sourceFile, $0.score.walkForwardPenalty)
      }
    )
    #expect(scores[run.sourceFile] == 0.3556)
    #expect(scores[twin.sourceFile] == 0)
  }

  @Test("components and ranking equal those that Python computes over sixty runs")
  func equalsReference() throws {
    let reference = try EvaluatorReference.load()
    let ranked = evaluate(reference.runs)
    #expect(ranked.map(\.run.artifact.manifest.runID.hex) == reference.ranking)
    for entry in ranked {
      let expected = try #require(reference.expected[entry.run.artifact.manifest.runID.hex])
      let score = entry.score
      #expect(score.composite == expected.composite)
      for (value, name) in [
        (score.returnNorm, "return_norm"), (score.sharpeNorm, "sharpe_norm"),
      ] {
        // Two roundings of a quotient of differences.
        #expect(abs(value - (expected.components[name]?.numberValue ?? .nan)) < 1e-12)
      }
      #expect(score.drawdownPenalty == expected.components["drawdown_penalty"]?.numberValue)
      #expect(score.rejectPenalty == expected.components["reject_penalty"]?.numberValue)
      #expect(score.robustnessPenalty == expected.components["robustness_penalty"]?.numberValue)
      #expect(
        score.regimeDependencyPenalty
          == expected.components["regime_dependency_penalty"]?.numberValue
      )
      #expect(score.regimeSensitivity == expected.components["regime_sensitivity"]?.numberValue)
      #expect(score.walkForwardPenalty == expected.components["walk_forward_penalty"]?.numberValue)
    }
  }
}

/// A small generator for shuffles.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
