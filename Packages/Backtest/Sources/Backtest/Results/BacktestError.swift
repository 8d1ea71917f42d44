public import ConfigValidation
public import MarketModel

/// An error that says why a run cannot begin.
public enum BacktestError: Error, Hashable, Sendable {
  /// There is nothing to replay.
  case emptyMarket

  /// A symbol has no bar that could be traded.
  case noBars(symbol: Symbol)

  /// A symbol is listed twice.
  case duplicateSymbol(Symbol)

  /// A series breaks an invariant at a row.
  case malformedSeries(name: String, row: Int)

  /// A strategy requires a series that the market does not have.
  case missingSeries(name: String, symbol: Symbol)

  /// A strategy does not support the bars of a symbol.
  case unsupportedInterval(strategy: String, symbol: Symbol, interval: BarInterval)

  /// No strategy has this name; `suggestion` is the nearest that there is.
  case unknownStrategy(name: String, suggestion: String?)

  /// Parameters cannot be used.
  case parameters(ParameterError)

  /// Parameters contradict each other.
  case conflictingParameters(String)

  /// A setting lies outside its range.
  case invalidSetting(name: String, expected: String, found: Double)

  /// The fill rule needs quotes that a symbol does not have.
  case missingQuotes(symbol: Symbol)
}

extension BacktestError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .emptyMarket: "expected at least one symbol, found none"
    case .noBars(let symbol): "\(symbol): expected at least one bar to trade, found none"
    case .duplicateSymbol(let symbol): "\(symbol): is listed twice"
    case .malformedSeries(let name, let row):
      "\(name): row \(row): expected finite values at rising times"
    case .missingSeries(let name, let symbol): "\(symbol): has no series named '\(name)'"
    case .unsupportedInterval(let strategy, let symbol, let interval):
      "\(strategy): does not support the \(interval) bars of \(symbol)"
    case .unknownStrategy(let name, let suggestion?):
      "\(name): is not a known strategy; did you mean '\(suggestion)'?"
    case .unknownStrategy(let name, nil): "\(name): is not a known strategy"
    case .parameters(let error): error.description
    case .conflictingParameters(let text): text
    case .invalidSetting(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    case .missingQuotes(let symbol): "\(symbol): the fill rule 'quotes' needs quotes, found none"
    }
  }
}
