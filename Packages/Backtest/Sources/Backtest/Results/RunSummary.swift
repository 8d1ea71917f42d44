public import PerformanceMetrics

/// The numbers that every run of a sweep yields, whatever else is recorded.
public struct RunSummary: Hashable, Sendable {
  /// The cash at the start.
  public var startingCash = 0.0

  /// Cash plus the signed market value of everything at the last prices.
  public var finalEquity = 0.0

  /// Moments of the simple returns of equity from mark to mark, the first against the starting cash.
  public var returns = StreamingMoments()

  /// The largest fall of equity from its peak, as a fraction of the peak.
  public var maximumDrawdown = 0.0

  /// The number of bar closes (or, with several symbols, distinct closing instants) marked.
  public var markCount = 0

  /// Marks at which a position was held.
  public var exposedMarkCount = 0

  /// Orders submitted by the strategy, bracket exits not counted.
  public var orderCount = 0

  /// Executions, option legs included.
  public var fillCount = 0

  /// Orders refused.
  public var rejectCount = 0

  /// Orders withdrawn by the strategy or by their time in force.
  public var cancelledCount = 0

  /// Orders that had not filled when the run ended.
  public var unfilledCount = 0

  /// Charges of the broker.
  public var fees = 0.0

  /// What slippage cost.
  public var slippage = 0.0

  /// Funding paid; negative when received.
  public var funding = 0.0

  /// Charges for borrowed units.
  public var borrow = 0.0

  /// Profit of closed quantities at reference prices, before fees, slippage, funding and borrow.
  public var realised = 0.0

  /// Profit of open quantities at the last prices against their reference prices.
  public var unrealised = 0.0

  /// The sum of absolute traded values.
  public var tradedValue = 0.0

  /// Positions closed.
  public var roundTripCount = 0

  /// Positions closed with a profit above zero after costs.
  public var winnerCount = 0

  /// The sum of the profits above zero of closed positions.
  public var grossProfit = 0.0

  /// The sum of the losses of closed positions, as a positive number.
  public var grossLoss = 0.0

  /// The bars between entry and exit, summed over closed positions.
  public var heldBars = 0

  /// Positions still open after the last bar.
  public var openPositionCount = 0

  /// Bars in which both the stop and the target of a position were reached.
  public var ambiguousBarCount = 0

  /// What the other choice in those bars would have changed, summed: the distance between the stop and
  /// target fills times the units; positive when the choice made was the worse one.
  public var ambiguousEquity = 0.0

  /// Creates an empty summary.
  public init() {}

  /// The profit after costs as a fraction of the starting cash.
  public var totalReturn: Double { finalEquity / startingCash - 1 }

  /// The profit before fees, slippage, funding and borrow as a fraction of the starting cash.
  public var grossReturn: Double { (realised + unrealised) / startingCash }

  /// Everything that trading cost.
  public var costs: Double { fees + slippage + funding + borrow }

  /// The cost per traded value at which the run would have broken even, or `nil` without trades.
  public var breakEvenCost: Double? {
    tradedValue > 0 ? (realised + unrealised - funding - borrow) / tradedValue : nil
  }

  /// The share of marks at which a position was held, or `nil` without marks.
  public var exposure: Double? {
    markCount > 0 ? Double(exposedMarkCount) / Double(markCount) : nil
  }

  /// The traded value as a multiple of the starting cash.
  public var turnover: Double { tradedValue / startingCash }

  /// The share of closed positions with a profit, or `nil` when none was closed.
  public var winRate: Double? {
    roundTripCount > 0 ? Double(winnerCount) / Double(roundTripCount) : nil
  }
}
