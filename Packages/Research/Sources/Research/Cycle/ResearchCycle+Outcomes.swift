internal import MarketModel
internal import ReplayPacks

extension ResearchCycle {
  /// Computes the outcomes of every symbol into the lake.
  func ensureOutcomes(
    of plan: CyclePlan,
    _ control: CycleControl
  ) throws(CycleError) {
    let config = loaded.config
    guard config.outcomes.ensuresBeforePack else {
      control.observe(.skipped(.outcomes, reason: "outcomes.ensure_before_pack is false"))
      return
    }
    guard let horizons = OutcomeDefinition.customaryHorizons(for: interval) else {
      control.observe(.skipped(.outcomes, reason: "bars of \(interval) have no customary horizons"))
      return
    }
    control.observe(.began(.outcomes, total: plan.sources.count))
    var inserted = 0
    var replaced = 0
    for (index, source) in plan.sources.enumerated() {
      try control.checkStop(.outcomes)
      let counts = try outcomes(of: source, plan, horizons)
      inserted += counts.inserted
      replaced += counts.replaced
      control.observe(.advanced(.outcomes, completed: index + 1))
    }
    control.observe(
      .ended(
        .outcomes,
        result: "\(plan.sources.count) symbols, \(inserted) outcomes new, \(replaced) upgraded"
      )
    )
  }

  private func outcomes(
    of source: CyclePlan.Source,
    _ plan: CyclePlan,
    _ horizons: [Int64]
  ) throws(CycleError) -> OutcomeCounts {
    do throws(OutcomeStoreError) {
      return try ReplayPacks.ensureOutcomes(
        lake: lake,
        symbol: source.symbol,
        interval: interval,
        provider: source.provider,
        from: plan.first.startInUTC,
        through: endOfDay(plan.last),
        definition: try definition(horizons),
        expectation: { first, last in self.expectation(from: first, through: last) }
      )
    } catch {
      throw .outcomes(source.symbol, error)
    }
  }

  private func definition(_ horizons: [Int64]) throws(OutcomeStoreError) -> OutcomeDefinition {
    let barsPerYear = loaded.config.outcomes.annualisesVolatility ? periodsPerYear : nil
    do throws(OutcomeError) {
      return try OutcomeDefinition(horizonSeconds: horizons, barsPerYear: barsPerYear)
    } catch {
      throw .outcome(error)
    }
  }

  /// The bars that the calendar expects between two instants.
  private func expectation(from first: Timestamp, through last: Timestamp) -> BarExpectation {
    switch loaded.config.pack.calendar {
    case .alwaysOpen: return .continuous(interval)
    case .usEquities:
      let calendar = TradingCalendar.usEquities
      let sessions = calendar.sessions(
        from: calendar.date(of: first),
        through: calendar.date(of: last).advanced(byDays: 1)
      )
      return BarExpectation(
        interval: interval,
        sessions: sessions.map { (open: $0.open, close: $0.close) }
      )
    }
  }
}
