import ConfigValidation
import Foundation
import MarketModel
import Optimizer
import StrategySearch
import Testing

@Suite("A search over ticks")
struct TickSearchTests {
  @Test(
    "gives the same bytes for any number of workers and in memory or streamed",
    arguments: [
      "{method: grid}", "{method: tpe, samples: 24, batch_size: 6}",
      "{method: walk_forward, walk_forward: {train_span: 20m, test_span: 10m, choose: robust}}",
    ]
  )
  func sameBytes(optimization: String) throws {
    let document = SearchFixture.tickDocument(optimization)
    let one = try SearchFixture.results(document, SearchFixture.tickData())
    #expect(try SearchFixture.results(document, SearchFixture.tickData(), workers: 3) == one)
    let streamed = try SearchData(
      SearchFixture.ticks(),
      hash: "made-20000-5",
      from: nil,
      before: nil,
      memoryLimit: 0
    )
    #expect(try SearchFixture.results(document, streamed, workers: 2) == one)
  }

  @Test("writes a table that can be worked out again from the log of trades")
  func tableFromTrades() throws {
    let folder = try TemporaryFolder()
    let runner = try SearchRunner(
      SearchFixture.load(SearchFixture.tickDocument("{method: grid, objective: roi}")),
      data: SearchFixture.tickData(),
      workers: 2
    )
    let outcome = try runner.run()
    let written = try SearchArtifacts(
      directory: "\(folder.path)/reports",
      database: nil,
      environment: SearchFixture.environment
    ).write(outcome, by: runner)
    #expect(written == "\(folder.path)/reports/\(outcome.identity.experimentID)")
    guard case .whole(let whole) = outcome.findings else { return }

    var ledgers: [Int: (cash: Double, position: Double, closed: Int, fees: Double)] = [:]
    let lines = try folder.text("reports/\(outcome.identity.experimentID)/trades.csv")
      .split(separator: "\n")
    #expect(lines[0] == "trial,ts_ns,side,price,qty,fee,position_after,cash_after,tag")
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let trial = try #require(Int(fields[0]))
      let numbers = fields[3...7].compactMap(Double.init)
      var ledger = ledgers[trial] ?? (10_000, 0, 0, 0)
      let units = fields[2] == "buy" ? numbers[1] : -numbers[1]
      ledger.cash -= units * numbers[0] + numbers[2]
      ledger.fees += numbers[2]
      ledger.position += units
      if ledger.position == 0 { ledger.closed += 1 }
      #expect(abs(ledger.cash - numbers[4]) < 1e-6)
      #expect(ledger.position == numbers[3])
      ledgers[trial] = ledger
    }
    let top = whole.stretch.byReturn.prefix(15)
    #expect(top.count == 15)
    for number in top {
      let figures = try #require(whole.stretch.trials[number].figures)
      let ledger = try #require(ledgers[number])
      #expect(ledger.position == 0)
      #expect(abs(ledger.cash / 10_000 - 1 - figures.totalReturn) < 1e-9)
      #expect(ledger.closed == figures.trades)
      #expect(abs(ledger.fees - figures.fees) < 1e-9)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: written).sorted()
    #expect(
      names == [
        "best_params.yaml", "equity.csv", "resolved_config.yaml", "results.json", "trades.csv",
      ]
    )
    let beside = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/reports")
    #expect(beside == [outcome.identity.experimentID])
  }

  @Test("never lets a test tick move a choice")
  func doesNotLeak() throws {
    let document = SearchFixture.tickDocument(
      "{method: walk_forward, walk_forward: {train_span: 25m, test_span: 10m, embargo: 1m}}"
    )
    let ticks = try SearchFixture.ticks()
    func outcome(_ ticks: TickSeries) throws -> WalkForwardOutcome {
      let data = try SearchData(ticks, hash: "x", from: nil, before: nil)
      let runner = try SearchRunner(SearchFixture.load(document), data: data, workers: 2)
      guard case .walkForward(let outcome) = try runner.run().findings else {
        throw SearchError.cancelled
      }
      return outcome
    }
    let first = try outcome(ticks)
    let window = try #require(first.windows.first)
    var block = ticks.block
    for row in block.times.indices where block.times[row] >= window.window.trainEnd.nanoseconds {
      block.bidPrices[row] *= 1.2
      block.askPrices[row] *= 1.2
      block.tradePrices[row] *= 1.2
      block.tradeSides[row] = -block.tradeSides[row]
    }
    let second = try outcome(TickSeries(symbol: "TICK", block: block))
    #expect(second.windows[0].chosen == window.chosen)
    #expect(second.windows[0].training.trials == window.training.trials)
    #expect(second.windows[0].test?.figures != window.test?.figures)
  }
}
