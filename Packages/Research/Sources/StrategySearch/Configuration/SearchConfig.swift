public import Backtest
public import DataLake
public import LakeIngest
public import MarketModel
public import Optimizer
public import Research

/// How the parameters of one strategy are searched over one stretch of market data.
public struct SearchConfig: Hashable, Sendable {
  /// The name that reports carry.
  public var experimentName: String

  /// The name of the strategy.
  public var strategy: String

  /// What is replayed.
  public var data: SearchDataConfig

  /// How trials are chosen.
  public var optimization: OptimizationConfig

  /// The limits that a ranked trial keeps.
  public var limits: [ResultLimit]

  /// How orders become fills and what they cost.
  public var execution: SearchExecution

  /// How a robust parameter set is found among the trials.
  public var robust: RobustConfig

  /// Whose trades are written.
  public var trades: TradeSelection

  /// Whether an objective or a limit asks for a figure.
  func uses(_ metric: TrialMetric) -> Bool {
    optimization.objectives.contains { $0.metric == metric }
      || limits.contains { $0.metric == metric }
  }
}

/// Whose trades a search writes.
public enum TradeSelection: String, Hashable, Sendable, CaseIterable {
  /// The recommended trial's and those of the best fifteen by objective and by return.
  case top

  /// Every trial's.
  case all
}

/// The section `data`.
public struct SearchDataConfig: Hashable, Sendable {
  /// What is replayed.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Quotes and trades.
    case ticks

    /// Bars.
    case bars
  }

  /// Which ticks of a file there are.
  public enum Schema: String, Hashable, Sendable, CaseIterable {
    /// Best bids and asks.
    case quotes = "l1_quote"

    /// Public trades.
    case trades
  }

  /// Where the data come from.
  public enum Source: Hashable, Sendable {
    /// A lake; the provider may be left out where there is one.
    case lake(provider: String?)

    /// A file: its path as written, its form, and what it holds.
    case file(path: String, format: String, schema: Schema)
  }

  /// What is replayed.
  public var kind: Kind

  /// What is traded.
  public var symbol: Symbol

  /// Where the data come from.
  public var source: Source

  /// The nominal length of the bars; `nil` for ticks.
  public var interval: BarInterval?

  /// Which ticks of a lake are replayed.
  public var tables: TickSelection

  /// What happens to rows of a file whose time goes backwards.
  public var order: TickRowOrder

  /// What happens to quotes of a file whose bid lies above their ask.
  public var crossed: CrossedQuotes

  /// The first instant, inclusive; `nil` for the oldest row.
  public var from: Timestamp?

  /// The first instant that is left out; `nil` for none.
  public var to: Timestamp?
}

/// How the next trials of a search are chosen.
public enum SearchMethod: String, Hashable, Sendable, CaseIterable {
  /// Every combination, the last parameter fastest.
  case grid

  /// Independent draws.
  case monteCarlo = "monte_carlo"

  /// A Latin hypercube.
  case latinHypercube = "lhs"

  /// A scrambled Sobol sequence.
  case sobol

  /// A tree-structured Parzen estimator.
  case tpe

  /// A covariance matrix adaptation evolution strategy.
  case cmaes

  /// A genetic algorithm for several objectives.
  case nsga2

  /// Whether later trials depend on the results of earlier ones.
  var learns: Bool {
    switch self {
    case .grid, .monteCarlo, .latinHypercube, .sobol: false
    case .tpe, .cmaes, .nsga2: true
    }
  }
}

/// The section `optimization`.
public struct OptimizationConfig: Hashable, Sendable {
  /// How trials are chosen, in every window of a walk-forward search.
  public var method: SearchMethod

  /// The windows, or `nil` to search the whole stretch at once.
  public var walkForward: WalkForwardConfig?

  /// The number of trials; `nil` for a grid.
  public var samples: Int?

  /// The seed of every draw.
  public var seed: UInt64

  /// How many trials are chosen before the next is learnt from; part of the result.
  public var batchSize: Int

  /// The number of trials of a generation, for the methods that have any.
  public var population: Int?

  /// What is aimed at, most important first.
  public var objectives: [SearchObjective]

  /// Which trials are given up early, or `nil` for none.
  public var pruner: PrunerConfig?

  /// Whether a random draw that was tried before is drawn again.
  public var avoidsRepeats: Bool

  /// The number of threads where the command names none; changes no result.
  public var workers: Int?

  /// The section `optimization.walk_forward`.
  public struct WalkForwardConfig: Hashable, Sendable {
    /// The length of a training part.
    public var trainSpan: SearchDuration

    /// The length of a test part.
    public var testSpan: SearchDuration

    /// The distance of windows.
    public var step: SearchDuration

    /// The length left out between training and test.
    public var embargo: SearchDuration

    /// Whether every training part begins with the data.
    public var isAnchored: Bool

    /// How a window's parameters are chosen among its trials.
    public var choice: Choice
  }

  /// How one of many trials is chosen.
  public enum Choice: String, Hashable, Sendable, CaseIterable {
    /// The middle of the best plateau.
    case robust

    /// The single best trial.
    case best
  }
}

/// The section `optimization.pruner`.
public struct PrunerConfig: Hashable, Sendable {
  /// The rule.
  public enum Rule: Hashable, Sendable {
    /// Worse than the median.
    case median(startupTrials: Int)

    /// Not among the best share at a rung.
    case successiveHalving(reduction: Int)

    /// Several ladders of rungs.
    case hyperband(reduction: Int)

    /// Worse than the best by a signed-rank test over the returns between checkpoints.
    case wilcoxon(threshold: Double)
  }

  /// The rule.
  public var rule: Rule

  /// The number of instants, evenly spread over the ticks, at which trials are judged.
  public var checkpoints: Int
}

/// The section `robust`.
public struct RobustConfig: Hashable, Sendable {
  /// How plateaus are found.
  public var plateaus: PlateauSettings

  /// The number of trees that importances are learnt with.
  public var trees: Int

  /// The most cells of an axis of a heat map.
  public var cells: Int
}

/// How orders become fills and what they cost, by kind of data.
public enum SearchExecution: Hashable, Sendable {
  /// Over bars: the section, the starting cash, and the definitions of the measures.
  case bars(ExecutionConfig, startingCash: Double, metrics: MetricsConfig)

  /// Over ticks.
  case ticks(TickExecutionConfig)

  /// The cash at the start.
  public var startingCash: Double {
    switch self {
    case .bars(_, let cash, _): cash
    case .ticks(let ticks): ticks.startingCash
    }
  }
}

/// The section `execution` over ticks.
public struct TickExecutionConfig: Hashable, Sendable {
  /// How orders meet the market.
  public var fillMode: TickFillMode

  /// The charge for orders that rest, in basis points of value.
  public var makerBasisPoints: Double

  /// The charge for orders that take, in basis points of value.
  public var takerBasisPoints: Double

  /// The concession from the price, in basis points.
  public var slippageBasisPoints: Double

  /// The cash at the start.
  public var startingCash: Double

  /// Whether positions below zero are allowed.
  public var allowsShorting: Bool

  /// Whether an order that cash cannot pay for is refused.
  public var requiresBuyingPower: Bool

  /// The length of a batch of ticks.
  public var batch: SearchDuration

  /// Whether an open position is closed after the last tick.
  public var closesAtEnd: Bool

  /// The seed of random latencies.
  public var seed: UInt64
}

extension TickExecutionConfig {
  /// What the engine is told.
  var settings: TickSettings {
    TickSettings(
      startingCash: startingCash,
      fillMode: fillMode,
      makerFees: ProportionalFee(rate: makerBasisPoints / 10_000),
      takerFees: ProportionalFee(rate: takerBasisPoints / 10_000),
      slippage: FixedSlippage(priceFraction: slippageBasisPoints / 10_000, perUnit: 0),
      limits: RiskLimits(
        requiresBuyingPower: requiresBuyingPower,
        allowsShorting: allowsShorting
      ),
      batchNanoseconds: batch.nanoseconds,
      seed: seed,
      closesAtEnd: closesAtEnd
    )
  }
}
