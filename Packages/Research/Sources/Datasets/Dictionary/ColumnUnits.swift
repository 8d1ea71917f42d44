/// The units of the columns that data sets are made of.
enum ColumnUnits {
  /// The unit of a column, or `nil` for a column that nobody has declared.
  static func unit(of column: String) -> String? {
    if let unit = declared[column] { return unit }
    if column.hasPrefix("future_max_h") { return "price" }
    if column.hasPrefix("label_h") { return "0 or 1" }
    return nil
  }

  private static let declared: [String: String] = {
    let groups: KeyValuePairs<String, [String]> = [
      "price": [
        "open", "high", "low", "close", "dema_9", "dema_10", "sma_12", "dema_20", "dema_25",
        "sma_50", "dema_90", "sma_100", "sma_200", "macd_line", "atr_14", "vwap_20",
      ],
      "units traded": ["volume", "obv", "adosc"],
      "0 to 100": [
        "rsi_daily", "rsi_weekly", "stochrsi_daily", "stochrsi_weekly", "adx_14",
        "vix_percentile_60d",
      ],
      "fraction of the bands": ["bb_percent_b"],
      "index points": ["vix_close", "vix_sma_10", "vix_sma_20"],
      "standard deviations": ["vix_zscore_20d"],
      "code": ["vix_regime"],
      "percent": ["vix_change_1d", "vix_change_5d"],
    ]
    var units: [String: String] = [:]
    for (unit, columns) in groups {
      for column in columns { units[column] = unit }
    }
    return units
  }()
}
