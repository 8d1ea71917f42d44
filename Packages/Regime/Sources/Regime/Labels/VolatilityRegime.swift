/// How volatile a market is against its own recent past; numbered from calm to wild.
public enum VolatilityRegime: Int, RegimeLabel {
  /// Calmer than usual.
  case low = 0

  /// As usual.
  case normal = 1

  /// Wilder than usual.
  case high = 2

  /// Far wilder than usual.
  case spike = 3

  /// The name of the visible series.
  public static let seriesName = "regime.volatility"

  /// The text in files and reports.
  public var label: String {
    switch self {
    case .low: "VOL_LOW"
    case .normal: "VOL_NORMAL"
    case .high: "VOL_HIGH"
    case .spike: "VOL_SPIKE"
    }
  }
}
