import MarketModel
import Regime
import Testing

@Suite("LiquidityRule")
struct LiquidityRuleTests {
  /// The label of a bar after fifty bars whose volumes are 0, 1, …, 49.
  func label(volume: Double, spread: Double?) throws -> LiquidityRegime? {
    var rule = LiquidityRule(RegimeSettings.standard.liquidity)
    let volumes = (0..<50).map { Double($0) } + [volume]
    let series = try MadeBars.daily([Double](repeating: 10, count: 51), volumes: volumes)
    var reading: LiquidityRule.Reading?
    for index in 0..<series.count { reading = rule.update(series[index], spread: spread) }
    return reading?.regime
  }

  @Test(
    "follows the table",
    arguments: [
      (25.5, 0.0051, LiquidityRegime.dried),  // a wide spread wins over everything
      (100, 0.0051, .dried),
      (25.5, 0.005, .low),
      (25.5, 0.0021, .low),
      (25.5, 0.002, .normal),
      (5, 0.001, .low),  // rank 5/49
      (25.5, 0.001, .normal),
      (100, 0.0004, .high),
      (100, 0.0005, .normal),
      (25.5, 0.0004, .normal),
    ]
  )
  func followsTable(volume: Double, spread: Double, expected: LiquidityRegime) throws {
    #expect(try label(volume: volume, spread: spread) == expected)
  }

  @Test("without quotes is low or normal by volume, never high")
  func withoutQuotes() throws {
    #expect(try label(volume: 100, spread: nil) == .normal)
    #expect(try label(volume: 5, spread: nil) == .low)
  }

  @Test("has no label without quotes until the volumes are remembered")
  func warmsUp() throws {
    var rule = LiquidityRule(RegimeSettings.standard.liquidity)
    let series = try MadeBars.daily([Double](repeating: 10, count: 50))
    let found = (0..<50).map { rule.update(series[$0], spread: nil) }
    #expect(found[48].regime == nil)
    #expect(found[49].regime != nil)
    #expect(found[49].evidence == 0.5)
    var other = LiquidityRule(RegimeSettings.standard.liquidity)
    #expect(other.update(series[0], spread: 0.01).regime == .dried)
  }
}
