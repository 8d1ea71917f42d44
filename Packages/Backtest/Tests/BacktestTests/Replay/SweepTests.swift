import Backtest
import BacktestTesting
import ConfigValidation
import MarketModel
import PerformanceMetrics
import Testing

@Suite("Sweeps")
struct SweepTests {
  private let sets: [ParameterSet] = (0..<40).map { ["window": .integer(2 + $0)] }

  @Test("results are the same for every number of workers, and the same as single runs")
  func workers() throws {
    let market = try ReplayMarket(SampleBars.walk(count: 3_000, seed: 5))
    var settings = plainSettings()
    settings.fees = ProportionalFee(rate: 0.0002)
    let one = try aboveMean.sweep(
      market,
      parameterSets: sets,
      settings: settings,
      recording: .full,
      workers: 1
    )
    for workers in [2, 3, 7] {
      let many = try aboveMean.sweep(
        market,
        parameterSets: sets,
        settings: settings,
        recording: .full,
        workers: workers
      )
      #expect(many == one)
    }
    for index in [0, 17, 39] {
      #expect(
        try aboveMean.backtest(market, parameters: sets[index], settings: settings) == one[index]
      )
    }
  }

  @Test("streamed moments and drawdown match the recorded curve")
  func statistics() throws {
    let market = try ReplayMarket(SampleBars.walk(count: 5_000, seed: 8))
    let result = try aboveMean.backtest(market, settings: plainSettings())
    var (previous, peak, worst) = (10_000.0, 10_000.0, 0.0)
    var returns: [Double] = []
    for value in result.equity {
      returns.append(value / previous - 1)
      previous = value
      peak = max(peak, value)
      worst = max(worst, 1 - value / peak)
    }
    let mean = returns.reduce(0, +) / Double(returns.count)
    let variance =
      returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(returns.count - 1)
    #expect(abs(try #require(result.summary.returns.mean) - mean) < 1e-15)
    #expect(
      abs(try #require(result.summary.returns.sampleVariance) - variance) < 1e-12 * variance
    )
    #expect(abs(result.summary.maximumDrawdown - worst) < 1e-12)
    #expect(result.markTimes.count == result.equity.count)
    #expect(result.summary.markCount == 5_000)
  }

  @Test("an invalid parameter set names every problem")
  func badParameters() throws {
    let market = try ReplayMarket(SampleBars.walk(count: 10, seed: 1))
    #expect(throws: BacktestError.self) {
      try aboveMean.backtest(market, parameters: ["windw": .integer(3)], settings: plainSettings())
    }
  }

  @Test("settings outside their range are refused by name")
  func badSettings() throws {
    var settings = plainSettings()
    settings.startingCash = 0
    #expect(
      throws: BacktestError.invalidSetting(
        name: "starting_cash",
        expected: "a positive number",
        found: 0
      )
    ) { try run([], settings) }
  }

  @Test("settings hash by everything that they contain")
  func canonicalForm() {
    let base = plainSettings()
    var other = base
    #expect(base == other)
    other.costMultiplier = 1.25
    #expect(base != other)
    let names = base.canonicalFields.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
