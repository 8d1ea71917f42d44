/// The section `experiment`.
public struct ExperimentConfig: Hashable, Sendable {
  /// The folder of the artifacts.
  public var outputDirectory: String

  /// The cash at the start of every run.
  public var startingCash: Double

  /// Whether every strategy is also run on the bars of each regime alone.
  public var stressesRegimes: Bool

  /// The resampling of trades, or `nil` when it is switched off.
  public var monteCarlo: MonteCarloConfig?

  /// How orders become fills and what they cost.
  public var execution: ExecutionConfig

  /// The definitions of the measures.
  public var metrics: MetricsConfig

  /// The windows whose results say how steady a strategy is, or `nil` for none.
  public var walkForward: WalkForwardConfig?

  /// The factors by which all costs are multiplied, one further run for each but 1; empty for none.
  public var costMultipliers: [Double]
}

/// The keys of `experiment` that begin with `mc_`.
public struct MonteCarloConfig: Hashable, Sendable {
  /// How trades are drawn.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// Circular blocks of fixed length.
    case bootstrap

    /// One by one with replacement.
    case iid

    /// Blocks of geometric length (Politis and Romano 1994).
    case stationary
  }

  /// The number of resampled paths.
  public var paths: Int

  /// How trades are drawn.
  public var method: Method

  /// The length of a block in trades, or `nil` for the rounded root of the number of trades.
  public var blockSize: Int?

  /// The seed of the generator.
  public var seed: UInt64

  /// The fraction of the starting cash at or below which a path is ruined.
  public var ruinLevel: Double

  /// The path of the limits by which a run is killed, as written, or `nil` for none.
  public var killThresholds: String?
}

/// The section `experiment.metrics`.
public struct MetricsConfig: Hashable, Sendable {
  /// The number of bars in a year, or `nil` for what the bar duration and the calendar imply.
  public var periodsPerYear: Double?

  /// The risk-free rate per year, as a fraction.
  public var riskFreeRate: Double
}

/// The section `experiment.walk_forward`.
public struct WalkForwardConfig: Hashable, Sendable {
  /// The trading days before a test window, over which indicators warm up.
  public var trainDays: Int

  /// The trading days of a test window.
  public var testDays: Int

  /// The trading days from one test window to the next.
  public var stepDays: Int
}
