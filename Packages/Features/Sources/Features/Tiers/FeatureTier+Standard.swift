extension FeatureTier {
  /// The five numbers of a bar.
  public static let ohlcv = FeatureTier(
    standard: "ohlcv",
    "The five numbers of a bar.",
    [
      "open": ("open", "The first price."),
      "high": ("high", "The highest price."),
      "low": ("low", "The lowest price."),
      "close": ("close", "The last price."),
      "volume": ("volume", "The traded quantity."),
    ]
  )

  /// Twenty indicators of daily bars, two of them on weeks; all defined from row 199 on.
  public static let a20 = FeatureTier(
    standard: "a20",
    "Twenty indicators of daily bars: averages, oscillators, range and volume.",
    [
      "dema_9": ("dema(close, 9)", "Double exponential average."),
      "dema_10": ("dema(close, 10)", "Double exponential average."),
      "sma_12": ("sma(close, 12)", "Simple average."),
      "dema_20": ("dema(close, 20)", "Double exponential average."),
      "dema_25": ("dema(close, 25)", "Double exponential average."),
      "sma_50": ("sma(close, 50)", "Simple average."),
      "dema_90": ("dema(close, 90)", "Double exponential average."),
      "sma_100": ("sma(close, 100)", "Simple average."),
      "sma_200": ("sma(close, 200)", "Simple average."),
      "rsi_daily": ("rsi(close, 14)", "Wilder's relative strength, 0 to 100."),
      "rsi_weekly": ("rsi(close, 14) @ 1w", "Relative strength of the last complete week."),
      "stochrsi_daily": (
        "stochrsi(close, 14, 5, 3).k", "Where the RSI lies in its own range, 0 to 100."
      ),
      "stochrsi_weekly": (
        "stochrsi(close, 14, 5, 3).k @ 1w", "The same of the last complete week."
      ),
      "macd_line": ("macd(close, 12, 26, 9).line", "Fast less slow exponential average."),
      "obv": ("obv()", "On-balance volume from the first bar on."),
      "adosc": ("adosc(3, 10)", "Oscillator of accumulation and distribution."),
      "atr_14": ("atr(14)", "Wilder's average of the true range."),
      "adx_14": ("adx(14).adx", "Strength of the trend, 0 to 100."),
      "bb_percent_b": (
        "bollinger(close, 20, 2).percent_b", "Place between the bands: 0 lower, 1 upper."
      ),
      "vwap_20": ("vwap(20, close)", "Average close, weighted by volume."),
    ]
  )

  /// Eight columns of a volatility index; all defined from row 59 on.
  public static let vix = FeatureTier(
    standard: "vix",
    "Level, place and change of a volatility index.",
    [
      "vix_close": ("close", "The level."),
      "vix_sma_10": ("sma(close, 10)", "Simple average."),
      "vix_sma_20": ("sma(close, 20)", "Simple average."),
      "vix_percentile_60d": (
        "100 * percentile_rank(close, 60)", "Percent of the 59 earlier levels that lie below."
      ),
      "vix_zscore_20d": (
        "fill(zscore(close, 20), 0)", "Deviations from the mean; 0 while the level stands still."
      ),
      "vix_regime": (
        "where(close < 15, 0, where(close < 25, 1, 2))",
        "Code: 0 calm, 1 normal from 15, 2 high from 25."
      ),
      "vix_change_1d": ("100 * roc(close, 1)", "Change over one bar, in percent."),
      "vix_change_5d": ("100 * roc(close, 5)", "Change over five bars, in percent."),
    ]
  )
}
