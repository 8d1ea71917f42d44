public import MarketModel

/// Labels a symbol's bars one at a time by the published rules.
///
/// **Causality.** The labels after a bar use that bar and earlier ones, and quotes visible at its
/// close; they become visible at its close.
public struct RegimeDetector: Sendable {
  /// When the instrument trades.
  public let calendar: TradingCalendar

  /// The duration of the bars.
  public let interval: BarInterval

  private var quality: DataQualityRule
  private var volatility: VolatilityRule
  private var trend: TrendRule
  private var liquidity: LiquidityRule
  private var lastClose: Timestamp?

  /// Creates a detector before its first bar.
  public init(settings: RegimeSettings, calendar: TradingCalendar, interval: BarInterval) {
    self.calendar = calendar
    self.interval = interval
    quality = DataQualityRule(staleRunBars: settings.staleRunBars)
    volatility = VolatilityRule(settings.volatility)
    trend = TrendRule(settings.trend)
    liquidity = LiquidityRule(settings.liquidity)
  }

  /// Consumes the next bar and returns the labels that its close makes visible.
  ///
  /// - Parameters:
  ///   - bar: The bar.
  ///   - spread: The newest spread visible at the bar's close as a fraction of the price, or `nil`
  ///     when it is unknown or too old.
  /// - Returns: The labels and what they rest on.
  public mutating func update(_ bar: Bar, spread: Double?) -> RegimeReading {
    let missing = lastClose.map {
      calendar.expectedBars(after: $0, through: bar.openTime, interval: interval)
    }
    lastClose = bar.closeTime
    let (repaired, flags) = quality.update(bar, missing: missing ?? 0)
    let volatility = volatility.update(repaired)
    let trend = trend.update(repaired)
    let liquidity = liquidity.update(repaired, spread: spread)
    let evidence = (volatility.evidence + trend.evidence + liquidity.evidence) / 3
    return RegimeReading(
      time: bar.closeTime,
      volatility: volatility.regime,
      trend: trend.regime ?? .range,
      liquidity: liquidity.regime,
      session: SessionRegime(ofBarOpening: bar.openTime, calendar: calendar),
      volatilityScore: volatility.score,
      realisedVolatility: volatility.volatility,
      trendStrength: trend.strength,
      trendSlope: trend.slope,
      spread: spread,
      volumeRank: liquidity.volumeRank,
      confidence: evidence / Double(1 << flags.count),
      isWarm: volatility.regime != nil && trend.regime != nil && liquidity.volumeRank != nil,
      flags: flags
    )
  }

  /// Labels all bars of a series.
  ///
  /// - Parameters:
  ///   - series: The bars.
  ///   - calendar: When the instrument trades.
  ///   - spreads: Bid-ask spreads as fractions of the price, or `nil` without quotes.
  ///   - settings: The rules.
  /// - Returns: One reading for each bar.
  /// - Complexity: O(*n*).
  public static func readings(
    of series: BarSeries,
    calendar: TradingCalendar,
    spreads: VisibleSeries?,
    settings: RegimeSettings
  ) -> [RegimeReading] {
    var detector = RegimeDetector(
      settings: settings,
      calendar: calendar,
      interval: series.interval
    )
    var cursor = SpreadCursor(
      spreads,
      maximumAgeSeconds: settings.liquidity.maximumSpreadAgeSeconds
    )
    return (0..<series.count).map { index in
      let bar = series[index]
      return detector.update(bar, spread: cursor.spread(at: bar.closeTime))
    }
  }
}

/// Finds the newest believable spread at instants that rise.
struct SpreadCursor {
  private let spreads: VisibleSeries?
  private let maximumAgeSeconds: Int64
  private var next = 0

  init(_ spreads: VisibleSeries?, maximumAgeSeconds: Int64) {
    self.spreads = spreads
    self.maximumAgeSeconds = maximumAgeSeconds
  }

  mutating func spread(at instant: Timestamp) -> Double? {
    guard let spreads else { return nil }
    while next < spreads.visibleAt.count, spreads.visibleAt[next] <= instant.nanoseconds {
      next += 1
    }
    guard next > 0 else { return nil }
    let age = instant.nanoseconds - spreads.visibleAt[next - 1]
    return age <= maximumAgeSeconds * 1_000_000_000 ? spreads.values[next - 1] : nil
  }
}
