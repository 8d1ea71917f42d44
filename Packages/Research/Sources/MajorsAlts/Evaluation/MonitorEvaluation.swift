internal import MarketModel
public import Regime

/// What followed the regimes: returns of the alts' basket less those of Bitcoin, by state and horizon.
///
/// The target of day *t* over *H* days is `prod(1 + R_basket(t + k)) - prod(1 + R_BTC(t + k))`, *k* from 1 to
/// *H*, of the basket that was chosen at the end of day *t* and held at its shares; it is missing where any of
/// those days is. A positive target means that the alts did better.
///
/// **Causality.** Uses the whole series: a statement about the past, never an input of a backtest.
public struct MonitorEvaluation: Sendable {
  /// The table by state and horizon.
  public let returns: RegimeReturnReport<CompositeState>

  /// Whether the strongest states tell apart what follows, or `nil` when a horizon that it compares is not
  /// among the settings.
  public let edge: RegimeEdgeReport<CompositeState>?

  /// How often states change and how long they last.
  public let stability: RegimeStabilityReport<CompositeState>

  /// How often each state follows another.
  public let transitions: RegimeTransitionReport<CompositeState>

  /// Judges the regimes of a plan from the first traded day on.
  ///
  /// - Throws: ``MonitorError/regime(_:)`` when there is no day.
  /// - Complexity: O(days · (horizons + resamples)).
  public init(_ plan: MonitorPlan, settings: MonitorSettings) throws(MonitorError) {
    let first = settings.backtest.lookbackDays
    let days = (first..<plan.panel.dayCount).filter { plan.readings[$0] != nil }
    let states = days.compactMap { plan.readings[$0]?.state }
    let declared = settings.states.resolution.states
    let bitcoin = plan.panel.index(of: settings.universe.majors[0]) ?? 0
    let evaluation = settings.evaluation
    do throws(RegimeInputError) {
      var forward: [ForwardReturns] = []
      for horizon in evaluation.horizonDays {
        forward.append(
          try ForwardReturns(
            values: days.map { plan.relativeReturn(after: $0, days: horizon, bitcoin: bitcoin) },
            horizonRows: horizon
          )
        )
      }
      let bootstrap = evaluation.bootstrap
      returns = try RegimeReturnReport(
        states: states,
        declared: declared,
        forwardReturns: forward,
        bootstrap: bootstrap
      )
      let short = evaluation.horizonDays[0]
      edge =
        evaluation.horizonDays.contains(5)
        ? try RegimeEdgeReport(
          states: states,
          declared: declared,
          forwardReturns: forward,
          worstHorizonRows: short,
          bestHorizonRows: 5,
          bootstrap: bootstrap
        ) : nil
      stability = try RegimeStabilityReport(
        of: states,
        dates: days.map { plan.panel.day($0) },
        declared: declared
      )
      transitions = try RegimeTransitionReport(of: states, declared: declared)
    } catch {
      throw .regime(error)
    }
  }
}

extension MonitorPlan {
  /// What the basket of a day earned over the days after it, less what Bitcoin did; `nil` where a day is
  /// missing.
  public func relativeReturn(after day: Int, days: Int, bitcoin: Int) -> Double? {
    guard day + days < panel.dayCount else { return nil }
    var (basket, reference) = (1.0, 1.0)
    for next in day + 1...day + days {
      guard let alts = baskets[day].dailyReturn(returns, next), let own = returns[next, bitcoin]
      else { return nil }
      basket *= 1 + alts
      reference *= 1 + own
    }
    return basket - reference
  }
}
