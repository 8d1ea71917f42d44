import MajorsAlts
import MarketModel
import Testing

@Suite("MonitorPlan")
struct MonitorPlanTests {
  static let documents = [
    "",
    "target: {mode: enhanced, short_leg: {n: 3, filters: {max_volatility: 5}}}\n",
    "target: {long_leg: {neutrality: beta_neutral}}\n",
    "target: {short_leg: {n: 2, weighting: mcap}, long_leg: {neutrality: dollar_neutral}}\n",
  ]

  @Test("sees no later day", arguments: documents)
  func isCausal(document: String) throws {
    let settings = try MadePanel.settings(document)
    var made = MadePanel(days: 220, fundingRate: 0.0001)
    made.gap = (asset: 2, days: 100..<120)
    let panel = try made.panel()
    let whole = try MonitorPlan(panel, settings: settings)
    for cut in [63, 64, 99, 100, 110, 121, 150, 219] {
      let past = try MonitorPlan(panel.prefix(days: cut), settings: settings)
      for day in 0..<cut {
        #expect(past.readings[day] == whole.readings[day])
        #expect(past.baskets[day] == whole.baskets[day])
        #expect(past.legs[day] == whole.legs[day])
        for feature in MonitorFeature.allCases {
          #expect(past.features.raw(feature, day) == whole.features.raw(feature, day))
          #expect(past.features.score(feature, day) == whole.features.score(feature, day))
        }
      }
    }
  }

  @Test("keeps each leg at half the equity, long majors and short alts")
  func legsAreOpposite() throws {
    for document in ["", Self.documents[3]] {
      let plan = try MonitorPlan(MadePanel().panel(), settings: MadePanel.settings(document))
      for legs in plan.legs.dropFirst(60) {
        #expect(abs(legs.net) < 1e-12)
        #expect(abs(legs.gross - 1) < 1e-12)
        for entry in legs.weights {
          let name = plan.panel.assets[entry.asset].name
          #expect((entry.weight > 0) == (name == "BTC" || name == "ETH"))
          #expect(name != "USDT")
        }
      }
    }
  }

  @Test("offsets the betas of the basket")
  func isBetaNeutral() throws {
    let document = "target: {long_leg: {neutrality: beta_neutral}}\nbeta: {ridge: 0}\n"
    let plan = try MonitorPlan(MadePanel(days: 300).panel(), settings: MadePanel.settings(document))
    // The alts' true mean beta to each major is 0.4, so half the equity short needs about 0.2 of each.
    let weights = plan.legs.dropFirst(120).map { legs in
      legs.weights.filter { $0.weight > 0 }.reduce(0) { $0 + $1.weight }
    }
    let average = weights.reduce(0, +) / Double(weights.count)
    #expect(abs(average - 0.4) < 0.08)
  }

  @Test("has no reading during the burn-in")
  func dropsBurnIn() throws {
    let plan = try MonitorPlan(MadePanel(days: 90).panel(), settings: MadePanel.settings())
    #expect(plan.readings[59] == nil)
    #expect(plan.readings[60] != nil)
    #expect(plan.legs[59] == .flat)
  }

  @Test("says which major is missing, and how many days it needs")
  func refusesUnusablePanels() throws {
    let panel = try MadePanel(days: 70).panel()
    let settings = try MadePanel.settings("universe: {majors: [BTC, LTC]}\n")
    #expect(throws: MonitorError.missingMajor("LTC")) {
      try MonitorPlan(panel, settings: settings)
    }
    #expect(throws: MonitorError.tooFewDays(found: 61, needed: 62)) {
      try MonitorPlan(panel.prefix(days: 61), settings: MadePanel.settings())
    }
  }

  @Test("takes the largest alts, ties by name")
  func choosesTheLargest() throws {
    let plan = try MonitorPlan(
      MadePanel(days: 70).panel(),
      settings: MadePanel.settings("target: {short_leg: {n: 2}}\n")
    )
    let day = 65
    let sizes = plan.panel.assets.indices.filter { plan.panel.assets[$0].name.hasPrefix("ALT") }
      .sorted {
        (plan.panel.marketCap[day, $0] ?? 0) > (plan.panel.marketCap[day, $1] ?? 0)
      }
    #expect(plan.baskets[day].members.map(\.asset) == Array(sizes.prefix(2)))
    #expect(plan.baskets[day].members.map(\.share) == [0.5, 0.5])
  }

  @Test("compounds the daily returns of the basket and of Bitcoin", arguments: [1, 5, 20])
  func forwardReturnsCompound(horizon: Int) throws {
    var made = MadePanel(days: 200)
    made.gap = (asset: 1, days: 150..<152)
    let plan = try MonitorPlan(made.panel(), settings: MadePanel.settings())
    let bitcoin = try #require(plan.panel.index(of: "BTC"))
    for day in 60..<200 {
      let found = plan.relativeReturn(after: day, days: horizon, bitcoin: bitcoin)
      var (basket, reference): (Double?, Double?) = (1, 1)
      for next in day + 1...day + horizon {
        let moves = plan.baskets[day].members.map { member in
          next < 200 ? plan.panel.dailyReturn(next, member.asset).map { $0 * member.share } : nil
        }
        let move = moves.contains { $0 == nil } ? nil : moves.compactMap { $0 }.reduce(0, +)
        basket = basket.flatMap { value in move.map { value * (1 + $0) } }
        let own = next < 200 ? plan.panel.dailyReturn(next, bitcoin) : nil
        reference = reference.flatMap { value in own.map { value * (1 + $0) } }
      }
      guard let basket, let reference else {
        #expect(found == nil, "day \(day)")
        continue
      }
      #expect(abs((found ?? .nan) - (basket - reference)) < 1e-12, "day \(day)")
    }
  }
}
