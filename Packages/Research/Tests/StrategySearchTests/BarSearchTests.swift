import ConfigValidation
import ExperimentRegistry
import Optimizer
import StrategySearch
import Testing

@Suite("A search over bars")
struct BarSearchTests {
  @Test(
    "gives the same bytes for any number of workers",
    arguments: [
      "{method: grid}", "{method: monte_carlo, samples: 20, batch_size: 7}",
      "{method: tpe, samples: 40, batch_size: 8}", "{method: cmaes, samples: 40}",
      "{method: nsga2, samples: 40, objectives: [total_return, max_drawdown], population: 8}",
      "{method: walk_forward, walk_forward: {train_span: 120d, test_span: 60d}}",
    ]
  )
  func sameBytes(optimization: String) throws {
    let data = try SearchFixture.series()
    let one = try SearchFixture.results(SearchFixture.bars(optimization), data, workers: 1)
    for workers in [2, 5, 16] {
      let many = try SearchFixture.results(SearchFixture.bars(optimization), data, workers: workers)
      #expect(many == one)
    }
  }

  @Test("tries a grid in the order of the document, the last parameter fastest")
  func gridOrder() throws {
    let runner = try SearchRunner(
      SearchFixture.load(SearchFixture.bars("{method: grid}")),
      data: SearchFixture.series(),
      workers: 1
    )
    guard case .whole(let whole) = try runner.run().findings else { return }
    let pairs = whole.stretch.trials.map { [$0.parameters["fast"], $0.parameters["slow"]] }
    #expect(pairs.count == 40)
    #expect(pairs[0] == [.integer(2), .integer(10)])
    #expect(pairs[1] == [.integer(2), .integer(15)])
    #expect(pairs[7] == [.integer(4), .integer(10)])
  }

  @Test(
    "goes on from every batch boundary and ends with the same results",
    arguments: [
      "{method: tpe, samples: 36, batch_size: 6}", "{method: grid, batch_size: 9}",
    ]
  )
  func resumes(optimization: String) throws {
    let yaml = SearchFixture.bars(optimization, extra: "")
    let data = try SearchFixture.series()
    let calm = try TemporaryFolder()
    let undisturbed = try SearchFixture.results(yaml, data, keeping: calm.keeping())
    #expect(try SearchFixture.results(yaml, data) == undisturbed)
    for stop in 0..<7 {
      let folder = try TemporaryFolder()
      var asked = 0
      #expect(throws: SearchError.cancelled) {
        let runner = try SearchRunner(
          SearchFixture.load(yaml),
          data: data,
          workers: 1,
          keeping: folder.keeping()
        )
        _ = try runner.run(shouldStop: {
          asked += 1
          return asked > min(stop, 4)
        })
      }
      let resumed = try SearchFixture.results(yaml, data, workers: 2, keeping: folder.keeping())
      #expect(resumed == undisturbed)
      // A third run finds everything done.
      #expect(try SearchFixture.results(yaml, data, keeping: folder.keeping()) == undisturbed)
    }
  }

  @Test("counts every trial in the ledger once, however often it is begun")
  func countsTrials() throws {
    let folder = try TemporaryFolder()
    let yaml = SearchFixture.bars("{method: grid}")
    let data = try SearchFixture.series()
    for _ in 0..<2 { _ = try SearchFixture.results(yaml, data, keeping: folder.keeping()) }
    #expect(try folder.keeping().registry.ledgerHead().count == 40)
  }

  @Test("keeps trials that break a limit, with the reason, and does not rank them")
  func rejects() throws {
    let yaml = SearchFixture.bars("{method: grid}")
      .replacing(
        "constraints: [fast < slow]",
        "constraints: {parameters: [fast < slow], min_trades: 20}"
      )
    let runner = try SearchRunner(
      SearchFixture.load(yaml),
      data: SearchFixture.series(),
      workers: 1
    )
    guard case .whole(let whole) = try runner.run().findings else { return }
    let rejected = whole.stretch.trials.filter { $0.state.name == "rejected" }
    try #require(!rejected.isEmpty)
    for trial in rejected {
      #expect(!whole.stretch.ranking.contains(trial.number))
      #expect((trial.figures?.trades ?? 0) < 20)
      let found = trial.figures?.trades ?? 0
      #expect(trial.state == .rejected(["min_trades: expected at least 20, found \(found)"]))
    }
    for number in whole.stretch.ranking {
      #expect((whole.stretch.trials[number].figures?.trades ?? 0) >= 20)
    }
  }

  @Test("fails a trial whose objective is undefined and says why")
  func failsUndefined() throws {
    let yaml = """
      experiment_name: rsi
      strategy: RsiReversion
      data: {symbol: TEST, interval: 1d}
      optimization: {method: grid, objective: profit_factor}
      parameters: {period: [3, 200]}
      execution: {starting_cash: 10000}
      """
    let runner = try SearchRunner(
      SearchFixture.load(yaml),
      data: SearchFixture.series(count: 60),
      workers: 1
    )
    guard case .whole(let whole) = try runner.run().findings else { return }
    #expect(
      whole.stretch.trials[1].state
        == .failed("profit_factor is undefined: the strategy never traded")
    )
  }

  @Test("keeps its name while the data and the document stay, and changes it with either")
  func identity() throws {
    let yaml = SearchFixture.bars("{method: grid}")
    func name(_ yaml: String, seed: UInt64 = 3, workers: Int = 1) throws -> String {
      try SearchRunner(
        SearchFixture.load(yaml),
        data: SearchFixture.series(seed: seed),
        workers: workers
      ).identity.experimentID
    }
    let first = try name(yaml)
    #expect(first.hasPrefix("ema-"))
    #expect(try name(yaml, workers: 8) == first)
    #expect(try name(SearchFixture.load(yaml).resolvedDocument.yamlText) == first)
    #expect(try name(SearchFixture.bars("{method: grid, parallel_workers: 3}")) == first)
    #expect(try name(yaml, seed: 4) != first)
    #expect(try name(SearchFixture.bars("{method: grid, seed: 1}")) != first)
  }
}

extension String {
  /// The text with one part replaced.
  func replacing(_ part: String, _ other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    var text = self
    text.replaceSubrange(range, with: other)
    return text
  }
}
