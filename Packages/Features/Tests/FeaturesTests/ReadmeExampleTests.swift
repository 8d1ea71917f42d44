internal import ConfigValidation
import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("The example of the README")
struct ReadmeExampleTests {
  func averages(of series: BarSeries) throws -> [FeatureColumn] {
    let average = ExponentialMovingAverage(period: 20, seeding: .simpleMean, input: .close)
    let bands = try IndicatorCatalog.makeTransform(
      named: "bollinger",
      ["period": .integer(20), "deviations": .number(2)]
    )
    return average.columns(over: series) + bands.columns(over: series)
  }

  @Test("gives one column for each output")
  func givesColumns() throws {
    let series = try BarSeries(
      symbol: "TEST",
      interval: .minute,
      bars: GeneratedBars(seed: 1, count: 40).bars
    )
    let columns = try averages(of: series)
    #expect(
      columns.map(\.name) == ["value", "upper", "middle", "lower", "percent_b", "bandwidth"]
    )
    #expect(columns.allSatisfy { $0.isDefined.firstIndex(of: true) == 19 })
  }
}
