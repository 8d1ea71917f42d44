import Backtest
import ConfigValidation
import Foundation
import MarketModel
import Strategies
import Testing

func tryIdea(on bars: BarSeries) throws -> Double {
  let result = try EmaCross.definition.backtest(
    ReplayMarket(bars),
    parameters: ["fast": .integer(20), "slow": .integer(50)],
    settings: .frictionless(startingCash: 10_000, fillRule: .nextOpen, sizing: AllIn())
  )
  return result.summary.totalReturn
}

@Suite("README")
struct ReadmeExampleTests {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("shows the example that this file compiles")
  func showsTheExample() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let start = try #require(source.range(of: "func tryIdea"))
    let end = try #require(source.range(of: "\n}\n", range: start.lowerBound..<source.endIndex))
    #expect(readme.contains(source[start.lowerBound..<end.upperBound]))
  }

  @Test("has an example that runs and holds a rising market once its averages cross")
  func exampleRuns() throws {
    let day: Int64 = 86_400_000_000_000
    let bars = (0..<300).map { index in
      let price = 100 + 10 * sin(Double(index) / 30) + Double(index) / 10
      return Bar(
        openTime: Timestamp(nanoseconds: Int64(index) * day),
        closeTime: Timestamp(nanoseconds: Int64(index + 1) * day),
        open: price,
        high: price + 1,
        low: price - 1,
        close: price,
        volume: 1
      )
    }
    let series = try BarSeries(symbol: "DEMO", interval: .day, bars: bars)
    let total = try tryIdea(on: series)
    #expect(total > 0 && total < 1)
  }
}
