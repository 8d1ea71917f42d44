import ConfigValidation
import DataLake
import MarketModel

extension InlinePack {
  static func read(_ document: JSONValue, _ reader: PackReader) throws(PackError) -> ReplayPack {
    let header = try PackHeader(document["metadata"], reader)
    var regimes: [RegimeRow] = []
    for (index, row) in try reader.array(document["regimes"], "regimes").enumerated() {
      regimes.append(try regime(row, "regimes[\(index)]", reader))
    }
    var snapshots: [OptionSnapshotRow] = []
    for (index, row) in try reader.array(document["snapshots"], "snapshots").enumerated() {
      snapshots.append(try snapshot(row, "snapshots[\(index)]", reader))
    }
    return try ReplayPack(
      provider: header.provider,
      startDate: header.startDate,
      endDate: header.endDate,
      bars: try bars(document["bars"], header, reader),
      outcomes: try outcomes(document["outcomes"], header, reader),
      regimes: regimes,
      snapshots: snapshots
    )
  }

  private static func bars(
    _ value: JSONValue?,
    _ header: PackHeader,
    _ reader: PackReader
  ) throws(PackError) -> BarSeries {
    var bars: [Bar] = []
    var hasClose: [Bool] = []
    for (index, row) in try reader.array(value, "bars").enumerated() {
      let field = "bars[\(index)]."
      let open = try reader.instant(row["timestamp_ms"], field + "timestamp_ms")
      let close = try reader.optionalInstant(
        row["close_timestamp_ms"],
        field + "close_timestamp_ms"
      )
      hasClose.append(close != nil)
      bars.append(
        Bar(
          openTime: open,
          closeTime: close ?? open.advanced(bySeconds: header.interval.seconds),
          open: try reader.number(row["open"], field + "open"),
          high: try reader.number(row["high"], field + "high"),
          low: try reader.number(row["low"], field + "low"),
          close: try reader.number(row["close"], field + "close"),
          volume: try reader.number(row["volume"], field + "volume")
        )
      )
    }
    if hasClose.contains(false) {
      bars.sort { $0.openTime < $1.openTime }
      for index in bars.indices.dropLast() {
        bars[index].closeTime = min(bars[index].closeTime, bars[index + 1].openTime)
      }
    }
    do throws(SeriesError) {
      return try BarSeries(symbol: header.symbol, interval: header.interval, bars: bars)
    } catch {
      throw .malformed(path: reader.path, field: "bars", reason: "\(error)")
    }
  }

  private static func outcomes(
    _ value: JSONValue?,
    _ header: PackHeader,
    _ reader: PackReader
  ) throws(PackError) -> [HorizonOutcomes] {
    var byHorizon: [Int64: [BarOutcome]] = [:]
    for (index, row) in try reader.array(value, "outcomes").enumerated() {
      let outcome = try outcome(row, "outcomes[\(index)].", reader)
      byHorizon[outcome.horizonSeconds, default: []].append(outcome)
    }
    var horizons: [HorizonOutcomes] = []
    for horizon in byHorizon.keys.sorted() {
      do throws(OutcomeError) {
        horizons.append(
          try HorizonOutcomes(byHorizon[horizon] ?? [], horizonSeconds: horizon)
        )
      } catch {
        throw .malformed(path: reader.path, field: "outcomes", reason: "\(error)")
      }
    }
    return horizons
  }

  private static func outcome(
    _ row: JSONValue,
    _ field: String,
    _ reader: PackReader
  ) throws(PackError) -> BarOutcome {
    func number(_ name: String) throws(PackError) -> Double? {
      try reader.optionalNumber(row[name], field + name)
    }
    func instant(_ name: String) throws(PackError) -> Timestamp {
      try reader.instant(row[name], field + name)
    }
    let name = try reader.text(row["status"], field + "status")
    guard let status = OutcomeStatus(name: name) else {
      throw reader.wrong(field + "status", "INCOMPLETE, GAP or OK")
    }
    return BarOutcome(
      timestamp: try instant("timestamp_ms"),
      horizonSeconds: try reader.integer(row["horizon_seconds"], field + "horizon_seconds"),
      windowStart: try instant("window_start_ms"),
      windowEnd: try instant("window_end_ms"),
      closeNow: try reader.number(row["close_now"], field + "close_now"),
      barsExpected: Int(try reader.integer(row["bars_expected"], field + "bars_expected")),
      barsFound: Int(try reader.integer(row["bars_found"], field + "bars_found")),
      status: status,
      closeAtHorizon: try number("close_at_horizon"),
      forwardReturn: try number("fwd_return"),
      maximumHigh: try number("max_high_in_window"),
      minimumLow: try number("min_low_in_window"),
      maximumRunup: try number("max_runup"),
      maximumDrawdown: try number("max_drawdown"),
      maximumRunupAt: try reader.optionalInstant(row["max_runup_ts_ms"], field + "max_runup_ts_ms"),
      maximumDrawdownAt: try reader.optionalInstant(
        row["max_drawdown_ts_ms"],
        field + "max_drawdown_ts_ms"
      ),
      realizedVolatility: try number("realized_vol"),
      isVolatilityAnnualised: try reader.truth(row["vol_annualised"], field + "vol_annualised")
    )
  }

  private static func regime(
    _ row: JSONValue,
    _ field: String,
    _ reader: PackReader
  ) throws(PackError) -> RegimeRow {
    func label(_ name: String) throws(PackError) -> String? {
      try reader.optionalText(row[name], "\(field).\(name)")
    }
    func text(_ name: String) throws(PackError) -> String {
      try reader.text(row[name], "\(field).\(name)")
    }
    return RegimeRow(
      scope: try text("scope"),
      timeframe: try text("timeframe"),
      eventType: try text("event_type"),
      configHash: try text("config_hash"),
      timestamp: try reader.instant(row["timestamp"], "\(field).timestamp"),
      volatility: try label("vol_regime"),
      trend: try label("trend_regime"),
      liquidity: try label("liquidity_regime"),
      session: try label("session_regime"),
      risk: try label("risk_regime"),
      spread: try reader.optionalNumber(row["spread_pct"], "\(field).spread_pct"),
      volumePercentile: try reader.optionalNumber(row["volume_pctile"], "\(field).volume_pctile"),
      confidence: try reader.number(row["confidence"], "\(field).confidence"),
      isWarm: try reader.truth(row["is_warm"], "\(field).is_warm"),
      dataQualityFlags: try reader.integer(
        row["data_quality_flags"],
        "\(field).data_quality_flags"
      ),
      metricsJSON: try text("metrics_json")
    )
  }

  private static func snapshot(
    _ row: JSONValue,
    _ field: String,
    _ reader: PackReader
  ) throws(PackError) -> OptionSnapshotRow {
    OptionSnapshotRow(
      symbol: Symbol(try reader.text(row["symbol"], "\(field).symbol")),
      provider: try reader.text(row["provider"], "\(field).provider"),
      timestamp: try reader.instant(row["timestamp_ms"], "\(field).timestamp_ms"),
      receivedAt: try reader.instant(row["recv_ts_ms"], "\(field).recv_ts_ms"),
      underlyingPrice: try reader.number(row["underlying_price"], "\(field).underlying_price"),
      atTheMoneyVolatility: try reader.optionalNumber(row["atm_iv"], "\(field).atm_iv"),
      strikeCount: try reader.integer(row["n_strikes"], "\(field).n_strikes"),
      quotesJSON: try reader.text(row["quotes_json"], "\(field).quotes_json")
    )
  }
}
