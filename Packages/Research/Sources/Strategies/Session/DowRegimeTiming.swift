public import Backtest
internal import ConfigValidation
public import MarketModel
public import Regime

/// Holds through the sessions of good weekdays in good regimes.
///
/// The weight of a session is that of its weekday less penalties for the newest visible regimes; at
/// `threshold` or above the session is held. On bars shorter than a day the session's first bar decides
/// and the position is closed so that it fills on the last bar. On daily bars the decision falls at the
/// close before, by the weekday of the next session.
///
/// **Causality.** Regimes are visible series; weekdays and hours come from the calendar, which is
/// known in advance.
@frozen
public struct DowRegimeTiming: BarStrategy {
  /// What a session needs in order to be held.
  @frozen
  public struct Weights: Hashable, Sendable {
    /// The weights of Monday to Friday.
    public var days: [Double]

    /// What a volatility spike takes away.
    public var spikePenalty: Double

    /// What high volatility takes away.
    public var highPenalty: Double

    /// What a downward trend takes away.
    public var downPenalty: Double

    /// The weight from which a session is held.
    public var threshold: Double

    /// Creates weights.
    @inlinable
    public init(
      days: [Double],
      spikePenalty: Double,
      highPenalty: Double,
      downPenalty: Double,
      threshold: Double
    ) {
      self.days = days
      self.spikePenalty = spikePenalty
      self.highPenalty = highPenalty
      self.downPenalty = downPenalty
      self.threshold = threshold
    }

    /// Whether a session is held.
    ///
    /// Weights are sums of decimal fractions, so a weight that equals the threshold on paper may
    /// miss it by rounding; a billionth is forgiven.
    @inlinable
    public func pass(weekday: Int, volatility: VolatilityRegime, trend: TrendRegime) -> Bool {
      guard weekday >= 1, weekday <= days.count else { return false }
      var weight = days[weekday - 1]
      if volatility == .spike { weight -= spikePenalty }
      if volatility == .high { weight -= highPenalty }
      if trend == .down { weight -= downPenalty }
      return weight >= threshold - 1e-9
    }
  }

  @usableFromInline let clock: [Column]
  @usableFromInline let volatility: Column
  @usableFromInline let trend: Column
  @usableFromInline let weights: Weights
  @usableFromInline var isHolding = false

  /// Creates the strategy over the four columns of a ``SessionClock`` and two of regimes.
  @inlinable
  public init(clock: [Column], volatility: Column, trend: Column, weights: Weights) {
    precondition(clock.count == 4, "a session clock has four columns")
    self.clock = clock
    self.volatility = volatility
    self.trend = trend
    self.weights = weights
  }

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let left = bar[clock[0]], let first = bar[clock[1]] else { return }
    // A bar that opens with its session and closes with it is the session itself.
    let isWholeSession = left <= 0 && first == 1
    if isWholeSession {
      want(passes(bar, weekday: bar[clock[3]]), &context)
    } else if left <= Double(bar.closeTime.nanoseconds - bar.openTime.nanoseconds) / 60e9 {
      // The next bar is the last one, or this one is.
      want(false, &context)
    } else if first == 1 {
      want(passes(bar, weekday: bar[clock[2]]), &context)
    }
  }

  @inlinable
  func passes(_ bar: borrowing BarView, weekday: Double?) -> Bool {
    guard let weekday, let volatility = bar[volatility].flatMap({ VolatilityRegime(code: $0) }),
      let trend = bar[trend].flatMap({ TrendRegime(code: $0) })
    else { return false }
    return weights.pass(weekday: Int(weekday), volatility: volatility, trend: trend)
  }

  @inlinable
  mutating func want(_ holds: Bool, _ context: inout StrategyContext) {
    if holds != isHolding {
      isHolding = holds
      context.submit(.signal(holds ? 1 : 0))
    }
  }
}

extension DowRegimeTiming {
  /// The strategy as a registry lists it.
  public static let definition = StrategyDefinition(
    name: "DowRegimeTimingStrategy",
    summary: "Holds through the sessions of good weekdays in good regimes.",
    schema: ParameterSchema([
      .real("monday", 0...1, 0.9, "The weight of Mondays."),
      .real("tuesday", 0...1, 1, "The weight of Tuesdays."),
      .real("wednesday", 0...1, 1, "The weight of Wednesdays."),
      .real("thursday", 0...1, 0.95, "The weight of Thursdays."),
      .real("friday", 0...1, 0.85, "The weight of Fridays."),
      .real("vol_spike_penalty", 0...1, 0.5, "What a volatility spike takes away."),
      .real("vol_high_penalty", 0...1, 0.2, "What high volatility takes away."),
      .real("trend_down_penalty", 0...1, 0.2, "What a downward trend takes away."),
      .real("threshold", 0...1, 0.5, "The weight from which a session is held."),
    ]),
    supports: { $0 <= .day },
    make: { (parameters, columns) throws(BacktestError) in
      DowRegimeTiming(
        clock: columns.addOutputs(of: SessionClock(calendar: .usEquities)),
        volatility: columns.addSeries(VolatilityRegime.seriesName, isRequired: true),
        trend: columns.addSeries(TrendRegime.seriesName, isRequired: true),
        weights: Weights(
          days: ["monday", "tuesday", "wednesday", "thursday", "friday"].map(parameters.number),
          spikePenalty: parameters.number("vol_spike_penalty"),
          highPenalty: parameters.number("vol_high_penalty"),
          downPenalty: parameters.number("trend_down_penalty"),
          threshold: parameters.number("threshold")
        )
      )
    }
  )
}
