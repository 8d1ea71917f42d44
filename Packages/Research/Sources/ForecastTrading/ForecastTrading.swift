public import Backtest
public import Forecasting
public import MarketModel

/// What happens to a position where one fold ends and the next begins.
public enum FoldBorder: String, Hashable, Sendable, CaseIterable {
  /// Every fold is an account of its own, closed at the close of its last test bar.
  case close

  /// One account runs through all folds; the next fold's model takes the position over at its first decision.
  ///
  /// Where test days do not follow each other the position is closed at the first open after a fold.
  case roll
}

/// How often a wanted position is decided anew.
public enum DecisionPace: String, Hashable, Sendable, CaseIterable {
  /// At every test bar.
  case everyBar = "every_bar"

  /// At every first test bar after the last decision's horizon has passed, counted within the fold.
  case everyHorizon = "every_horizon"
}

/// How forecasts are traded.
public struct ForecastTradingSettings: Sendable {
  /// How forecasts become positions.
  public var positions: ForecastPositions

  /// How orders become fills and what they cost.
  public var execution: ExecutionSettings

  /// What happens at fold borders.
  public var border: FoldBorder

  /// How often a position is decided anew.
  public var pace: DecisionPace

  /// Creates settings.
  ///
  /// - Throws: ``ForecastTradingError/fillRule(_:)`` unless orders fill at the next open.
  public init(
    positions: ForecastPositions,
    execution: ExecutionSettings,
    border: FoldBorder,
    pace: DecisionPace
  ) throws(ForecastTradingError) {
    guard execution.fillRule == .nextOpen else { throw .fillRule(execution.fillRule) }
    self.positions = positions
    self.execution = execution
    self.border = border
    self.pace = pace
  }
}

/// Trades the stitched out-of-sample forecasts of one forecaster through the engine.
///
/// The account of a fold covers the bars from its first decision to its last: it decides at closes of these and
/// trades at opens of these only, so no bar of another fold's test (or of any training) is traded with its
/// forecasts, and none closes its position. The decision at the last bar of an account is not taken, since
/// no bar of its own is left to fill it.
///
/// - Parameters:
///   - outcomes: What came of the folds; those without forecasts are not traded.
///   - table: The rows.
///   - bars: The bars of the traded symbol; every row of a test closes with one of them.
///   - settings: How to trade.
/// - Returns: One account for each fold with forecasts, folds rising.
/// - Throws: ``ForecastTradingError``.
/// - Complexity: O(test bars).
///
/// **Causality.** The position at a bar's close follows from forecasts of rows that closed by then; it fills at
/// the next open.
public func tradedFolds(
  _ outcomes: ForecasterOutcomes,
  of table: ForecastTable,
  bars: BarSeries,
  settings: ForecastTradingSettings
) throws(ForecastTradingError) -> [TradedFold] {
  var legs: [TradingLeg] = []
  for case .forecasts(let forecasts) in outcomes.folds where !forecasts.samples.isEmpty {
    legs.append(try TradingLeg(forecasts, table, bars, settings))
  }
  switch settings.border {
  case .close:
    var folds: [TradedFold] = []
    for leg in legs { folds += try TradingRun([leg], bars, settings).folds() }
    return folds
  case .roll:
    return legs.isEmpty ? [] : try TradingRun(legs, bars, settings).folds()
  }
}
