public import Backtest
internal import ConfigValidation
internal import Features
internal import MarketModel
internal import Regime

extension VRPCreditSpread {
  /// The name under which `avoid_trend` avoids nothing.
  private static let anyTrend = "NONE"

  /// The strategy as a registry lists it.
  public static let definition = StrategyDefinition(
    name: "VRPCreditSpreadStrategy",
    summary: "Sells a put spread while implied volatility exceeds realised volatility.",
    schema: schema,
    supports: { $0 <= .day },
    make: { (parameters, columns) throws(BacktestError) in
      let annual = parameters.number("bars_per_year")
      let horizon = parameters.integer("outcome_horizon_seconds")
      let realised =
        parameters.text("realised_from") == "outcomes"
        ? columns.addSeries("outcome_\(horizon)_realized_vol", isRequired: true)
        : columns.add(
          RealisedVolatility(
            period: parameters.integer("realised_bars"),
            periodsPerYear: annual
          )
        )
      return VRPCreditSpread(
        inputs: Inputs(
          realised: realised,
          volatility: columns.addSeries(VolatilityRegime.seriesName, isRequired: true),
          trend: columns.addSeries(TrendRegime.seriesName, isRequired: true)
        ),
        entry: Entry(
          minimumPremium: parameters.number("min_vrp"),
          maximumVolatility: VolatilityRegime(label: parameters.text("max_vol_regime")) ?? .low,
          avoidedTrend: TrendRegime(label: parameters.text("avoid_trend")),
          contracts: Double(parameters.integer("contracts"))
        ),
        spread: PutSpreadRules(
          shortMoneyness: parameters.number("short_moneyness"),
          widthFraction: parameters.number("width_fraction"),
          targetDays: parameters.number("target_days"),
          exitDays: parameters.number("exit_days"),
          profitTake: parameters.number("profit_take"),
          lossMultiple: parameters.number("loss_multiple")
        )
      )
    }
  )

  private static let schema = ParameterSchema([
    .real("min_vrp", -1...5, 0.05, "The least premium of implied over realised volatility."),
    .choice(
      "max_vol_regime",
      VolatilityRegime.allCases.map(\.label),
      VolatilityRegime.normal.label,
      "The wildest volatility regime to sell in."
    ),
    .choice(
      "avoid_trend",
      TrendRegime.allCases.map(\.label) + [anyTrend],
      TrendRegime.down.label,
      "The trend not to sell in, or NONE."
    ),
    .real("short_moneyness", 0.5...1.2, 0.97, "Strike sold, as a fraction of the price, at most."),
    .real("width_fraction", 0.001...0.5, 0.02, "Least distance of the strikes over the price."),
    .real("target_days", 1...400, 14, "The wanted days to expiry."),
    .real("exit_days", 0...100, 1, "Days before expiry at which to close."),
    .real("profit_take", 0.01...1, 0.5, "Share of the credit at whose gain to close."),
    .real("loss_multiple", 0.1...100, 2, "Loss, in credits, at which to close."),
    .count("contracts", 1...1_000, 1, "The number of spreads to sell."),
    .choice(
      "realised_from",
      ["bars", "outcomes"],
      "bars",
      "Where realised volatility comes from."
    ),
    .count("realised_bars", 2...1_000, 20, "Returns in the realised volatility of bars."),
    .real("bars_per_year", 1...1_000_000, 252, "Bars in a year, for the volatility of bars."),
    .count(
      "outcome_horizon_seconds",
      60...2_592_000,
      86_400,
      "The horizon of outcomes, whose volatility must be yearly."
    ),
  ])
}
