import Backtest
import BacktestTesting
import Testing

@Suite("Risk limits and sizing")
struct RiskLimitTests {
  @Test("each limit refuses with its own reason")
  func reasons() throws {
    var settings = plainSettings(.thisClose)
    settings.limits = RiskLimits(
      maximumPositionUnits: 50,
      maximumGrossLeverage: 0.3,
      requiresBuyingPower: true,
      allowsShorting: false
    )
    let result = try run(
      [(0, .units(-1)), (0, .units(51)), (0, .units(40)), (0, .units(20)), (1, .units(-20))],
      settings
    )
    #expect(result.rejects.map(\.reason) == [.shortingNotAllowed, .positionLimit, .leverageLimit])
    #expect(result.fills.map(\.units) == [20, -20])
    settings.limits = RiskLimits(requiresBuyingPower: true, allowsShorting: true)
    let poor = try run([(0, .units(100))], settings)
    #expect(poor.rejects.map(\.reason) == [.buyingPower])
    settings.limits.maximumPositionFraction = 0.5
    settings.limits.requiresBuyingPower = false
    #expect(try run([(0, .units(50))], settings).rejects.map(\.reason) == [.positionLimit])
  }

  @Test("a bracket is not placed for an entry that was refused")
  func refusedBracket() throws {
    var settings = plainSettings(.thisClose)
    settings.limits.allowsShorting = false
    let exits = Bracket(stop: .absolute(1), target: .absolute(1))
    let result = try run([(0, Order(.market, .units(-1), bracket: exits))], settings)
    #expect(result.fills.isEmpty)
    #expect(result.summary.rejectCount == 1)
  }

  @Test("sizing models turn an opinion into units")
  func sizing() throws {
    var settings = plainSettings(.thisClose)
    #expect(try run([(0, .signal(-0.5))], settings).fills.map(\.units) == [-5])
    settings.sizing = FractionOfEquity(fraction: 0.505)
    #expect(try run([(0, .signal(1))], settings).fills.map(\.units) == [50])
    settings.sizing = AllIn()
    settings.lotSize = 1
    #expect(try run([(0, .signal(1))], settings).fills.map(\.units) == [99])
    settings.lotSize = nil
    settings.fees = PerUnitFee(amount: 1, minimum: 5)
    let units = try #require(try run([(0, .signal(1))], settings).fills.first?.units)
    #expect(abs(units * 102 - 10_000) < 1e-6)
    settings.sizing = VolatilityTarget(
      annualVolatility: 0.1,
      windowBars: 3,
      periodsPerYear: 252,
      maximumLeverage: 1
    )
    #expect(try run([(1, .signal(1))], settings).fills.isEmpty)
    #expect(try run([(4, .signal(1))], settings).fills.count == 1)
  }

  @Test("an all-in reversal keeps cash and position apart")
  func reversal() throws {
    var settings = plainSettings(.thisClose)
    settings.sizing = AllIn()
    settings.fees = ProportionalFee(rate: 0.001)
    let result = try run([(0, .signal(-1)), (2, .signal(1)), (4, .signal(0))], settings)
    #expect(result.roundTrips.count == 2)
    #expect(result.roundTrips[0].units < 0)
    #expect(result.roundTrips[1].units > 0)
    #expect(accountViolations(in: result).isEmpty)
    let profit = result.roundTrips.reduce(0) { $0 + $1.profit }
    #expect(abs(10_000 + profit - result.summary.finalEquity) < 1e-8)
  }
}
