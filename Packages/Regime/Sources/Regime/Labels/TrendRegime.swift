/// Which way a market moves; numbered from down to up.
public enum TrendRegime: Int, RegimeLabel {
  /// Down, strongly.
  case down = 0

  /// Neither.
  case range = 1

  /// Up, strongly.
  case up = 2

  /// The name of the visible series.
  public static let seriesName = "regime.trend"

  /// The text in files and reports.
  public var label: String {
    switch self {
    case .down: "TREND_DOWN"
    case .range: "RANGE"
    case .up: "TREND_UP"
    }
  }
}
