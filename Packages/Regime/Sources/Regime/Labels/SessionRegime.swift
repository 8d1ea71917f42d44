/// Which part of the trading day a bar belongs to.
public enum SessionRegime: Int, RegimeLabel {
  /// No session: nights, weekends and holidays.
  case closed = 0

  /// Before the regular session of an exchange.
  case premarket = 1

  /// The regular session of an exchange.
  case regular = 2

  /// After the regular session of an exchange.
  case postmarket = 3

  /// The Asian day of a market that never closes.
  case asia = 4

  /// The European day of a market that never closes.
  case europe = 5

  /// The American day of a market that never closes.
  case america = 6

  /// The hours between the American and the Asian day.
  case offPeak = 7

  /// The name of the visible series.
  public static let seriesName = "regime.session"

  /// The text in files and reports.
  public var label: String {
    switch self {
    case .closed: "CLOSED"
    case .premarket: "PRE"
    case .regular: "RTH"
    case .postmarket: "POST"
    case .asia: "ASIA"
    case .europe: "EU"
    case .america: "US"
    case .offPeak: "OFFPEAK"
    }
  }
}
