/// The tables of a lake.
///
/// A row belongs to a *series*, named by the partition columns (all of them text or whole
/// numbers), and is keyed in it by its time and, where instants repeat, by a sequence number.
public enum LakeTable: String, Hashable, Sendable, CaseIterable, Codable {
  /// Open, high, low, close and volume, keyed by open time.
  case bars

  /// Best bids and asks, keyed by the venue's time where the source states it.
  case quotes

  /// Public trades, keyed by the venue's time where the source states it.
  case trades

  /// Funding rates of perpetual futures.
  case funding

  /// Open interest of futures.
  case openInterest = "open_interest"

  /// Option chains as they were received.
  case optionSnapshots = "option_snapshots"

  /// Forward returns and extremes per bar and horizon.
  case barOutcomes = "bar_outcomes"

  /// Regime labels.
  case regimes

  /// Closing prices in USD, one for each UTC day.
  case price

  /// Market capitalisations in USD, one for each UTC day; a published zero is kept as zero.
  case marketcap

  /// Values traded in USD, one for each UTC day.
  case volume

  /// The columns.
  public var schema: TableSchema {
    TableSchema(partition + [TableSchema.Field(timeColumn, .timestamp)] + values)
  }

  /// The columns that name a series; the first one is the symbol or scope.
  public var partition: [TableSchema.Field] {
    switch self {
    case .bars:
      [.init("symbol", .text), .init("provider", .text), .init("interval_seconds", .int64)]
    case .quotes, .trades, .funding, .openInterest, .optionSnapshots, .price, .marketcap, .volume:
      [.init("symbol", .text), .init("provider", .text)]
    case .barOutcomes:
      [
        .init("symbol", .text), .init("provider", .text), .init("interval_seconds", .int64),
        .init("horizon_seconds", .int64), .init("outcome_version", .text),
      ]
    case .regimes:
      [
        .init("scope", .text), .init("timeframe", .text), .init("event_type", .text),
        .init("config_hash", .text),
      ]
    }
  }

  /// The column that holds the one value of a daily fact, or `nil` for tables of other kinds.
  ///
  /// A daily fact is keyed by the first instant of its UTC day.
  ///
  /// **Causality.** It is known at the end of that day, a day after the instant of its key.
  public var dailyValueColumn: String? {
    switch self {
    case .price: "price_usd"
    case .marketcap: "marketcap_usd"
    case .volume: "volume_usd"
    default: nil
    }
  }

  /// The column by whose instants the rows of a series are sorted.
  public var timeColumn: String {
    switch self {
    case .bars: "open_time"
    default: "timestamp"
    }
  }

  /// The column that tells rows of one instant apart, or `nil` where instants do not repeat.
  ///
  /// It counts the rows of each instant from zero, in the source's order.
  public var sequenceColumn: String? {
    switch self {
    case .quotes, .trades: "sequence"
    default: nil
    }
  }

  private var values: [TableSchema.Field] {
    switch self {
    case .bars:
      [.init("close_time", .timestamp)]
        + ["open", "high", "low", "close", "volume"].map { .init($0, .double) }
    case .quotes:
      [.init("sequence", .int64)]
        + ["bid_price", "bid_size", "ask_price", "ask_size"].map { .init($0, .double) }
        + [.init("received_at", .timestamp, optional: true)]
    case .trades:
      [
        .init("sequence", .int64), .init("price", .double), .init("size", .double),
        .init("aggressor", .text, optional: true),
        .init("received_at", .timestamp, optional: true),
      ]
    case .funding: [.init("rate", .double), .init("mark_price", .double, optional: true)]
    case .openInterest:
      // In units of the asset and in the quote currency: sources state one of them or both.
      [
        .init("open_interest", .double, optional: true),
        .init("open_interest_value", .double, optional: true),
      ]
    case .optionSnapshots:
      [
        .init("received_at", .timestamp), .init("underlying_price", .double),
        .init("atm_iv", .double, optional: true), .init("strike_count", .int64),
        .init("quotes_json", .text),
      ]
    case .barOutcomes: Self.outcomeValues
    case .regimes: Self.regimeValues
    case .price, .marketcap, .volume:
      dailyValueColumn.map { [.init($0, .double)] } ?? []
    }
  }

  private static let outcomeValues: [TableSchema.Field] = [
    .init("window_start", .timestamp), .init("window_end", .timestamp),
    .init("close_now", .double), .init("bars_expected", .int64), .init("bars_found", .int64),
    .init("status", .text), .init("close_at_horizon", .double, optional: true),
    .init("fwd_return", .double, optional: true),
    .init("max_high_in_window", .double, optional: true),
    .init("min_low_in_window", .double, optional: true),
    .init("max_runup", .double, optional: true), .init("max_drawdown", .double, optional: true),
    .init("max_runup_at", .timestamp, optional: true),
    .init("max_drawdown_at", .timestamp, optional: true),
    .init("realized_vol", .double, optional: true), .init("vol_annualised", .bool),
  ]

  private static let regimeValues: [TableSchema.Field] = [
    .init("vol_regime", .text, optional: true), .init("trend_regime", .text, optional: true),
    .init("liquidity_regime", .text, optional: true),
    .init("session_regime", .text, optional: true), .init("risk_regime", .text, optional: true),
    .init("spread_pct", .double, optional: true), .init("volume_pctile", .double, optional: true),
    .init("confidence", .double), .init("is_warm", .bool), .init("data_quality_flags", .int64),
    .init("metrics_json", .text),
  ]
}
