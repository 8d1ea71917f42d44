public import DataLake
public import MarketModel

/// The labels of a scope at one instant, as tables and packs hold them.
public struct RegimeRow: Hashable, Sendable {
  /// What the labels describe: a symbol, or a market such as `EQUITIES`.
  public var scope: String

  /// The timeframe of the bars behind the labels, such as `1d`.
  public var timeframe: String

  /// `symbol` or `market`.
  public var eventType: String

  /// The identity of the detector's settings.
  public var configHash: String

  /// When the labels become visible.
  public var timestamp: Timestamp

  /// The label of volatility, such as `VOL_HIGH`.
  public var volatility: String?

  /// The label of the trend.
  public var trend: String?

  /// The label of liquidity.
  public var liquidity: String?

  /// The phase of the trading day.
  public var session: String?

  /// The label of the appetite for risk.
  public var risk: String?

  /// The spread as a fraction of the price.
  public var spread: Double?

  /// The rank of the volume among recent ones, 0 to 100.
  public var volumePercentile: Double?

  /// How sure the detector is, 0 to 1.
  public var confidence: Double

  /// Whether the detector had seen enough bars.
  public var isWarm: Bool

  /// Bits: repaired 1, gap 2, stale 4.
  public var dataQualityFlags: Int64

  /// Further numbers as a JSON object.
  public var metricsJSON: String

  /// Creates a row.
  public init(
    scope: String,
    timeframe: String,
    eventType: String,
    configHash: String,
    timestamp: Timestamp,
    volatility: String?,
    trend: String?,
    liquidity: String?,
    session: String?,
    risk: String?,
    spread: Double?,
    volumePercentile: Double?,
    confidence: Double,
    isWarm: Bool,
    dataQualityFlags: Int64,
    metricsJSON: String
  ) {
    self.scope = scope
    self.timeframe = timeframe
    self.eventType = eventType
    self.configHash = configHash
    self.timestamp = timestamp
    self.volatility = volatility
    self.trend = trend
    self.liquidity = liquidity
    self.session = session
    self.risk = risk
    self.spread = spread
    self.volumePercentile = volumePercentile
    self.confidence = confidence
    self.isWarm = isWarm
    self.dataQualityFlags = dataQualityFlags
    self.metricsJSON = metricsJSON
  }

  /// Returns the rows of the lake's table of regimes.
  ///
  /// - Throws: ``ColumnTableError`` never: all columns have the length of the list.
  public static func table(_ rows: [RegimeRow]) throws(ColumnTableError) -> ColumnTable {
    func optional(_ name: String, _ values: [String?]) -> Column {
      Column(name, .text(values.map { $0 ?? "" }), validity: values.map { $0 != nil })
    }
    return try ColumnTable([
      Column("scope", .text(rows.map(\.scope))),
      Column("timeframe", .text(rows.map(\.timeframe))),
      Column("event_type", .text(rows.map(\.eventType))),
      Column("config_hash", .text(rows.map(\.configHash))),
      Column("timestamp", .timestamp(rows.map(\.timestamp.nanoseconds))),
      optional("vol_regime", rows.map(\.volatility)),
      optional("trend_regime", rows.map(\.trend)),
      optional("liquidity_regime", rows.map(\.liquidity)),
      optional("session_regime", rows.map(\.session)),
      optional("risk_regime", rows.map(\.risk)),
      Column("spread_pct", optional: rows.map(\.spread)),
      Column("volume_pctile", optional: rows.map(\.volumePercentile)),
      Column("confidence", .double(rows.map(\.confidence))),
      Column("is_warm", .bool(rows.map(\.isWarm))),
      Column("data_quality_flags", .int64(rows.map(\.dataQualityFlags))),
      Column("metrics_json", .text(rows.map(\.metricsJSON))),
    ])
  }

  /// Reads rows of the lake's table of regimes.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - key: The series, when the rows lack the partition columns.
  /// - Returns: The rows in their order.
  /// - Throws: ``ColumnTableError`` when a column is absent or of another type.
  public static func rows(
    _ table: ColumnTable,
    of key: SeriesKey?
  ) throws(ColumnTableError) -> [RegimeRow] {
    func name(_ column: String) throws(ColumnTableError) -> [String] {
      if let value = key?[column] { return [String](repeating: value, count: table.rowCount) }
      return try table.texts(column)
    }
    func label(_ column: String) throws(ColumnTableError) -> [String?] {
      let found = try table.column(column, .text)
      guard case .text(let values) = found.values else { return [] }
      return values.enumerated().map { found.isMissing($0) ? nil : $1 }
    }
    let (scopes, timeframes) = (try name("scope"), try name("timeframe"))
    let (types, hashes) = (try name("event_type"), try name("config_hash"))
    let times = try table.timestamps("timestamp")
    let (volatility, trend) = (try label("vol_regime"), try label("trend_regime"))
    let (liquidity, session) = (try label("liquidity_regime"), try label("session_regime"))
    let risk = try label("risk_regime")
    let spreads = try table.optionalDoubles("spread_pct")
    let percentiles = try table.optionalDoubles("volume_pctile")
    let confidences = try table.doubles("confidence")
    let warm = try table.bools("is_warm")
    let flags = try table.integers("data_quality_flags")
    let metrics = try table.texts("metrics_json")
    return (0..<table.rowCount).map { row in
      RegimeRow(
        scope: scopes[row],
        timeframe: timeframes[row],
        eventType: types[row],
        configHash: hashes[row],
        timestamp: Timestamp(nanoseconds: times[row]),
        volatility: volatility[row],
        trend: trend[row],
        liquidity: liquidity[row],
        session: session[row],
        risk: risk[row],
        spread: spreads[row],
        volumePercentile: percentiles[row],
        confidence: confidences[row],
        isWarm: warm[row],
        dataQualityFlags: flags[row],
        metricsJSON: metrics[row]
      )
    }
  }
}
