import MajorsAlts
import MarketModel
import Regime
import Testing

@Suite("MonitorEvaluation")
struct MonitorEvaluationTests {
  private func evaluation(
    _ text: String = ""
  ) throws -> (plan: MonitorPlan, settings: MonitorSettings, result: MonitorEvaluation) {
    let settings = try MadePanel.settings("backtest: {lookback_window_days: 90}\n" + text)
    let plan = try MonitorPlan(MadePanel(days: 500).panel(), settings: settings)
    return (plan, settings, try MonitorEvaluation(plan, settings: settings))
  }

  @Test("counts every traded day in the state that it had")
  func countsDays() throws {
    let (plan, _, result) = try evaluation()
    for horizon in [1, 5, 10, 20] {
      let counted = result.returns.rows.filter { $0.horizonRows == horizon }
        .reduce(0) { $0 + $1.count }
      #expect(counted == 410 - horizon)
    }
    #expect(result.stability.totalDays == 410)
    let states = plan.readings.dropFirst(90).compactMap { $0?.state }
    let switches = zip(states, states.dropFirst()).count { $0 != $1 }
    #expect(result.stability.totalSwitches == switches)
  }

  @Test("compares ends of the scale only over horizons that are asked for")
  func needsItsHorizons() throws {
    #expect(try evaluation().result.edge != nil)
    #expect(try evaluation("target: {horizon_days: [2, 4]}\n").result.edge == nil)
  }

  @Test("knows nothing when every regime is noise")
  func findsNoEdgeInNoise() throws {
    let (_, _, result) = try evaluation()
    let edge = try #require(result.edge)
    for end in [edge.worst, edge.best] where end.count > 20 {
      #expect(try #require(end.edge?.pValue) > 0.01)
    }
  }
}

@Suite("MonitorSignal")
struct MonitorSignalTests {
  @Test("is that of the plan on its day, and sees nothing later")
  func isCausal() throws {
    let settings = try MadePanel.settings()
    let panel = try MadePanel(days: 300, fundingRate: 0.0002).panel()
    let plan = try MonitorPlan(panel, settings: settings)
    for day in [100, 200, 298] {
      let date = panel.day(day)
      let whole = try MonitorSignal(plan, settings: settings, on: date)
      let past = try MonitorPlan(panel.prefix(days: day + 1), settings: settings)
      #expect(try MonitorSignal(past, settings: settings, on: date) == whole)
      #expect(whole.reading == plan.readings[day])
      #expect(whole.weights.isEmpty == !whole.isTraded)
    }
  }

  @Test("names the days that have one")
  func refusesOtherDays() throws {
    let settings = try MadePanel.settings()
    let plan = try MonitorPlan(MadePanel(days: 100).panel(), settings: settings)
    let panel = plan.panel
    #expect(
      throws: MonitorError.noSignal(panel.day(10), first: panel.day(60), last: panel.day(99))
    ) {
      try MonitorSignal(plan, settings: settings, on: panel.day(10))
    }
    #expect(throws: MonitorError.self) {
      try MonitorSignal(plan, settings: settings, on: panel.day(100))
    }
  }
}
