import BacktestTesting
import ConfigValidation
import MarketModel
import Optimizer
import StrategySearch
import Testing

@Suite("A walk-forward search")
struct WalkForwardSearchTests {
  private static let document = SearchFixture.bars(
    """
    {method: walk_forward, walk_forward: {train_span: 120d, test_span: 60d, embargo: 2d,
      inner_method: grid, choose: best, objective: total_return}}
    """
  )

  private func outcome(
    _ bars: BarSeries,
    _ document: String = Self.document
  ) throws -> WalkForwardOutcome {
    let runner = try SearchRunner(
      SearchFixture.load(document),
      data: SearchData(bars),
      workers: 2
    )
    guard case .walkForward(let outcome) = try runner.run().findings else {
      throw SearchError.cancelled
    }
    return outcome
  }

  @Test("chains windows with the embargo between training and test")
  func windows() throws {
    let bars = try SampleBars.walk("TEST", count: 400, seed: 3)
    let windows = try outcome(bars).windows.map(\.window)
    let day = Int64(86_400_000_000_000)
    #expect(windows.count == 4)
    for (index, window) in windows.enumerated() {
      let start = bars.openTimes[0] + Int64(index) * 60 * day
      #expect(window.trainStart.nanoseconds == start)
      #expect(window.trainEnd.nanoseconds == start + 120 * day)
      #expect(window.testStart.nanoseconds == start + 122 * day)
      #expect(window.testEnd.nanoseconds == start + 182 * day)
    }
  }

  @Test("never lets a test bar move a choice")
  func doesNotLeak() throws {
    let bars = try SampleBars.walk("TEST", count: 400, seed: 3)
    let first = try outcome(bars)
    for window in first.windows {
      // Everything from the end of the training part on is another market.
      let end = window.window.trainEnd.nanoseconds
      let altered = try BarSeries(
        symbol: bars.symbol,
        interval: bars.interval,
        bars: (0..<bars.count).map { row in
          var bar = bars[row]
          guard bar.closeTime.nanoseconds > end else { return bar }
          bar.open *= 1.7 - 0.001 * Double(row)
          bar.close *= 0.4 + 0.002 * Double(row)
          bar.high = max(bar.open, bar.close) * 1.01
          bar.low = min(bar.open, bar.close) * 0.99
          return bar
        }
      )
      let second = try outcome(altered).windows[window.window.index]
      #expect(second.chosen == window.chosen)
      #expect(second.training.trials == window.training.trials)
      #expect(second.test?.figures != window.test?.figures)
    }
  }

  @Test("stitches the test parts by return")
  func stitches() throws {
    let outcome = try outcome(SampleBars.walk("TEST", count: 400, seed: 3))
    let product = outcome.windows.reduce(1.0) { $0 * (1 + ($1.test?.figures.totalReturn ?? 0)) }
    #expect(abs(outcome.outOfSample.figures.totalReturn - (product - 1)) < 1e-12)
    let times = outcome.outOfSample.markTimes
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    for (time, index) in zip(times, outcome.outOfSample.windows) {
      let window = outcome.windows[index].window
      #expect(time >= window.testStart.nanoseconds && time <= window.testEnd.nanoseconds)
    }
  }

  @Test("gives losers no efficiency")
  func losers() throws {
    // A market that falls every day: every long strategy loses in and out of sample.
    let rows = (0..<400).map { day in
      let price = 100 * (1 - 0.002 * Double(day)) + (day % 3 == 0 ? 1.5 : 0)
      return (open: price, high: price * 1.001, low: price * 0.999, close: price * 0.9995)
    }
    let falling = try outcome(SampleBars.series(rows))
    #expect((falling.efficiency.inSample ?? 0) <= 0)
    #expect(falling.efficiency.value == nil)
    #expect(falling.efficiency.reason == "the mean in-sample objective is not above 0")
    let minimized = try outcome(
      SampleBars.walk("TEST", count: 400, seed: 3),
      Self.document.replacing("objective: total_return", "objective: max_drawdown")
    )
    #expect(minimized.efficiency.value == nil)
    #expect(minimized.efficiency.reason == "the objective is minimized")
  }

  @Test("refuses data that are too short for one window")
  func refusesShort() throws {
    #expect(throws: SearchError.self) {
      try outcome(SampleBars.walk("TEST", count: 100, seed: 3))
    }
  }
}
