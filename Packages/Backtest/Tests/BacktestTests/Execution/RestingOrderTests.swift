import Backtest
import BacktestTesting
import Testing

@Suite("Resting orders")
struct RestingOrderTests {
  @Test("a limit fills at its price, or at a better open")
  func limits() throws {
    let touched = try run([(0, Order(.limit(99), .units(10)))])
    #expect(touched.fills.map(\.price) == [99])
    #expect(touched.fills.map(\.bar) == [2])
    let gapped = try run([(2, Order(.limit(98), .units(10)))])
    #expect(gapped.fills.map(\.price) == [97])
    let sale = try run([(0, Order(.limit(104.5), .units(-10)))])
    #expect(sale.fills.map(\.price) == [104.5])
  }

  @Test("a limit may need a trade beyond it")
  func limitThrough() throws {
    var settings = plainSettings()
    settings.limitFillRule = .through
    #expect(try run([(0, Order(.limit(98), .units(10)))], settings).fills.map(\.price) == [97])
    #expect(try run([(0, Order(.limit(98.5), .units(10)))], settings).fills.map(\.bar) == [2])
  }

  @Test("a stop fills at its level, or at a worse open")
  func stops() throws {
    let triggered = try run([(0, .units(10)), (0, Order(.stop(100), .units(-10)))])
    #expect(triggered.fills.map(\.price) == [103, 100])
    let gapped = try run([(0, .units(10)), (2, Order(.stop(98.5), .units(-10)))])
    #expect(gapped.fills.map(\.price) == [103, 97])
    let bought = try run([(0, Order(.stop(104.5), .units(10)))])
    #expect(bought.fills.map(\.price) == [104.5])
  }

  @Test("slippage worsens stops and spares limits")
  func slippage() throws {
    var settings = plainSettings()
    settings.slippage = FixedSlippage(priceFraction: 0, perUnit: 0.5)
    let stop = try run([(0, Order(.stop(104.5), .units(10)))], settings)
    #expect(stop.fills.map(\.price) == [105])
    let limit = try run([(0, Order(.limit(99), .units(10)))], settings)
    #expect(limit.fills.map(\.price) == [99])
  }

  @Test("a stop-limit becomes a limit when its trigger lies beyond the limit")
  func stopLimits() throws {
    let direct = try run([(0, Order(.stopLimit(stop: 103, limit: 103.5), .units(10)))])
    #expect(direct.fills.map(\.price) == [103])
    let later = try run([(0, Order(.stopLimit(stop: 102.5, limit: 102.6), .units(10)))])
    #expect(later.fills.map(\.price) == [102.6])
    #expect(later.fills.map(\.bar) == [2])
  }

  @Test("a trailing stop follows the best price of the bars before")
  func trailingStop() throws {
    let result = try run([
      (0, .units(10)), (0, Order(.trailingStop(.absolute(4)), .units(-10))),
    ])
    // Best 101, then 105 after bar 1: the level in bar 2 is 101.
    #expect(result.fills.map(\.price) == [103, 101])
    #expect(result.fills.last?.cause == .trailingStop)
  }

  @Test("a day order ends with its day, an immediate one with its first price")
  func timeInForce() throws {
    let day = try run([(0, Order(.limit(99), .units(10), timeInForce: .day))])
    #expect(day.fills.isEmpty)
    #expect(day.summary.cancelledCount == 1)
    let taken = try run([(0, Order(.limit(104), .units(10), timeInForce: .immediateOrCancel))])
    #expect(taken.fills.map(\.price) == [103])
    let missed = try run([(0, Order(.limit(102.5), .units(10), timeInForce: .immediateOrCancel))])
    #expect(missed.fills.isEmpty)
    #expect(missed.summary.cancelledCount == 1)
  }

  @Test("a bracket's stop or target ends the position and the other order")
  func bracket() throws {
    let stopped = Order(
      .market,
      .units(10),
      bracket: Bracket(stop: .absolute(4), target: .absolute(6))
    )
    let loss = try run([(0, stopped)])
    #expect(loss.fills.map(\.price) == [103, 99])
    #expect(loss.fills.last?.cause == .protectiveStop)
    let won = Order(
      .market,
      .units(10),
      bracket: Bracket(stop: .absolute(4), target: .absolute(1.5))
    )
    let gain = try run([(0, won)])
    #expect(gain.fills.map(\.price) == [103, 104.5])
    #expect(gain.fills.map(\.bar) == [1, 1])
    #expect(gain.summary.unfilledCount == 0)
    #expect(gain.roundTrips.map(\.profit) == [15])
  }

  @Test("a bar that reaches stop and target takes the stated one and reports the difference")
  func ambiguity() throws {
    let order = Order(
      .market,
      .units(10),
      bracket: Bracket(stop: .absolute(1), target: .absolute(3))
    )
    let worst = try run([(2, order)])
    #expect(worst.fills.map(\.price) == [97, 96])
    #expect(worst.summary.ambiguousBarCount == 1)
    #expect(worst.summary.ambiguousEquity == 40)
    var settings = plainSettings()
    settings.intrabarRule = .targetFirst
    let best = try run([(2, order)], settings)
    #expect(best.fills.map(\.price) == [97, 100])
    #expect(best.summary.ambiguousEquity == -40)
    #expect(best.summary.finalEquity - worst.summary.finalEquity == 40)
  }

  @Test("a stop follows a limit entry in the same bar in the worst case, a target never does")
  func bracketInsideBar() throws {
    let order = Order(
      .limit(99.5),
      .units(10),
      bracket: Bracket(stop: .absolute(1), target: .absolute(4))
    )
    // Bar 2 opens at 104 and falls to 98: in at 99.5, out at 98.5; the high of 104 came before.
    let worst = try run([(0, order)])
    #expect(worst.fills.map(\.price) == [99.5, 98.5])
    #expect(worst.fills.map(\.bar) == [2, 2])
  }
}
