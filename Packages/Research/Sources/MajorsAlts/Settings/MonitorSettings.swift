public import MarketModel
public import Regime

/// Everything that decides what the monitor computes: a resolved experiment.
public struct MonitorSettings: Hashable, Sendable {
  /// What the experiment is called.
  public var title: String

  /// The short name by which runs are told apart.
  public var experimentID: String

  /// What kind of question the experiment asks.
  public var category: ExperimentCategory

  /// Where facts come from and which days count.
  public var data: DataSettings

  /// Who takes part.
  public var universe: UniverseSettings

  /// The windows of the features.
  public var windows: FeatureSettings

  /// The features of the score with their signed weights.
  public var weights: CompositeWeights

  /// How the score becomes a regime.
  public var states: CompositeSettings

  /// The alts that are sold.
  public var basket: BasketSettings

  /// The majors that are bought.
  public var longLeg: LongLegSettings

  /// How betas are estimated.
  public var beta: BetaSettings

  /// What trading costs.
  public var costs: CostSettings

  /// When and how much is traded.
  public var backtest: BacktestSettings

  /// How regimes are judged by what followed them.
  public var evaluation: EvaluationSettings
}

/// What kind of question an experiment asks.
public enum ExperimentCategory: String, Hashable, Sendable, CaseIterable {
  /// Does the state of the market tell what follows?
  case marketState = "msm"

  /// Which alts are worth selling?
  case alpha

  /// How is it traded?
  case execution = "exec"
}

/// Where facts come from and which days count.
public struct DataSettings: Hashable, Sendable {
  /// The first day, or `nil` for the first day with a price.
  public var firstDay: CivilDate?

  /// The last day, or `nil` for the last day with a price.
  public var lastDay: CivilDate?

  /// The provider of each table, where the lake has several.
  public var providers: [String: String]
}

/// Who takes part.
public struct UniverseSettings: Hashable, Sendable {
  /// The majors: the first is Bitcoin's role, the second Ether's.
  public var majors: [Symbol]

  /// Assets that are neither majors nor alts.
  public var excluded: Set<Symbol>

  /// The number of days that are looked back over for prices.
  public var listingWindowDays: Int

  /// The least number of prices in that window for an asset to count as listed.
  public var listingPrices: Int
}

/// The majors that are bought.
public struct LongLegSettings: Hashable, Sendable {
  /// How the long leg offsets the alts.
  public var neutrality: Neutrality

  /// The shares of the long leg for ``Neutrality/fixed``, summing to 1, by name.
  public var shares: [LongShare]

  /// The value of each leg as a fraction of the equity.
  public var legGross: Double

  /// The largest absolute weight of each major for ``Neutrality/beta``.
  public var majorLimit: Double

  /// The largest sum of absolute weights; legs that exceed it by a fifth are scaled down to it.
  public var grossCap: Double
}

/// One asset's share of the long leg.
public struct LongShare: Hashable, Sendable {
  /// The asset.
  public var asset: Symbol

  /// Its share, positive.
  public var share: Double
}

/// What trading costs.
public struct CostSettings: Hashable, Sendable {
  /// The fee of a trade as a fraction of its value.
  public var feeFraction: Double

  /// The slippage of a trade as a fraction of its value.
  public var slippageFraction: Double

  /// Whether funding is paid and received where it is known.
  public var paysFunding: Bool
}

/// When and how much is traded.
public struct BacktestSettings: Hashable, Sendable {
  /// The cash at the start, in USD.
  public var startingCash: Double

  /// The number of marks in a year.
  public var periodsPerYear: Double

  /// The number of leading days that are not traded: features and betas fill their windows.
  public var lookbackDays: Int

  /// The number of days of one reported window, or `nil` for a single one.
  public var testWindowDays: Int?

  /// The least number of days of a reported window.
  public var minimumTestDays: Int

  /// The states in which positions are held.
  public var tradedStates: Set<CompositeState>

  /// The number of days between rebalances, or `nil` to rebalance on signals only.
  public var rebalanceDays: Int?

  /// The change of the score since the last rebalance that calls for another.
  public var rebalanceScoreChange: Double

  /// How the size follows the strength of the regime, or `nil` for full size.
  public var scaling: PositionScaling?

  /// How the size follows recent volatility, or `nil` for full size.
  public var volatilityTarget: VolatilityTarget?

  /// When positions are given up.
  public var stops: StopSettings

  /// Whether regimes are judged by the returns that followed them.
  public var evaluatesRegimes: Bool
}

/// How the size follows recent volatility.
public struct VolatilityTarget: Hashable, Sendable {
  /// The wanted volatility, annualised.
  public var annualised: Double

  /// The number of daily results that are looked back over.
  public var days: Int

  /// The range of the factor.
  public var range: ClosedRange<Double>
}

/// When positions are given up; `nil` switches a rule off.
public struct StopSettings: Hashable, Sendable {
  /// The loss of a single day, as a positive fraction.
  public var dayLoss: Double?

  /// The loss of three days together, as a positive fraction.
  public var threeDayLoss: Double?

  /// The gain since entry.
  public var takeProfit: Double?

  /// The number of days since entry.
  public var maximumDays: Int?

  /// The fall from the best value since entry, over at most ``trailingDays``.
  public var trailingLoss: Double?

  /// The number of days over which the best value is remembered.
  public var trailingDays: Int
}

/// How regimes are judged by what followed them.
public struct EvaluationSettings: Hashable, Sendable {
  /// The numbers of days over which returns are taken, rising.
  public var horizonDays: [Int]

  /// How days are resampled for intervals and p-values.
  public var bootstrap: RegimeBootstrap
}
