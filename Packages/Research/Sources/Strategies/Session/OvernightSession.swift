public import Backtest
internal import ConfigValidation
public import MarketModel
internal import Regime

/// Buys late in the session when the last known forward return was high, and sells after a horizon.
///
/// A forward return is known at the end of its window, so the newest visible one speaks of the past:
/// this is momentum over the horizon, held through the night. An entry is decided on a bar that closes
/// inside the last `entry_window_minutes` of the session, but not with it: a decision at the very close
/// would trade the next morning. The exit is decided on the first bar that closes `horizon_seconds` or
/// more after the entry was.
///
/// **Causality.** Forward returns and the risk vote are visible series; the session's hours are known.
@frozen
public struct OvernightSession: BarStrategy {
  @usableFromInline let outcome: Column
  @usableFromInline let minutesToClose: Column
  @usableFromInline let risk: Column?
  @usableFromInline let threshold: Double
  @usableFromInline let windowMinutes: Double
  @usableFromInline let horizonNanoseconds: Int64
  @usableFromInline let minimumRisk: Double
  @usableFromInline var entered: Int64?

  /// Creates the strategy over its columns.
  @inlinable
  public init(
    outcome: Column,
    minutesToClose: Column,
    risk: Column?,
    threshold: Double,
    windowMinutes: Double,
    horizonSeconds: Int64,
    minimumRisk: Double
  ) {
    self.outcome = outcome
    self.minutesToClose = minutesToClose
    self.risk = risk
    self.threshold = threshold
    self.windowMinutes = windowMinutes
    horizonNanoseconds = horizonSeconds * 1_000_000_000
    self.minimumRisk = minimumRisk
    entered = nil
  }

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    let now = bar.closeTime.nanoseconds
    if let entry = entered {
      if now - entry >= horizonNanoseconds {
        entered = nil
        context.submit(.signal(0))
      }
      return
    }
    guard let left = bar[minutesToClose], left > 0, left <= windowMinutes else { return }
    guard let past = bar[outcome], past >= threshold else { return }
    if let risk {
      guard let state = bar[risk], state >= minimumRisk else { return }
    }
    entered = now
    context.submit(.signal(1))
  }
}

extension OvernightSession {
  /// The strategy as a registry lists it.
  public static let definition = StrategyDefinition(
    name: "OvernightSessionStrategy",
    summary: "Buys late in the session after a strong stretch, sells after a horizon.",
    schema: ParameterSchema([
      .real("fwd_return_threshold", -1...1, 0.005, "The least return, as a fraction, to act on."),
      .count("entry_window_minutes", 1...390, 30, "Minutes before the close in which to enter."),
      .count(
        "horizon_seconds",
        300...604_800,
        14_400,
        "The outcome's horizon and the holding time."
      ),
      .flag("gate_on_risk", false, "Whether the risk vote must be good enough."),
      .choice(
        "min_risk",
        [RiskRegime.riskOff, .neutral, .riskOn].map(\.label),
        RiskRegime.neutral.label,
        "The worst risk vote to enter on, where gated."
      ),
    ]),
    supports: { $0 < .fourHours },
    make: { (parameters, columns) throws(BacktestError) in
      let horizon = parameters.integer("horizon_seconds")
      let gated = parameters.flag("gate_on_risk")
      let clock = columns.addOutputs(of: SessionClock(calendar: .usEquities))
      return OvernightSession(
        outcome: columns.addSeries("outcome_\(horizon)_fwd_return", isRequired: true),
        minutesToClose: clock[0],
        risk: gated ? columns.addSeries(RiskRegime.seriesName, isRequired: true) : nil,
        threshold: parameters.number("fwd_return_threshold"),
        windowMinutes: Double(parameters.integer("entry_window_minutes")),
        horizonSeconds: Int64(horizon),
        minimumRisk: RiskRegime(label: parameters.text("min_risk"))?.code ?? 0
      )
    }
  )
}
