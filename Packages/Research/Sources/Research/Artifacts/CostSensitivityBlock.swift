/// The same run at several multiples of its costs; key `slippage_sensitivity`.
public struct CostSensitivityBlock: Hashable, Sendable {
  /// What is left at one multiple of the costs.
  public struct Point: Hashable, Sendable {
    /// The multiple; 1 is the run itself.
    public var costMultiplier: Double

    /// The profit, realised or not.
    public var profit: Double

    /// The annualised Sharpe ratio.
    public var sharpe: Double?

    /// The number of closed round trips.
    public var trades: Int

    /// Creates a point.
    public init(costMultiplier: Double, profit: Double, sharpe: Double?, trades: Int) {
      self.costMultiplier = costMultiplier
      self.profit = profit
      self.sharpe = sharpe
      self.trades = trades
    }
  }

  /// The points by rising multiple.
  public var points: [Point]

  /// Creates a block.
  public init(points: [Point]) {
    self.points = points.sorted { $0.costMultiplier < $1.costMultiplier }
  }

  /// Why the run would not survive higher costs; empty when it would.
  ///
  /// A Sharpe ratio below zero (or undefined) at the highest multiple, or a mean profit over all
  /// points that is not above zero. Without points nothing is claimed.
  public var reasons: [KillReason] {
    guard let worst = points.last else { return [] }
    var reasons: [KillReason] = []
    if worst.sharpe.map({ $0 < 0 }) ?? true {
      reasons.append(
        KillReason(reason: "slippage_sensitivity_sharpe", value: worst.sharpe, threshold: 0)
      )
    }
    let mean = points.reduce(0) { $0 + $1.profit } / Double(points.count)
    if mean <= 0 {
      reasons.append(
        KillReason(reason: "slippage_sensitivity_mean_pnl", value: mean, threshold: 0)
      )
    }
    return reasons
  }
}
