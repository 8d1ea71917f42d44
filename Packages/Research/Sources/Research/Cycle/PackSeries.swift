/// The names under which strategies see what a pack holds beside bars and labels.
public enum PackSeries {
  /// The annualised implied volatility at the money of the newest option chain, as a fraction.
  public static let impliedVolatility = "options_atm_iv"

  /// The return of the newest bar whose window of a length has ended, as a fraction.
  public static func forwardReturn(horizonSeconds: Int64) -> String {
    "outcome_\(horizonSeconds)_fwd_return"
  }

  /// The realised volatility of the newest window of a length that has ended, as a fraction.
  public static func realisedVolatility(horizonSeconds: Int64) -> String {
    "outcome_\(horizonSeconds)_realized_vol"
  }
}
