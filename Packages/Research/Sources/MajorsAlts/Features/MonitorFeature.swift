/// A number that the monitor watches, one value a day.
///
/// Each has a raw column of its own name and a twin, the z-score of the raw values.
public enum MonitorFeature: String, Hashable, Sendable, CaseIterable {
  /// The share of alts that rose.
  case breadthShareUp = "alt_breadth_pct_up"

  /// The median return of the alts.
  case breadthMedianReturn = "alt_breadth_median_ret"

  /// The distance of the quartiles of the alts' returns.
  case breadthSpread = "alt_breadth_iqr"

  /// The change of the share of risers over 5 days.
  case breadthSlope5 = "alt_breadth_slope_5d"

  /// The change of the share of risers over 20 days.
  case breadthSlope20 = "alt_breadth_slope_20d"

  /// Bitcoin's market capitalisation as a fraction of its own plus that of the alts.
  case dominance = "btc_dominance"

  /// The change of the dominance over 1 day.
  case dominanceChange1 = "btc_dominance_d1d"

  /// The change of the dominance over 5 days.
  case dominanceChange5 = "btc_dominance_d5d"

  /// The funding rate of the alts less that of the majors.
  case fundingSkew = "funding_skew"

  /// The mean of the newest 3 funding skews.
  case fundingSkew3 = "funding_skew_3d"

  /// The mean funding skew of 10 days less that of 20 days.
  case fundingHeating = "funding_heating"

  /// How fast Bitcoin's open interest grew in 3 days, 0 to 1, halved unless the price rose.
  case openInterestRisk = "oi_risk"

  /// The median over 7 days of the alts' traded value.
  case liquidity = "liquidity_7d_median"

  /// How far the alts' traded value lies above its median, in deviations of 30 days.
  case liquidityZ30 = "liquidity_z30"

  /// The share of alts whose traded value is at its highest of 30 days.
  case liquidityAtHigh = "liquidity_pct_at_high"

  /// The deviation over 7 days of the alts' index less that of Bitcoin.
  case volatilitySpread = "volatility_spread"

  /// The median over the alts of their mean return of 3 days.
  case momentumAlts3 = "momentum_alt_3d"

  /// The median over the alts of their mean return of 7 days.
  case momentumAlts7 = "momentum_alt_7d"

  /// The momentum of 3 days of the alts less that of the majors.
  case momentumSpread3 = "momentum_spread_3d"

  /// The momentum of 7 days of the alts less that of the majors.
  case momentumSpread7 = "momentum_spread_7d"

  /// The position among ``allCases``.
  var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
