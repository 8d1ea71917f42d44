/// How easily a market trades; numbered from dry to liquid.
public enum LiquidityRegime: Int, RegimeLabel {
  /// Hardly at all: the spread is wide.
  case dried = 0

  /// With difficulty.
  case low = 1

  /// As usual.
  case normal = 2

  /// Easily: the spread is narrow and volume is large.
  case high = 3

  /// The name of the visible series.
  public static let seriesName = "regime.liquidity"

  /// The text in files and reports.
  public var label: String {
    switch self {
    case .dried: "DRIED"
    case .low: "LOW"
    case .normal: "NORMAL"
    case .high: "HIGH"
    }
  }
}
