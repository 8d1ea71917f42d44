/// Whether markets together seek or shun risk.
public enum RiskRegime: Int, RegimeLabel {
  /// Too few members had data to tell.
  case unknown = 0

  /// They shun it.
  case riskOff = 1

  /// Neither.
  case neutral = 2

  /// They seek it.
  case riskOn = 3

  /// The name of the visible series.
  public static let seriesName = "regime.risk"

  /// The text in files and reports.
  public var label: String {
    switch self {
    case .unknown: "UNKNOWN"
    case .riskOff: "RISK_OFF"
    case .neutral: "NEUTRAL"
    case .riskOn: "RISK_ON"
    }
  }
}
