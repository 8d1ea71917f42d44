import ConfigValidation
import Optimizer
import StrategySearch
import Testing

@Suite("The search document")
struct SearchDocumentTests {
  @Test("fills in documented defaults")
  func defaults() throws {
    let search = try SearchFixture.load(
      """
      experiment_name: a
      strategy: OFIMomentum
      data: {symbol: IBM}
      parameters: {window: [10, 100], threshold: 5}
      """
    )
    let settings = search.config.optimization
    #expect(search.config.data.kind == .ticks)
    #expect(search.config.strategy == "OFIMomentumStrategy")
    #expect(settings.method == .grid)
    #expect(settings.samples == nil)
    #expect(settings.seed == 42)
    #expect(settings.batchSize == 256)
    #expect(settings.objectives == [SearchObjective(.sharpe)])
    #expect(settings.pruner == nil)
    #expect(search.config.execution.startingCash == 100_000)
    #expect(search.space.combinationCount == 2)
  }

  @Test(
    "reads back what it resolved",
    arguments: [
      SearchFixture.bars("{method: tpe, samples: 30, objective: roi}"),
      SearchFixture.bars("{method: nsga2, samples: 30, objectives: [sharpe, max_drawdown]}"),
      SearchFixture.bars(
        "{method: walk_forward, walk_forward: {train_span: 90d, test_span: 30d, embargo: 1d}}"
      ),
      SearchFixture.tickDocument(
        "{method: monte_carlo, samples: 9, dedupe: true, pruner: {type: median, checkpoints: 4}}",
        extra: "robust: {lambda: 1}\ntrades: all"
      ),
    ]
  )
  func resolves(yaml: String) throws {
    let search = try SearchFixture.load(yaml)
    let again = try SearchFixture.load(search.resolvedDocument.yamlText)
    #expect(again.resolvedDocument.yamlText == search.resolvedDocument.yamlText)
    #expect(again.config == search.config)
    #expect(again.space.parameters == search.space.parameters)
  }

  @Test("names line and path of every mistake, all at once")
  func namesMistakes() {
    let found = SearchFixture.issues(
      """
      experiment_name: bad name
      strategy: OFIMomentm
      data: {symbol: IBM, interval: 1d, kind: ticks, frm: 2024-01-01}
      optimization:
        method: grid
        samples: 10
        objective: sharp
        batch_size: 0
        pruner: {type: median, checkpoints: 0}
      constraints: {min_trads: 100}
      parameters: {window: [1]}
      execution: {fill_mode: immediate, queue: conservative, fees: {maker: 1}}
      robust: {lambda: -1}
      """
    )
    let places = found.map { String($0.prefix { $0 != ":" }) }
    #expect(
      places == [
        "1 experiment_name", "2 strategy", "3 data.interval", "3 data.frm",
        "6 optimization.samples", "7 optimization.objective", "8 optimization.batch_size",
        "9 optimization.pruner.checkpoints", "10 constraints.min_trads",
        "12 execution.fees.maker", "12 execution.queue", "13 robust.lambda",
      ]
    )
    #expect(found[1].hasSuffix("did you mean 'OFIMomentumStrategy'?"))
    #expect(found[3].hasSuffix("did you mean 'from'?"))
    #expect(found[8].hasSuffix("did you mean 'min_trades'?"))
  }

  @Test("checks parameters against the strategy's schema")
  func checksSchema() {
    let found = SearchFixture.issues(
      """
      experiment_name: a
      strategy: OFIMomentum
      data: {symbol: IBM}
      optimization: {method: monte_carlo, samples: 3}
      parameters:
        windw: {min: 1, max: 5}
        window: {type: float, min: 1, max: 5}
        threshold: {distribution: log_uniform, min: 0, max: 5}
        source: [trades, tapes]
        units: {min: 3, max: 1}
      """
    )
    let places = found.map { String($0.prefix { $0 != ":" }) }
    #expect(
      places == [
        "6 parameters.windw", "7 parameters.window.type", "8 parameters.threshold.min",
        "9 parameters.source", "10 parameters.units.min",
      ]
    )
    #expect(found[0].hasSuffix("did you mean 'window'?"))
  }

  @Test("wants a step or a number of values from every range of a grid")
  func wantsSteps() {
    let found = SearchFixture.issues(
      """
      experiment_name: a
      strategy: EmaCross
      data: {symbol: SPY, interval: 1d}
      parameters:
        fast: {min: 2, max: 10}
        slow: {min: 20, max: 40, num: 3}
      """
    )
    #expect(
      found == [
        "5 parameters.fast: a grid needs values, or min and max with step or num"
      ]
    )
  }

  @Test(
    "refuses what contradicts itself",
    arguments: [
      ("{method: tpe, samples: 5, pruner: {type: median}}", "optimization.pruner.type"),
      ("{method: tpe, samples: 5, dedupe: true}", "optimization.dedupe"),
      ("{method: tpe, samples: 5, population: 4}", "optimization.population"),
      ("{method: cmaes, samples: 5, objectives: [sharpe, pnl]}", "optimization.objectives"),
      ("{method: tpe, samples: 5, walk_forward: {test_span: 1d}}", "optimization.walk_forward"),
      ("{method: walk_forward}", "optimization.walk_forward.test_span"),
      (
        "{method: walk_forward, walk_forward: {train_span: 5, test_span: 0d}}",
        "optimization.walk_forward.test_span"
      ),
      (
        "{method: walk_forward, walk_forward: {train_span: 5d, test_span: 2d, step: 1d}}",
        "optimization.walk_forward.step"
      ),
      ("{method: tpe, samples: 5, objective: pnl, objectives: [pnl]}", "optimization.objectives"),
    ]
  )
  func refusesContradictions(optimization: String, path: String) {
    let found = SearchFixture.issues(SearchFixture.bars(optimization))
    #expect(found.contains { $0.contains(" \(path): ") }, "\(found)")
  }

  @Test("says which strategies trade the document's kind of data")
  func namesStrategies() {
    let found = SearchFixture.issues(
      """
      experiment_name: a
      strategy: MacdTrend
      data: {symbol: IBM}
      parameters: {fast: 5}
      """
    )
    #expect(found.first?.contains("trades bars, the data are ticks") == true)
  }

  @Test(
    "reads durations and writes them back",
    arguments: [
      ("500ms", Int64(500_000_000)), ("30s", 30_000_000_000), ("2m", 120_000_000_000),
      ("1h", 3_600_000_000_000), ("5d", 432_000_000_000_000), ("2w", 1_209_600_000_000_000),
    ]
  )
  func durations(text: String, nanoseconds: Int64) {
    #expect(SearchDuration(text)?.nanoseconds == nanoseconds)
    #expect(SearchDuration(nanoseconds: nanoseconds).description == text)
    for wrong in ["", "5", "d", "5x", "-1d", "1.5h", "99999999999w"] {
      #expect(SearchDuration(wrong) == nil)
    }
  }
}
