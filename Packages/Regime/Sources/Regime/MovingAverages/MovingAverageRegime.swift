/// Which way two averages and the price agree a market goes; numbered from bear to bull.
public enum MovingAverageRegime: Int, RegimeLabel {
  /// The fast average below the slow one, and the price below both the fast average and so the slow.
  case bear = 0

  /// Neither, or not known yet.
  case sideways = 1

  /// The fast average above the slow one, and the price above the fast average.
  case bull = 2

  /// The name of the visible series.
  public static let seriesName = "regime.moving_average"

  /// The text in files and reports.
  public var label: String {
    switch self {
    case .bear: "BEAR"
    case .sideways: "SIDEWAYS"
    case .bull: "BULL"
    }
  }
}
