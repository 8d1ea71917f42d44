public import ConfigValidation
public import ExperimentRegistry

/// How a strategy fares when it sees only the bars of one regime, for every regime.
///
/// Bars of one regime are not contiguous: unless ``usesContiguousSegments`` is true, a position held
/// across a gap earns what happened in between.
public struct RegimeStressArtifact: Hashable, Sendable {
  /// The result on the bars of one regime.
  public struct Subset: Hashable, Sendable {
    /// The regime key, such as `regime:SPY:VOL_LOW`.
    public var regimeKey: String

    /// The number of bars that carry it.
    public var bars: Int

    /// The realised profit.
    public var profit: Double

    /// The annualised Sharpe ratio.
    public var sharpe: Double?

    /// The number of closed round trips.
    public var trades: Int

    /// Creates a subset.
    public init(regimeKey: String, bars: Int, profit: Double, sharpe: Double?, trades: Int) {
      self.regimeKey = regimeKey
      self.bars = bars
      self.profit = profit
      self.sharpe = sharpe
      self.trades = trades
    }
  }

  /// The identifier of the strategy, with its version.
  public var strategyID: String

  /// The name of the strategy as configurations use it.
  public var strategyClass: String

  /// The base parameters.
  public var parameters: ParameterSet

  /// The identity of the run with the base parameters.
  public var runID: RunID

  /// Whether every contiguous stretch of a regime was replayed on its own.
  public var usesContiguousSegments: Bool

  /// The subsets by regime key.
  public var subsets: [Subset]

  /// Creates an artifact.
  public init(
    strategyID: String,
    strategyClass: String,
    parameters: ParameterSet,
    runID: RunID,
    usesContiguousSegments: Bool,
    subsets: [Subset]
  ) {
    self.strategyID = strategyID
    self.strategyClass = strategyClass
    self.parameters = parameters
    self.runID = runID
    self.usesContiguousSegments = usesContiguousSegments
    self.subsets = subsets.sorted { $0.regimeKey.utf8Precedes($1.regimeKey) }
  }

  /// The fraction of the subsets with a profit above zero, to four decimals; undefined without subsets.
  public var fractionProfitable: Double? {
    guard !subsets.isEmpty else { return nil }
    let profitable = subsets.count { $0.profit > 0 }
    return (Double(profitable) / Double(subsets.count)).rounded(toPlaces: 4)
  }

  /// The name of the file: `{strategy_class}_regime_stress.json`.
  public var fileName: String { "\(strategyClass)_regime_stress.json" }
}
