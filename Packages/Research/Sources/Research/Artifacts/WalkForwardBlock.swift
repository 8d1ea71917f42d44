public import MarketModel

/// What a parameter set earned in each window of a walk-forward test.
public struct WalkForwardBlock: Hashable, Sendable {
  /// The windows by time.
  public var windows: [WalkForwardWindowResult]

  /// Creates a block.
  public init(windows: [WalkForwardWindowResult]) {
    self.windows = windows
  }
}

/// One test window.
public struct WalkForwardWindowResult: Hashable, Sendable {
  /// The first day of the training window.
  public var trainStart: CivilDate

  /// The last day of the training window.
  public var trainEnd: CivilDate

  /// The first day of the test window.
  public var testStart: CivilDate

  /// The last day of the test window.
  public var testEnd: CivilDate

  /// The profit in the test window, realised or not.
  public var profit: Double

  /// The Sharpe ratio in the test window.
  public var sharpe: Double?

  /// The round trips closed in the test window.
  public var trades: Int

  /// Creates a window.
  public init(
    trainStart: CivilDate,
    trainEnd: CivilDate,
    testStart: CivilDate,
    testEnd: CivilDate,
    profit: Double,
    sharpe: Double?,
    trades: Int
  ) {
    self.trainStart = trainStart
    self.trainEnd = trainEnd
    self.testStart = testStart
    self.testEnd = testEnd
    self.profit = profit
    self.sharpe = sharpe
    self.trades = trades
  }
}
