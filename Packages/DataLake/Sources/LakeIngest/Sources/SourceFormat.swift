/// The shape in which a file holds bars.
public enum SourceFormat: String, Hashable, Sendable, CaseIterable {
  /// Yahoo's download: `Date,Open,High,Low,Close,Adj Close,Volume`, also in lower case.
  case yahoo

  /// Stooq's downloads: `Date,Open,…` or `<TICKER>,<PER>,<DATE>,<TIME>,…`.
  case stooq

  /// Binance's klines: twelve columns, with or without a header.
  case binance

  /// Alpaca's bars as JSON.
  case alpaca

  /// Any delimited text with a header and a map of columns.
  case csv

  /// Any Parquet file with a map of columns.
  case parquet
}

/// Which corporate actions the imported prices are corrected for.
public enum PriceAdjustment: String, Hashable, Sendable, CaseIterable {
  /// Prices as they were traded.
  ///
  /// Refused where the source has no such prices.
  case none

  /// Prices corrected for splits, as Yahoo's open, high, low and close are.
  case split

  /// Prices corrected for splits and dividends: all four times `adjusted close / close`.
  ///
  /// The volume stays as it is.
  case total
}

/// Which end of a bar the stamps of a file mark.
public enum StampSide: String, Hashable, Sendable, CaseIterable {
  /// Stamps are the first instants of the bars.
  case open

  /// Stamps are the ends of the bars.
  case close
}

/// How the numbers and texts of a time column are read.
public enum StampUnit: String, Hashable, Sendable, CaseIterable {
  /// ISO 8601 texts, `YYYYMMDD`, or numbers whose unit is told by their magnitude, row by row.
  ///
  /// Below 10¹¹ are seconds, below 10¹⁴ milliseconds, below 10¹⁷ microseconds, above nanoseconds.
  case automatic = "auto"

  /// ISO 8601 dates or instants only.
  case iso

  /// Seconds since 1970.
  case seconds = "s"

  /// Milliseconds since 1970.
  case milliseconds = "ms"

  /// Microseconds since 1970.
  case microseconds = "us"

  /// Nanoseconds since 1970.
  case nanoseconds = "ns"
}

/// What happens to a daily row whose date is not a trading day of the calendar.
public enum OffSessionRows: String, Hashable, Sendable, CaseIterable {
  /// The file is refused, and the rows are named.
  case refuse

  /// The rows are left out, and counted in a warning.
  case drop

  /// The rows are taken with the calendar's regular hours, and counted in a warning.
  ///
  /// For records older than the calendar, such as Saturdays before 1952.
  case keep
}
