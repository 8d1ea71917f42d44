public import Features
public import ForecastTrading
public import Forecasting
public import MarketModel
public import NeuralForecasting

/// A training document: which data, which models, which folds, and what counts as good.
public struct TrainingConfig: Sendable {
  /// The bars that rows are made from.
  public var data: DataConfig

  /// The columns of the rows.
  public var features: FeatureConfig

  /// What is forecast.
  public var target: TargetConfig

  /// The number of rows that a sample reads.
  public var lookbackWindow: Int

  /// The numbers of rows that targets look ahead, distinct; each is a run of its own.
  public var horizons: [Int]

  /// The network sizes and settings of `training`, which entries of `models` may change.
  public var defaults: NetworkDefaults

  /// How probabilities are corrected on validation samples.
  public var calibration: CalibrationMethod

  /// The folds and the gates.
  public var walkForward: WalkForwardSettings

  /// How many folds to train, oldest first, or `nil` for all.
  public var maximumFolds: Int?

  /// The models, in the order of reports; names are distinct.
  public var models: [ModelConfig]

  /// How forecasts become positions, and what trading costs.
  public var trading: TradingConfig

  /// The seed of everything random in the fits.
  public var seed: UInt64

  /// The folder for the folders of runs in which models are kept, or `nil` for the run's own folder.
  public var modelDirectory: String?

  /// Where the training is recorded beside its own folder.
  public var tracking: TrackingConfig

  /// The number of rows that the target of this run looks ahead: the first of ``horizons``.
  public var horizon: Int { horizons[0] }

  /// What a person should know of the settings, though nothing is wrong with them.
  public var notes: [String] {
    guard let bars = walkForward.barsPerDay, bars != usedBarsPerDay else { return [] }
    return [
      "bars_per_day \(bars) is not used: bars are of a day, and how many a year has is counted"
    ]
  }

  /// The stated number of bars in a day, where bars can have it.
  var usedBarsPerDay: Int? {
    data.interval == .day && walkForward.barsPerDay != 1 ? nil : walkForward.barsPerDay
  }
}

/// What networks use where their entry in `models` says nothing of its own.
public struct NetworkDefaults: Hashable, Sendable {
  /// The length of the vector at each position.
  public var hidden: Int

  /// The number of attention heads; divides ``hidden``.
  public var heads: Int

  /// The share of elements that are zeroed while learning.
  public var dropout: Double

  /// The levels of forecast quantiles, rising, with 0.5.
  public var quantileLevels: [Double]

  /// How they are taught.
  public var settings: TrainingSettings
}

/// The section `data`.
public struct DataConfig: Hashable, Sendable {
  /// The symbol whose daily bars are read.
  public var symbol: Symbol

  /// The provider of the bars, or `nil` when only one has them.
  public var provider: String?

  /// The length of the bars: a day.
  public var interval: BarInterval

  /// The first date of a row, or `nil` for no limit.
  public var firstDate: CivilDate?

  /// The last date of a bar, or `nil` for no limit; later bars are not read.
  public var lastDate: CivilDate?

  /// When the instrument trades.
  public var calendar: TradingCalendar
}

/// The section `features`.
public struct FeatureConfig: Hashable, Sendable {
  /// The names of the tiers of the symbol's own columns.
  public var tiers: [String]

  /// Whether the columns of the volatility index follow.
  public var includesVolatilityIndex: Bool

  /// The columns of the calendar, which are known ahead.
  public var calendar: [CalendarFeature]
}

/// A column that follows from the date alone, and is therefore known ahead.
public enum CalendarFeature: String, Hashable, Sendable, CaseIterable {
  /// The day of the week, as ``CivilDate/weekday`` counts it.
  case dayOfWeek = "day_of_week"

  /// The month, 1 through 12.
  case month

  /// The value on a date.
  public func value(on date: CivilDate) -> Double {
    switch self {
    case .dayOfWeek: Double(date.weekday)
    case .month: Double(date.month)
    }
  }
}

/// The section `target`.
public struct TargetConfig: Hashable, Sendable {
  /// The name: `forward_return`, `direction` or a threshold such as `threshold_1pct`.
  public var name: String

  /// The price that must reach a level.
  public var price: TargetPrice

  /// What the target is: every target but the return is of two classes.
  public var kind: ForecastTargetKind { name == Self.forwardReturn ? .real : .binary }

  static let forwardReturn = "forward_return"
}

/// The sections `positions` and `costs`.
public struct TradingConfig: Hashable, Sendable {
  /// How forecasts become positions.
  public var positions: ForecastPositions

  /// How often a position is decided anew.
  public var pace: DecisionPace

  /// What happens to a position between folds.
  public var border: FoldBorder

  /// The commission as a fraction of the traded value.
  public var fees: Double

  /// The concession as a fraction of the price.
  public var slippage: Double

  /// The cash of each account at its start.
  public var startingCash: Double
}
