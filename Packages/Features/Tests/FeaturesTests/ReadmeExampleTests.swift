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

  func table(of daily: BarSeries) throws -> FeatureFrame {
    let own = try FeatureSet([
      .init("trend", .close / .close.sma(50) - 1),
      .init("surprise", .close.momentum(7).zscore(20)),
      .init("weekly", Feature(parsing: "where(rsi(close, 14) @ 1w > 50, 1, 0)")),
    ])
    let features = try own.appending(FeatureTier.vix.features)
    return try features.frame(over: daily, calendar: .usEquities).droppingUndefinedRows()
  }

  @Test("gives a table of features")
  func givesTable() throws {
    let daily = try SessionBars.daily(.usEquities, from: .on(2019, 1, 2), count: 120)
    let table = try table(of: daily)
    #expect(table.names.prefix(4) == ["trend", "surprise", "weekly", "vix_close"])
    // The fifteenth week ends on the 12th of April, with row 70.
    #expect(table.openTimes.first == daily.openTimes[71])
  }
}
