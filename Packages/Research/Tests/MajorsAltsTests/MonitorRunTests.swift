import MajorsAlts
import MarketModel
import Regime
import Testing

@Suite("MonitorRun")
struct MonitorRunTests {
  static let always = """
    backtest:
      lookback_window_days: 70
      rebalance_frequency_days: 7
      trade_in: [STRONG_RISK_ON_ALTS, WEAK_RISK_ON_ALTS, BALANCED, WEAK_RISK_ON_MAJORS, STRONG_RISK_ON_MAJORS]

    """

  private func run(
    _ document: String,
    _ made: MadePanel = MadePanel(days: 200)
  ) throws -> (plan: MonitorPlan, run: MonitorRun) {
    let settings = try MadePanel.settings(document)
    let plan = try MonitorPlan(made.panel(), settings: settings)
    return (plan, try MonitorRun(plan, settings: settings))
  }

  @Test("has one row for every day after the look-back")
  func emitsEveryDay() throws {
    let (plan, run) = try run(Self.always)
    #expect(run.days.map(\.date) == (70..<200).map { plan.panel.day($0) })
  }

  @Test("keeps positions on days without a rebalance")
  func keepsPositions() throws {
    let (_, run) = try run(Self.always)
    for (index, day) in run.days.enumerated() {
      #expect((day.altTurnover > 0) == (index % 7 == 0), "day \(index)")
      #expect(day.altGross > 0.3 && day.majorGross > 0.3)
    }
  }

  @Test("earns the difference of the legs on the day after a rebalance")
  func earnsTheLegs() throws {
    let (plan, run) = try run(Self.always + "costs: {taker_bps: 0, slippage_bps: 0}\n")
    for index in stride(from: 1, to: 120, by: 7) {
      let decided = 70 + index - 1
      let expected = plan.legs[decided].weights.reduce(0.0) { sum, entry in
        sum + entry.weight * (plan.panel.dailyReturn(decided + 1, entry.asset) ?? .nan)
      }
      #expect(abs(run.days[index].netReturn - expected) < 1e-12)
      #expect(run.days[index].cost == 0)
    }
  }

  @Test("changes equity at a trade by nothing but costs")
  func buyingAndMarkingAtOnePriceCosts() throws {
    let (_, run) = try run(Self.always)
    let first = run.days[0]
    #expect(abs(first.grossReturn) < 1e-15)
    #expect(abs(first.netReturn + first.cost) < 1e-15)
    // Two legs of half the equity, 5 + 5 basis points each; fees are charged on slipped prices.
    #expect(abs(first.cost - 0.001) < 1e-5)
    for day in run.days {
      #expect(abs(day.grossReturn - day.cost - day.funding - day.netReturn) < 1e-15)
    }
  }

  @Test("pays funding on longs and receives it on shorts, three times a day")
  func paysFunding() throws {
    // Bitcoin long and alts short are each half the equity: a rate that all share nets to almost nothing.
    let (_, both) = try run(Self.always, MadePanel(days: 200, fundingRate: 0.0002))
    #expect(both.days.dropFirst().allSatisfy { abs($0.funding) < 0.0002 })
    // Without the alts' leg to receive it, the long leg pays 3 · rate · 0.5.
    var made = MadePanel(days: 200, fundingRate: 0.0002)
    made.paysOnlyMajors = true
    let (_, long) = try run(Self.always, made)
    for index in stride(from: 1, to: 120, by: 7) {
      #expect(abs(long.days[index].funding - 3 * 0.0002 * 0.5) < 3e-5)
      #expect(long.days[index].netReturn < long.days[index].grossReturn)
    }
    #expect(long.days[0].funding == 0)
  }

  @Test("is flat outside the traded states")
  func isFlatElsewhere() throws {
    let document = "backtest: {lookback_window_days: 70, rebalance_frequency_days: 1}\n"
    let (_, run) = try run(document, MadePanel(days: 400, seed: 3))
    #expect(Set(run.days.map(\.state)).count > 1)
    for day in run.days {
      #expect((day.majorGross > 0) == day.state.favoursMajors, "\(day.date)")
    }
  }

  @Test("rebalances on signals where no frequency is given")
  func rebalancesOnSignals() throws {
    let document = Self.always.replacing("  rebalance_frequency_days: 7\n", with: "")
    let (_, run) = try run(document, MadePanel(days: 400))
    var last = run.days[0]
    for day in run.days.dropFirst() {
      let isDue = day.state != last.state || abs(day.score - last.score) > 0.3
      #expect((day.altTurnover > 0) == isDue, "\(day.date)")
      if isDue { last = day }
    }
  }

  @Test("gives positions up when a stop is hit, until the regime moves on")
  func stops() throws {
    let document = Self.always + "  risk_management: {stop_loss: 0.01}\n"
    let made = MadePanel(days: 400, seed: 5)
    let (_, run) = try run(document, made)
    let isHit = run.days.indices.filter { run.days[$0].netReturn <= -0.01 }
    #expect(!isHit.isEmpty)
    for index in isHit where run.days[index - 1].majorGross > 0 {
      #expect(run.days[index].majorGross == 0, "day \(index)")
    }
    // It comes back.
    #expect(run.days.suffix(100).contains { $0.majorGross > 0 })
  }

  @Test("holds less when volatility is above its target")
  func targetsVolatility() throws {
    let calm = Self.always + "  volatility_targeting: {enabled: true, target: 0.02}\n"
    let (_, run) = try run(calm, MadePanel(days: 300))
    let (_, plain) = try self.run(Self.always, MadePanel(days: 300))
    #expect(run.days[0].majorGross == plain.days[0].majorGross)
    #expect(run.days[150].majorGross < 0.6 * plain.days[150].majorGross)
  }

  @Test("keeps an asset without prices at its last mark")
  func survivesGaps() throws {
    var made = MadePanel(days: 200)
    made.gap = (asset: 0, days: 100..<200)
    let (_, run) = try run(Self.always, made)
    #expect(run.days.count == 130)
    #expect(run.days.allSatisfy { $0.netReturn.isFinite })
  }

  @Test("says when nothing can be traded")
  func refusesEmptyBaskets() throws {
    let settings = try MadePanel.settings("target: {short_leg: {min_mcap_usd: 1.0e+14}}\n")
    let plan = try MonitorPlan(MadePanel(days: 300).panel(), settings: settings)
    #expect(throws: MonitorError.nothingToTrade) { try MonitorRun(plan, settings: settings) }
  }
}
