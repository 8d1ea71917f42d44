internal import ConfigValidation
public import MarketModel

/// One row of the lake's table of regimes.
///
/// Its instant is the one at which it becomes visible. A symbol's row leaves the risk vote out, the
/// market's row everything but session and risk vote; labels that are still in warm-up are `nil`.
public struct RegimeRecord: Hashable, Sendable {
  /// Whether a row speaks of a symbol or of a market.
  public enum EventType: String, Hashable, Sendable, CaseIterable {
    /// One symbol.
    case symbol

    /// A market as a whole.
    case market
  }

  /// The scope of the equity market's rows.
  public static let equities = "EQUITIES"

  /// Whether the row speaks of a symbol or of a market.
  public var eventType: EventType

  /// The symbol, or the name of the market.
  public var scope: String

  /// The duration of the bars, such as `1d`.
  public var timeframe: String

  /// When the row becomes visible.
  public var timestamp: Timestamp

  /// The first 12 hexadecimal digits of the SHA-256 of the rules' canonical text.
  public var configHash: String

  /// The label of the volatility family.
  public var volatility: String?

  /// The label of the trend family.
  public var trend: String?

  /// The label of the liquidity family.
  public var liquidity: String?

  /// The label of the session.
  public var session: String?

  /// The label of the risk vote.
  public var risk: String?

  /// The bid-ask spread in percent of the price.
  public var spreadPercent: Double?

  /// The percentile of the bar's volume, 0 to 100.
  public var volumePercentile: Double?

  /// How much of what the rules want to see they saw, 0 to 1.
  public var confidence: Double

  /// Whether all families of the row have passed their warm-up.
  public var isWarm: Bool

  /// What was wrong with the data, as bits: repaired 1, gap 2, stale 4.
  public var dataQualityFlags: Int

  /// The numbers behind the labels as one JSON object.
  public var metricsJSON: String

  /// Creates a row, for example from a file.
  public init(
    eventType: EventType,
    scope: String,
    timeframe: String,
    timestamp: Timestamp,
    configHash: String,
    volatility: String?,
    trend: String?,
    liquidity: String?,
    session: String?,
    risk: String?,
    spreadPercent: Double?,
    volumePercentile: Double?,
    confidence: Double,
    isWarm: Bool,
    dataQualityFlags: Int,
    metricsJSON: String
  ) {
    self.eventType = eventType
    self.scope = scope
    self.timeframe = timeframe
    self.timestamp = timestamp
    self.configHash = configHash
    self.volatility = volatility
    self.trend = trend
    self.liquidity = liquidity
    self.session = session
    self.risk = risk
    self.spreadPercent = spreadPercent
    self.volumePercentile = volumePercentile
    self.confidence = confidence
    self.isWarm = isWarm
    self.dataQualityFlags = dataQualityFlags
    self.metricsJSON = metricsJSON
  }

  /// Creates a symbol's row.
  public init(_ reading: RegimeReading, symbol: Symbol, interval: BarInterval, configHash: String) {
    let metrics: JSONValue = .object([
      JSONMember("realised_volatility", JSONValue(reading.realisedVolatility)),
      JSONMember("volatility_score", JSONValue(reading.volatilityScore)),
      JSONMember("trend_strength", JSONValue(reading.trendStrength)),
      JSONMember("trend_slope", JSONValue(reading.trendSlope)),
    ])
    self.init(
      eventType: .symbol,
      scope: symbol.name,
      timeframe: interval.description,
      timestamp: reading.time,
      configHash: configHash,
      volatility: reading.volatility?.label,
      trend: reading.trend.label,
      liquidity: reading.liquidity?.label,
      session: reading.session.label,
      risk: nil,
      spreadPercent: reading.spread.map { 100 * $0 },
      volumePercentile: reading.volumeRank.map { 100 * $0 },
      confidence: reading.confidence,
      isWarm: reading.isWarm,
      dataQualityFlags: reading.flags.rawValue,
      metricsJSON: metrics.text(pretty: false)
    )
  }

  /// Creates the market's row.
  ///
  /// - Parameters:
  ///   - reading: The risk vote.
  ///   - scope: The name of the market, such as ``equities``.
  ///   - interval: The duration of the members' bars.
  ///   - session: The part of the day to which the bar that has just closed belongs.
  ///   - configHash: See ``configHash``.
  public init(
    _ reading: RiskReading,
    scope: String,
    interval: BarInterval,
    session: SessionRegime,
    configHash: String
  ) {
    let present = reading.ballots.filter { $0.vote != nil }
    let absent = reading.ballots.filter { $0.vote == nil }
    let metrics: JSONValue = .object([
      JSONMember("risk_score", JSONValue(reading.score)),
      JSONMember(
        "votes",
        .object(present.map { JSONMember($0.symbol.name, JSONValue($0.vote)) })
      ),
      JSONMember("members_without_data", .array(absent.map { .string($0.symbol.name) })),
    ])
    self.init(
      eventType: .market,
      scope: scope,
      timeframe: interval.description,
      timestamp: reading.time,
      configHash: configHash,
      volatility: nil,
      trend: nil,
      liquidity: nil,
      session: session.label,
      risk: reading.regime.label,
      spreadPercent: nil,
      volumePercentile: nil,
      confidence: reading.confidence,
      isWarm: reading.isWarm,
      dataQualityFlags: 0,
      metricsJSON: metrics.text(pretty: false)
    )
  }
}
