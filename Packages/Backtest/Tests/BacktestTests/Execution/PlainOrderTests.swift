import Backtest
import BacktestTesting
import MarketModel
import Testing

@Suite("Plain orders")
struct PlainOrderTests {
  @Test("the short way books what the long way books", arguments: [FillRule.nextOpen, .thisClose])
  func sameBooks(rule: FillRule) throws {
    let market = try ReplayMarket(SampleBars.walk(count: 2_500, seed: 11))
    let sizes: [Order.Size] = [
      .signal(1), .signal(0), .signal(-1), .targetWeight(0.5), .units(3), .targetUnits(0),
      .signal(1), .targetWeight(-0.25), .targetUnits(2), .targetWeight(0),
    ]
    for sizing in [AllIn() as any SizingModel, FixedUnits(units: 10)] {
      var settings = plainSettings(rule)
      settings.sizing = sizing
      settings.fees = ProportionalFee(rate: 0.0003)
      settings.slippage = FixedSlippage(priceFraction: 0.0001, perUnit: 0.01)
      // A tagged order is not plain, and goes the long way.
      let results = try [Int32(0), 1].map { tag in
        let script = (0..<300).map { step in
          (row: 3 + 8 * step, order: Order(.market, sizes[step % sizes.count], tag: tag))
        }
        return try ScriptedStrategy.definition(script).backtest(market, settings: settings)
      }
      let (short, long) = (results[0], results[1])
      #expect(short.fills.count > 200)
      #expect(short.fills == long.fills)
      #expect(short.roundTrips == long.roundTrips)
      #expect(short.equity == long.equity)
      #expect(short.ledger == long.ledger)
      #expect(short.summary.exposedMarkCount == long.summary.exposedMarkCount)
      #expect(short.summary.orderCount == long.summary.orderCount)
      #expect(short.summary.maximumDrawdown == long.summary.maximumDrawdown)
    }
  }
}
