import PerformanceMetrics
import QuantMath
import Testing

@Suite("MonteCarlo")
struct MonteCarloTests {
  private static func simulation(
    _ method: MonteCarlo.Method,
    paths: Int = 400,
    block: Int? = nil,
    ruin: Double = 0.2,
    seed: UInt64 = 42
  ) throws -> MonteCarlo {
    try MonteCarlo(
      method: method,
      pathCount: paths,
      blockLength: block,
      ruinLevel: ruin,
      startingEquity: 10_000,
      seed: seed,
      trial: 0
    )
  }

  private static func trades(_ count: Int) -> [Double] {
    var stream = PhiloxStream(seed: 8, purpose: 0, trial: 0, path: 0)
    return (0..<count).map { _ in 20 + 900 * stream.normal() }
  }

  @Test("leaves every path flat without a trade", arguments: MonteCarlo.Method.allCases)
  func withoutTrades(method: MonteCarlo.Method) throws {
    let result = try Self.simulation(method).run(on: [])
    #expect(result.tradeCount == 0 && result.pathCount == 400)
    #expect(result.medianReturn == 0 && result.p5Return == 0 && result.p95MaximumDrawdown == 0)
    #expect(result.fractionPositive == 0 && result.ruinProbability == 0)
  }

  @Test("repeats a single trade on every path", arguments: MonteCarlo.Method.allCases)
  func singleTrade(method: MonteCarlo.Method) throws {
    let result = try Self.simulation(method).run(on: [-500])
    #expect(agree(result.medianReturn, -0.05, relative: 1e-14))
    #expect(agree(result.p5MaximumDrawdown, 0.05, relative: 1e-14))
    #expect(result.fractionPositive == 0)
  }

  @Test("keeps the sum of all trades when one block is as long as the record")
  func wholeRecordBlock() throws {
    let trades = Self.trades(30)
    let paths = try Self.simulation(.circular, block: 1_000).paths(0..<20, of: trades)
    let total = trades.reduce(0, +) / 10_000
    for value in paths.finalReturn { #expect(abs(value - total) < 1e-12) }
  }

  @Test("gives what adding the drawn trades one by one gives", arguments: [nil, 1, 4, 29])
  func equalsNaive(block: Int?) throws {
    let trades = Self.trades(29)
    let simulation = try Self.simulation(.bootstrap, block: block, ruin: 0.6)
    let paths = try simulation.paths(0..<200, of: trades)
    let length = block ?? 5  // round(sqrt 29)
    for path in 0..<200 {
      var stream = PhiloxStream(seed: 42, purpose: 0x4D43_0001, trial: 0, path: UInt32(path))
      var drawn: [Double] = []
      while drawn.count < trades.count {
        let start = stream.index(below: trades.count)
        for offset in 0..<min(length, trades.count - drawn.count) {
          drawn.append(trades[(start + offset) % trades.count])
        }
      }
      var (equity, peak, low, drawdown) = (10_000.0, 10_000.0, 10_000.0, 0.0)
      for profit in drawn {
        equity += profit
        peak = max(peak, equity)
        low = min(low, equity)
        drawdown = max(drawdown, 1 - equity / peak)
      }
      #expect(paths.finalReturn[path] == equity / 10_000 - 1)
      #expect(abs(paths.maximumDrawdown[path] - drawdown) < 1e-15)
      #expect(paths.isRuined[path] == (low <= 6_000))
    }
  }

  @Test("does not depend on how paths are divided", arguments: MonteCarlo.Method.allCases)
  func isIndependentOfWorkers(method: MonteCarlo.Method) throws {
    let simulation = try Self.simulation(method)
    let trades = Self.trades(50)
    var parts = MonteCarloPaths()
    for start in stride(from: UInt32(0), to: 400, by: 37) {
      parts.append(try simulation.paths(start..<min(start + 37, 400), of: trades))
    }
    #expect(simulation.summarize(parts, tradeCount: 50) == (try simulation.run(on: trades)))
  }

  @Test("chooses blocks of the rounded root of the number of trades, at least two, at most all")
  func customaryLength() throws {
    #expect([0, 1, 2, 3, 7, 12, 13, 100].map(customaryBlockLength) == [0, 1, 2, 2, 3, 3, 4, 10])
    let simulation = try Self.simulation(.bootstrap)
    #expect(simulation.scheme(for: 100) == .circularBlock(length: 10))
    #expect(try Self.simulation(.stationary).scheme(for: 100) == .stationary(meanLength: 10))
    #expect(try Self.simulation(.iid, block: 3).scheme(for: 100) == .independent)
    #expect(try Self.simulation(.bootstrap).run(on: Self.trades(9)).blockLength == nil)
    #expect(try Self.simulation(.bootstrap, block: 3).run(on: Self.trades(9)).blockLength == 3)
  }

  @Test("orders its quantiles and shares", arguments: UInt64(0)..<10)
  func quantilesAreOrdered(seed: UInt64) throws {
    let result = try Self.simulation(.stationary, seed: seed).run(on: Self.trades(80))
    #expect(result.p5Return <= result.medianReturn)
    #expect(result.p5MaximumDrawdown <= result.p95MaximumDrawdown)
    #expect((0...1).contains(result.ruinProbability))
    #expect((0...1).contains(result.fractionPositive))
  }

  @Test("refuses settings without a meaning")
  func refusesBadSettings() {
    #expect(throws: MetricError.self) { try Self.simulation(.iid, paths: 0) }
    #expect(throws: MetricError.self) { try Self.simulation(.iid, block: 0) }
    #expect(throws: MetricError.self) { try Self.simulation(.iid, ruin: 1) }
    #expect(MonteCarlo.Method(rawValue: "block") == nil)
  }
}
