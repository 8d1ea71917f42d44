import ConfigValidation
import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Everything that is registered")
struct RegisteredSubjectTests {
  /// Daily bars of the New York session, over a year with its holidays.
  static let series: BarSeries? = {
    let calendar = TradingCalendar.usEquities
    let walk = GeneratedBars(seed: 31, count: 420, step: 0.03).bars
    var bars: [Bar] = []
    var day = CivilDate(dayNumber: 17_532)
    while bars.count < walk.count {
      if let session = calendar.session(on: day) {
        var bar = walk[bars.count]
        bar.openTime = session.open
        bar.closeTime = session.close
        bars.append(bar)
      }
      day = day.advanced(byDays: 1)
    }
    return try? BarSeries(symbol: "MADE", interval: .day, bars: bars)
  }()

  static let features = FeatureTierRegistry.standard.tiers.flatMap(\.features.entries)

  @Test("is causal where it is a feature of a tier", arguments: features)
  func tiersAreCausal(entry: FeatureSet.Entry) throws {
    let world = BarWorld([try #require(Self.series)])
    let report = CausalityChecker(plan: .thorough(cuts: 12, seed: 5))
      .check(CausalitySubject(entry, calendar: .usEquities), over: world)
    #expect(report.violations == [])
    #expect(report.comparisons > 0)
  }

  @Test("sees exactly as far ahead as it says where it is a target", arguments: [1, 3])
  func targetsSeeTheirHorizon(horizon: Int) throws {
    let world = BarWorld([try #require(Self.series)])
    for definition in TargetCatalog.all {
      let target = try definition.makeTarget(horizon: horizon, price: .close, [:])
      let report = CausalityChecker(plan: .thorough(cuts: 24, seed: 6))
        .check(CausalitySubject(target), over: world)
      #expect(report.violations == [], "\(definition.name)")
      #expect(report.comparisons > 0)
    }
  }
}
