public import MarketModel

/// The labels of one symbol after one bar, and what they rest on.
public struct RegimeReading: Hashable, Sendable {
  /// The bar's close: the instant at which the labels become visible.
  public var time: Timestamp

  /// The volatility family, or `nil` during its warm-up.
  public var volatility: VolatilityRegime?

  /// The trend family; a range during its warm-up.
  public var trend: TrendRegime

  /// The liquidity family, or `nil` during its warm-up.
  public var liquidity: LiquidityRegime?

  /// The part of the day to which the bar belongs.
  public var session: SessionRegime

  /// The score of the volatility family, or `nil` where it is undefined.
  public var volatilityScore: Double?

  /// The realised volatility per bar, or `nil` during warm-up.
  public var realisedVolatility: Double?

  /// The distance of the averages in ranges, or `nil` where it is undefined.
  public var trendStrength: Double?

  /// The slope of the fast average in ranges, or `nil` where it is undefined.
  public var trendSlope: Double?

  /// The spread as a fraction of the price, or `nil` when unknown.
  public var spread: Double?

  /// The rank of the bar's volume as a fraction, or `nil` during warm-up.
  public var volumeRank: Double?

  /// How much of what the rules want to see they saw, 0 to 1, halved for each data quality flag.
  ///
  /// The mean of three shares: realised volatilities in memory; bars of the trend's warm-up; and of
  /// liquidity half the volumes in memory and half a known spread.
  public var confidence: Double

  /// Whether volatility, trend and volume rank have all passed their warm-up.
  public var isWarm: Bool

  /// What was wrong with the bar.
  public var flags: DataQualityFlags
}
