public import Backtest
public import ConfigValidation
internal import ExperimentRegistry
internal import PerformanceMetrics

/// How every run of a cycle is executed, measured and tested.
public struct ExperimentSettings: Sendable {
  /// How orders become fills and what they cost.
  public var execution: ExecutionSettings

  /// The execution as the configuration gives it, for manifests.
  public var executionDocument: JSONValue

  /// The number of bars in a year.
  public var periodsPerYear: Double

  /// The risk-free rate per year, as a fraction.
  public var annualRiskFreeRate: Double

  /// The resampling of trades, or `nil` for none.
  public var monteCarlo: MonteCarloConfig?

  /// The limits on the resampling.
  public var monteCarloThresholds: MonteCarloThresholds

  /// The factors by which costs are multiplied.
  public var costMultipliers: [Double]

  /// The windows of the walk-forward test, or `nil` for none.
  public var walkForward: WalkForwardConfig?

  /// Whether every strategy is also run on the bars of each regime alone.
  public var stressesRegimes: Bool

  /// The risk-free return of one bar.
  var periodRiskFreeRate: Double {
    get throws(MetricError) {
      try SummarySettings(
        periodsPerYear: periodsPerYear,
        annualRiskFreeRate: annualRiskFreeRate,
        tailProbability: 0.05
      ).periodRiskFreeRate
    }
  }
}

extension ExperimentSettings {
  /// Takes the settings of a configuration.
  ///
  /// - Parameters:
  ///   - config: The section `experiment`.
  ///   - thresholds: The limits on the resampling.
  ///   - impliedPeriodsPerYear: The number of bars in a year where the section does not say it.
  public init(
    _ config: ExperimentConfig,
    monteCarloThresholds thresholds: MonteCarloThresholds,
    impliedPeriodsPerYear: Double
  ) {
    let periods = config.metrics.periodsPerYear ?? impliedPeriodsPerYear
    self.init(
      execution: config.execution.settings(
        startingCash: config.startingCash,
        periodsPerYear: periods
      ),
      executionDocument: JSONValue(config.execution.document),
      periodsPerYear: periods,
      annualRiskFreeRate: config.metrics.riskFreeRate,
      monteCarlo: config.monteCarlo,
      monteCarloThresholds: thresholds,
      costMultipliers: config.costMultipliers,
      walkForward: config.walkForward,
      stressesRegimes: config.stressesRegimes
    )
  }

  /// The identity of a run under these settings.
  func identity(
    of definition: StrategyDefinition,
    _ parameters: ParameterSet,
    packs: [PackReference]
  ) -> RunIdentity {
    RunIdentity(
      strategyID: strategyIdentifier(className: definition.name, version: 1),
      parameters: parameters,
      execution: executionIdentity,
      statistics: statisticsIdentity,
      metrics: metricsIdentity,
      packHashes: packs.map(\.hash),
      engineVersion: EngineSemantics.version
    )
  }

  /// What the engine is told, in the form that identifies a run.
  var executionIdentity: JSONValue {
    .object(execution.canonicalFields.map { JSONMember($0.name, .string($0.value)) })
  }

  /// What is computed around a run, in the form that identifies it.
  var statisticsIdentity: JSONValue {
    var value: JSONValue = [
      "cost_multipliers": .array(costMultipliers.map { .number($0) }),
      "regime_stress": .bool(stressesRegimes),
    ]
    value["mc"] =
      monteCarlo.map { settings in
        [
          "method": .string(settings.method.rawValue), "paths": .integer(Int64(settings.paths)),
          "block_size": settings.blockSize.map { .integer(Int64($0)) } ?? .null,
          "seed": .string("\(settings.seed)"), "ruin_level": .number(settings.ruinLevel),
        ]
      } ?? .null
    value["walk_forward"] =
      walkForward.map { windows in
        [
          "train_days": .integer(Int64(windows.trainDays)),
          "test_days": .integer(Int64(windows.testDays)),
          "step_days": .integer(Int64(windows.stepDays)),
        ]
      } ?? .null
    return value
  }

  /// The definitions of the measures, in the form that identifies a run.
  var metricsIdentity: JSONValue {
    [
      "periods_per_year": .number(periodsPerYear),
      "risk_free_rate": .number(annualRiskFreeRate),
    ]
  }
}

extension JSONValue {
  /// The JSON form of a document's value.
  init(_ content: ConfigNode.Content) {
    switch content {
    case .null: self = .null
    case .flag(let value): self = .bool(value)
    case .integer(let value): self = .integer(Int64(value))
    case .number(let value): self = .number(value)
    case .text(let value): self = .string(value)
    case .sequence(let items): self = .array(items.map { JSONValue($0.content) })
    case .mapping(let entries):
      self = .object(entries.map { JSONMember($0.key, JSONValue($0.value.content)) })
    }
  }
}
