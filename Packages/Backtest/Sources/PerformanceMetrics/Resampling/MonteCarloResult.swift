/// The summary of a Monte Carlo simulation over the order of trades.
///
/// Values are exact; artifacts round them to six decimals.
public struct MonteCarloResult: Hashable, Sendable {
  /// The way paths were drawn.
  public let method: MonteCarlo.Method

  /// The number of paths.
  public let pathCount: Int

  /// The number of trades in each path.
  public let tradeCount: Int

  /// The block length that was asked for, or `nil` when the customary one was used.
  public let blockLength: Int?

  /// The fraction of the starting capital at which an account counts as ruined.
  public let ruinLevel: Double

  /// The median profit of a path, as a fraction of the starting capital.
  public let medianReturn: Double

  /// The profit that 5 % of the paths fall below, as a fraction of the starting capital.
  public let p5Return: Double

  /// The drawdown that 5 % of the paths fall below, as a fraction of the peak.
  public let p5MaximumDrawdown: Double

  /// The drawdown that 5 % of the paths exceed, as a fraction of the peak.
  public let p95MaximumDrawdown: Double

  /// The share of paths that were ruined at any time.
  public let ruinProbability: Double

  /// The share of paths that earned more than nothing.
  public let fractionPositive: Double

  /// Creates a result, such as one read back from an artifact.
  public init(
    method: MonteCarlo.Method,
    pathCount: Int,
    tradeCount: Int,
    blockLength: Int?,
    ruinLevel: Double,
    medianReturn: Double,
    p5Return: Double,
    p5MaximumDrawdown: Double,
    p95MaximumDrawdown: Double,
    ruinProbability: Double,
    fractionPositive: Double
  ) {
    self.method = method
    self.pathCount = pathCount
    self.tradeCount = tradeCount
    self.blockLength = blockLength
    self.ruinLevel = ruinLevel
    self.medianReturn = medianReturn
    self.p5Return = p5Return
    self.p5MaximumDrawdown = p5MaximumDrawdown
    self.p95MaximumDrawdown = p95MaximumDrawdown
    self.ruinProbability = ruinProbability
    self.fractionPositive = fractionPositive
  }
}
