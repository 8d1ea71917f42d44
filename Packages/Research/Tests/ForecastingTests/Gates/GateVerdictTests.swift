import ConfigValidation
import Forecasting
import MarketModel
import Testing

@Suite("GateVerdict")
struct GateVerdictTests {
  /// Six folds of 40 bars; a model that knows the side, and one that holds the market.
  private static func made(
    missing: Set<Int> = [],
    baselineMissing: Set<Int> = []
  ) throws -> (model: ForecastEvaluation, baseline: ForecastEvaluation) {
    let market = MadeEvaluation.noise(240, seed: 5, path: 0)
    let known = (0..<6).map { fold -> [Double]? in
      missing.contains(fold) ? nil : (0..<40).map { market[fold * 40 + $0] > 0 ? 1 : -1 }
    }
    let held = (0..<6).map { fold -> [Double]? in
      baselineMissing.contains(fold) ? nil : [Double](repeating: 1, count: 40)
    }
    return (
      try MadeEvaluation.evaluation("model", known, market: market),
      try MadeEvaluation.evaluation("naive", held, market: market)
    )
  }

  private static func verdict(
    _ pair: (model: ForecastEvaluation, baseline: ForecastEvaluation),
    _ sharpe: GatedSharpe = .net
  ) throws -> GateVerdict {
    try GateVerdict(
      of: pair.model,
      among: [pair.model, pair.baseline],
      plannedFolds: 6,
      settings: MadeEvaluation.gates(baselines: ["naive"], sharpe: sharpe)
    )
  }

  @Test("passes a model that knows, and promotes its newest fold", arguments: GatedSharpe.allCases)
  func passes(sharpe: GatedSharpe) throws {
    let verdict = try Self.verdict(Self.made(), sharpe)
    #expect(verdict.passes)
    #expect(verdict.gates.map(\.gate) == [.folds, .sharpe, .winRate, .baselines])
    #expect(verdict.comparisons[0].pValue.value == 1.0 / 200)
    #expect(try #require(verdict.comparisons[0].meanDifference.value) > 0)
    let folds = [3, 5, 1].map {
      FittedFold(fold: $0, trainedThrough: Timestamp(seconds: Int64($0) * 100))
    }
    #expect(Promotion(verdict, among: folds)?.fold.fold == 5)
    #expect(Promotion(verdict, among: []) == nil)
  }

  @Test("does not pass a model against itself: the p-value of no difference is 1")
  func ties() throws {
    let pair = try Self.made()
    let verdict = try GateVerdict(
      of: pair.model,
      among: [pair.model],
      plannedFolds: 6,
      settings: MadeEvaluation.gates(baselines: ["model"])
    )
    #expect(verdict.comparisons[0].pValue.value == 1)
    #expect(!verdict.passes)
    #expect(
      Promotion(verdict, among: [FittedFold(fold: 0, trainedThrough: .init(seconds: 1))]) == nil
    )
  }

  @Test("counts a failed fold of the model as held nothing, and shuts the gate of folds")
  func missingModelFold() throws {
    let verdict = try Self.verdict(Self.made(missing: [2]))
    #expect(!verdict.gates[0].passes && verdict.gates[0].value.value == 5)
    #expect(verdict.comparisons[0].barCount == 240)
    #expect(verdict.gates[1].passes)
  }

  @Test("does not pass where a baseline has no result")
  func missingBaselineFold() throws {
    let verdict = try Self.verdict(Self.made(baselineMissing: [4]))
    #expect(verdict.gates[3].value.reason == .missingBaseline)
    #expect(!verdict.passes)
    let both = try Self.verdict(Self.made(missing: [4], baselineMissing: [4]))
    #expect(both.comparisons[0].barCount == 200)
  }

  @Test("names a baseline that nobody evaluated")
  func unknownBaseline() throws {
    let pair = try Self.made()
    let error = #expect(throws: GateError.self) {
      try GateVerdict(
        of: pair.model,
        among: [pair.model],
        plannedFolds: 6,
        settings: MadeEvaluation.gates(baselines: ["ridge"])
      )
    }
    #expect("\(try #require(error))" == "baselines: expected one of model, found ridge")
  }

  @Test("takes the median over planned folds, missing ones lowest")
  func median() {
    let values: [Figure] = [.value(1), .value(3), .value(2)]
    #expect(medianOverFolds(values, planned: 3) == .value(2))
    #expect(medianOverFolds(values, planned: 4) == .value(1.5))
    #expect(medianOverFolds(values, planned: 5) == .value(1))
    #expect(medianOverFolds(values, planned: 6) == .undefined(.missingFold))
    #expect(medianOverFolds(values + [.undefined(.noVariation)], planned: 4) == .value(1.5))
    #expect(medianOverFolds([.undefined(.noSignal)], planned: 1) == .undefined(.noSignal))
    #expect(medianOverFolds([], planned: 0) == .undefined(.noSamples))
  }

  @Test("is written with stable bytes, undefined values as null with a reason")
  func documents() throws {
    let pair = try Self.made(missing: [2], baselineMissing: [4])
    func gates() throws -> JSONValue {
      gatesDocument(
        [(try Self.verdict(pair), nil)],
        settings: try MadeEvaluation.gates(baselines: ["naive"])
      )
    }
    #expect(try gates().utf8Bytes(pretty: true) == gates().utf8Bytes(pretty: true))
    let model = try gates()["models"]?[0]
    #expect(model?["passes"] == false)
    #expect(model?["promoted_fold"] == .null)
    #expect(model?["gates"]?[3]?["value"] == .null)
    #expect(model?["gates"]?[3]?["undefined"]?["value"] == "missing_baseline")
    let metrics = metricsDocument(
      [pair.model, pair.baseline],
      settings: try MadeEvaluation.settings()
    )
    let fold = metrics["forecasters"]?[0]?["folds"]?[2]
    #expect(fold?["failed"]?.stringValue?.contains("epoch 3") == true)
    let first = metrics["forecasters"]?[0]?["folds"]?[0]
    #expect(first?["overlapping"]?["sortino"] == .null)
    #expect(first?["overlapping"]?["undefined"]?["sortino"] == "no_loss")
    #expect(first?["net"]?["bars"] == 40)
    #expect(try JSONValue(parsing: metrics.text(pretty: true)) == metrics)
  }
}
