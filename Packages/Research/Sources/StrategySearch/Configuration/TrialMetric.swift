public import Optimizer

/// A figure of one trial that a search can aim at or set a limit to.
public enum TrialMetric: String, Hashable, Sendable, CaseIterable {
  /// The annualised Sharpe ratio of the returns from mark to mark.
  case sharpe

  /// The annualised Sortino ratio.
  case sortino

  /// Annual growth over the largest drawdown.
  case calmar

  /// The profit after costs as a fraction of the starting cash.
  case totalReturn = "total_return"

  /// The profit after costs, in cash.
  case pnl

  /// Winning profits over losses of closed positions.
  case profitFactor = "profit_factor"

  /// The share of closed positions with a profit.
  case winRate = "win_rate"

  /// The mean profit of a closed position, in cash.
  case averageTrade = "average_trade"

  /// The number of closed positions.
  case trades

  /// The largest fall from a peak, as a fraction of the peak.
  case maximumDrawdown = "max_drawdown"

  /// The annualised deviation of returns, as a fraction.
  case volatility

  /// What trading cost in fees, in cash.
  case fees

  /// The names that documents may use, `roi` beside `total_return`.
  static var choices: [(name: String, value: TrialMetric)] {
    allCases.map { (name: $0.rawValue, value: $0) } + [("roi", .totalReturn)]
  }

  /// Whether more or less of it is good.
  public var direction: SearchDirection {
    switch self {
    case .maximumDrawdown, .volatility, .fees: .minimize
    default: .maximize
    }
  }

  /// Whether it grows with the length of the stretch that it is measured on.
  var growsWithTime: Bool {
    switch self {
    case .totalReturn, .pnl, .trades, .fees: true
    default: false
    }
  }
}

/// What a search aims at.
public struct SearchObjective: Hashable, Sendable {
  /// The figure.
  public var metric: TrialMetric

  /// Whether more or less of it is wanted.
  public var direction: SearchDirection

  /// Creates an objective.
  public init(_ metric: TrialMetric, _ direction: SearchDirection? = nil) {
    self.metric = metric
    self.direction = direction ?? metric.direction
  }
}

/// A limit that a trial's result must keep to be ranked.
public struct ResultLimit: Hashable, Sendable {
  /// The name in the document, such as `min_trades`.
  public let name: String

  /// The figure.
  public let metric: TrialMetric

  /// Whether the figure must be at least the value; otherwise at most.
  public let isMinimum: Bool

  /// The limit.
  public let value: Double

  /// Every limit that a document may set; `max_drawdown` limits the figure of that name.
  static var all: [(name: String, metric: TrialMetric, isMinimum: Bool)] {
    TrialMetric.allCases.flatMap { metric in
      metric == .maximumDrawdown
        ? [(metric.rawValue, metric, false)]
        : [("min_\(metric.rawValue)", metric, true), ("max_\(metric.rawValue)", metric, false)]
    }
  }

  /// What is wrong with a trial's figures, such as `min_trades: expected at least 100, found 12`, or `nil`.
  func problem(in figures: TrialFigures) -> String? {
    let words = "\(name): expected \(isMinimum ? "at least" : "at most") \(plain(value))"
    guard let found = figures[metric] else { return "\(words), found nothing" }
    return (isMinimum ? found >= value : found <= value) ? nil : "\(words), found \(plain(found))"
  }
}

/// A number without a needless decimal point.
func plain(_ number: Double) -> String {
  Int(exactly: number).map(String.init) ?? String(number)
}
