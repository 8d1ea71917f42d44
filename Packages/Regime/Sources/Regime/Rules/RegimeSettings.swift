/// Every number that decides a label.
public struct RegimeSettings: Hashable, Sendable {
  /// The volatility rule: a z-score of realised volatility against its own recent values.
  public struct Volatility: Hashable, Sendable {
    /// The number of returns in the realised volatility.
    public var returnBars: Int

    /// The number of realised volatilities, the newest included, that it is compared with.
    public var memory: Int

    /// The number of realised volatilities below which no label is given.
    public var minimumMemory: Int

    /// The score above which volatility spikes.
    public var spikeAbove: Double

    /// The score above which volatility is high.
    public var highAbove: Double

    /// The score below which volatility is low.
    public var lowBelow: Double

    /// Creates the rule.
    public init(
      returnBars: Int,
      memory: Int,
      minimumMemory: Int,
      spikeAbove: Double,
      highAbove: Double,
      lowBelow: Double
    ) {
      self.returnBars = returnBars
      self.memory = memory
      self.minimumMemory = minimumMemory
      self.spikeAbove = spikeAbove
      self.highAbove = highAbove
      self.lowBelow = lowBelow
    }
  }

  /// The trend rule: the distance and the slope of averages, in units of the average true range.
  public struct Trend: Hashable, Sendable {
    /// The period of the fast exponential average.
    public var fastPeriod: Int

    /// The period of the slow exponential average.
    public var slowPeriod: Int

    /// The period of the average true range.
    public var rangePeriod: Int

    /// The number of bars below which no label is given.
    public var minimumBars: Int

    /// The distance of the averages, in ranges, that a trend exceeds.
    public var strengthAbove: Double

    /// The change of the fast average in one bar, in ranges, that a trend exceeds either way.
    public var slopeBeyond: Double

    /// Creates the rule.
    public init(
      fastPeriod: Int,
      slowPeriod: Int,
      rangePeriod: Int,
      minimumBars: Int,
      strengthAbove: Double,
      slopeBeyond: Double
    ) {
      self.fastPeriod = fastPeriod
      self.slowPeriod = slowPeriod
      self.rangePeriod = rangePeriod
      self.minimumBars = minimumBars
      self.strengthAbove = strengthAbove
      self.slopeBeyond = slopeBeyond
    }
  }

  /// The liquidity rule: spreads as fractions of the price, and the rank of volume.
  public struct Liquidity: Hashable, Sendable {
    /// The number of volumes, the newest included, among which the newest is ranked.
    public var volumeMemory: Int

    /// The spread above which a market has dried up.
    public var driedAbove: Double

    /// The spread above which liquidity is low.
    public var lowAbove: Double

    /// The spread below which liquidity may be high.
    public var highBelow: Double

    /// The volume rank below which liquidity is low; a fraction.
    public var lowRankBelow: Double

    /// The volume rank above which liquidity may be high; a fraction.
    public var highRankAbove: Double

    /// The age in seconds beyond which a spread is no longer believed.
    public var maximumSpreadAgeSeconds: Int64

    /// Creates the rule.
    public init(
      volumeMemory: Int,
      driedAbove: Double,
      lowAbove: Double,
      highBelow: Double,
      lowRankBelow: Double,
      highRankAbove: Double,
      maximumSpreadAgeSeconds: Int64
    ) {
      self.volumeMemory = volumeMemory
      self.driedAbove = driedAbove
      self.lowAbove = lowAbove
      self.highBelow = highBelow
      self.lowRankBelow = lowRankBelow
      self.highRankAbove = highRankAbove
      self.maximumSpreadAgeSeconds = maximumSpreadAgeSeconds
    }
  }

  /// The volatility rule.
  public var volatility: Volatility

  /// The trend rule.
  public var trend: Trend

  /// The liquidity rule.
  public var liquidity: Liquidity

  /// The risk vote.
  public var risk: RiskVote

  /// The number of bars without any movement after which data are called stale.
  public var staleRunBars: Int

  /// Creates settings.
  public init(
    volatility: Volatility,
    trend: Trend,
    liquidity: Liquidity,
    risk: RiskVote,
    staleRunBars: Int
  ) {
    self.volatility = volatility
    self.trend = trend
    self.liquidity = liquidity
    self.risk = risk
    self.staleRunBars = staleRunBars
  }

  /// The rules as the documentation states them.
  public static let standard = RegimeSettings(
    volatility: Volatility(
      returnBars: 20,
      memory: 50,
      minimumMemory: 5,
      spikeAbove: 2.5,
      highAbove: 1,
      lowBelow: -0.5
    ),
    trend: Trend(
      fastPeriod: 12,
      slowPeriod: 26,
      rangePeriod: 14,
      minimumBars: 30,
      strengthAbove: 1,
      slopeBeyond: 0.5
    ),
    liquidity: Liquidity(
      volumeMemory: 50,
      driedAbove: 0.005,
      lowAbove: 0.002,
      highBelow: 0.0005,
      lowRankBelow: 0.25,
      highRankAbove: 0.75,
      maximumSpreadAgeSeconds: 120
    ),
    risk: .standard,
    staleRunBars: 5
  )

  /// Every number by name on its own line, in a fixed order: what a configuration hash is taken over.
  public var canonicalText: String {
    [
      "rules=1",
      "volatility.return_bars=\(volatility.returnBars)",
      "volatility.memory=\(volatility.memory)",
      "volatility.minimum_memory=\(volatility.minimumMemory)",
      "volatility.spike_above=\(volatility.spikeAbove)",
      "volatility.high_above=\(volatility.highAbove)",
      "volatility.low_below=\(volatility.lowBelow)",
      "trend.fast_period=\(trend.fastPeriod)",
      "trend.slow_period=\(trend.slowPeriod)",
      "trend.range_period=\(trend.rangePeriod)",
      "trend.minimum_bars=\(trend.minimumBars)",
      "trend.strength_above=\(trend.strengthAbove)",
      "trend.slope_beyond=\(trend.slopeBeyond)",
      "liquidity.volume_memory=\(liquidity.volumeMemory)",
      "liquidity.dried_above=\(liquidity.driedAbove)",
      "liquidity.low_above=\(liquidity.lowAbove)",
      "liquidity.high_below=\(liquidity.highBelow)",
      "liquidity.low_rank_below=\(liquidity.lowRankBelow)",
      "liquidity.high_rank_above=\(liquidity.highRankAbove)",
      "liquidity.maximum_spread_age_seconds=\(liquidity.maximumSpreadAgeSeconds)",
      "stale_run_bars=\(staleRunBars)",
      risk.canonicalText,
    ].joined(separator: "\n")
  }
}
