import ConfigValidation
import DataLake
import MarketModel

/// The inline form of a pack: one JSON document with times in milliseconds.
///
/// Beside the customary fields a bar has `close_timestamp_ms`; where it is absent, the bar closes
/// one interval after it opens, or when the next one opens if that is earlier.
enum InlinePack {
  static func document(_ pack: ReplayPack, packedAt: Timestamp?) throws(PackError) -> JSONValue {
    var metadata = pack.metadata
    if let packedAt { metadata["packed_at"] = .string(packedAt.description) }
    var bars: [JSONValue] = []
    for row in 0..<pack.bars.count { bars.append(try bar(pack, row)) }
    var outcomes: [JSONValue] = []
    for horizon in pack.outcomes {
      for row in 0..<horizon.count { outcomes.append(try outcome(horizon[row], pack)) }
    }
    return [
      "metadata": metadata,
      "content_hash": .string(pack.contentHash.hex),
      "bars": .array(bars),
      "outcomes": .array(outcomes),
      "regimes": .array(try pack.regimes.map(regime)),
      "snapshots": .array(try pack.snapshots.map(snapshot)),
    ]
  }

  private static func milliseconds(
    _ instant: Timestamp,
    _ field: String
  ) throws(PackError) -> JSONValue {
    guard instant.nanoseconds % 1_000_000 == 0 else {
      throw .subMillisecond(field: field, instant: instant)
    }
    return .integer(instant.milliseconds)
  }

  private static func bar(_ pack: ReplayPack, _ row: Int) throws(PackError) -> JSONValue {
    let bar = pack.bars[row]
    return [
      "source": .string(pack.provider),
      "symbol": .string(pack.symbol.name),
      "bar_duration": .integer(pack.interval.seconds),
      "timestamp": .string(bar.openTime.description),
      "open": .number(bar.open),
      "high": .number(bar.high),
      "low": .number(bar.low),
      "close": .number(bar.close),
      "volume": .number(bar.volume),
      "timestamp_ms": try milliseconds(bar.openTime, "bars[\(row)].timestamp_ms"),
      "close_timestamp_ms": try milliseconds(bar.closeTime, "bars[\(row)].close_timestamp_ms"),
    ]
  }

  private static func outcome(
    _ outcome: BarOutcome,
    _ pack: ReplayPack
  ) throws(PackError) -> JSONValue {
    let start = outcome.windowStart
    func elapsed(_ instant: Timestamp?) -> JSONValue {
      instant.map { .integer($0.milliseconds - start.milliseconds) } ?? .null
    }
    func optional(_ instant: Timestamp?) -> JSONValue {
      instant.map { .integer($0.milliseconds) } ?? .null
    }
    return [
      "provider": .string(pack.provider),
      "symbol": .string(pack.symbol.name),
      "bar_duration_seconds": .integer(pack.interval.seconds),
      "timestamp_ms": try milliseconds(outcome.timestamp, "outcomes.timestamp_ms"),
      "horizon_seconds": .integer(outcome.horizonSeconds),
      "outcome_version": .string(OutcomeDefinition.version),
      "close_now": .number(outcome.closeNow),
      "close_ref_ms": try milliseconds(start, "outcomes.close_ref_ms"),
      "window_start_ms": .integer(start.milliseconds),
      "window_end_ms": .integer(outcome.windowEnd.milliseconds),
      "bars_expected": .integer(Int64(outcome.barsExpected)),
      "bars_found": .integer(Int64(outcome.barsFound)),
      "gap_count": .integer(Int64(outcome.gapCount)),
      "close_at_horizon": JSONValue(outcome.closeAtHorizon),
      "fwd_return": JSONValue(outcome.forwardReturn),
      "max_high_in_window": JSONValue(outcome.maximumHigh),
      "min_low_in_window": JSONValue(outcome.minimumLow),
      "max_runup": JSONValue(outcome.maximumRunup),
      "max_drawdown": JSONValue(outcome.maximumDrawdown),
      "max_runup_ts_ms": optional(outcome.maximumRunupAt),
      "max_drawdown_ts_ms": optional(outcome.maximumDrawdownAt),
      "time_to_max_runup_ms": elapsed(outcome.maximumRunupAt),
      "time_to_max_drawdown_ms": elapsed(outcome.maximumDrawdownAt),
      "realized_vol": JSONValue(outcome.realizedVolatility),
      "vol_annualised": .bool(outcome.isVolatilityAnnualised),
      "status": .string(outcome.status.name),
      "computed_at_ms": .integer(outcome.windowEnd.milliseconds),
    ]
  }

  private static func regime(_ row: RegimeRow) throws(PackError) -> JSONValue {
    [
      "event_type": .string(row.eventType),
      "scope": .string(row.scope),
      "timeframe": .string(row.timeframe),
      "timestamp": try milliseconds(row.timestamp, "regimes.timestamp"),
      "config_hash": .string(row.configHash),
      "vol_regime": JSONValue(row.volatility),
      "trend_regime": JSONValue(row.trend),
      "liquidity_regime": JSONValue(row.liquidity),
      "session_regime": JSONValue(row.session),
      "risk_regime": JSONValue(row.risk),
      "spread_pct": JSONValue(row.spread),
      "volume_pctile": JSONValue(row.volumePercentile),
      "confidence": .number(row.confidence),
      "is_warm": .bool(row.isWarm),
      "data_quality_flags": .integer(row.dataQualityFlags),
      "metrics_json": .string(row.metricsJSON),
    ]
  }

  private static func snapshot(_ row: OptionSnapshotRow) throws(PackError) -> JSONValue {
    [
      "timestamp_ms": try milliseconds(row.timestamp, "snapshots.timestamp_ms"),
      "recv_ts_ms": try milliseconds(row.receivedAt, "snapshots.recv_ts_ms"),
      "provider": .string(row.provider),
      "underlying_price": .number(row.underlyingPrice),
      "atm_iv": JSONValue(row.atTheMoneyVolatility),
      "quotes_json": .string(row.quotesJSON),
      "symbol": .string(row.symbol.name),
      "n_strikes": .integer(row.strikeCount),
    ]
  }
}
