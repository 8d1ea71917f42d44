public import Backtest
public import Forecasting

/// An error that says why forecasts cannot be traded.
public enum ForecastTradingError: Error, Hashable, Sendable {
  /// A row of the table has no bar that closes when it does.
  case noBar(row: Int, closeTime: Int64)

  /// Orders would fill at the close that decided them.
  case fillRule(FillRule)

  /// A forecast gives no position.
  case forecast(ForecastError)

  /// The engine refuses the run.
  case engine(BacktestError)
}

extension ForecastTradingError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .noBar(let row, let closeTime):
      "row \(row): expected a bar that closes at \(closeTime) ns, found none"
    case .fillRule(let rule):
      "fill rule: expected \(FillRule.nextOpen.rawValue), found \(rule.rawValue); "
        + "a forecast is made at a close and can trade after it only"
    case .forecast(let error): error.description
    case .engine(let error): "\(error)"
    }
  }
}
