public import ConfigValidation

/// A way to learn forecasts from the samples of a fold.
public protocol Forecaster: Sendable {
  /// The name in documents and reports, such as `ridge`.
  var name: String { get }

  /// Everything that decides the result beside data and seed, for identities and reports.
  var settings: JSONValue { get }

  /// Learns.
  ///
  /// Equal folds and seeds give equal results on one machine, whatever else runs.
  ///
  /// - Parameters:
  ///   - fold: What to learn from; nothing else of the table may be looked at, except later rows of
  ///     features that are known ahead.
  ///   - circumstances: Seed, threads, checkpoints and who wants to know how far it is.
  /// - Returns: What was learnt.
  /// - Throws: ``ForecastError``; a fit whose loss does not stay finite is an error with its reason.
  func fit(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> any FittedForecaster
}

/// What a forecaster learnt.
public protocol FittedForecaster {
  /// How the fit went.
  var report: FitReport { get }

  /// Forecasts the targets of samples.
  ///
  /// **Causality.** The forecast of a sample depends on its context rows, and on later rows of features
  /// that are known ahead, only.
  ///
  /// - Parameters:
  ///   - samples: Samples of the table's layout.
  ///   - table: A table with the features that were learnt from.
  /// - Returns: One forecast for each sample, in their order.
  /// - Throws: ``ForecastError``.
  func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast]

  /// Writes everything that is needed to forecast again into a folder, each file atomically.
  ///
  /// - Returns: The names of the files.
  func save(to folder: String) throws(ForecastError) -> [String]
}

/// The forecast of one sample.
public struct Forecast: Hashable, Sendable {
  /// The probability of 1 for binary targets, the expected or median value for real ones.
  public var value: Double

  /// The values of the quantiles that the forecaster states, in the order of its levels; may be empty.
  public var quantiles: [Double]

  /// Creates a forecast.
  public init(value: Double, quantiles: [Double] = []) {
    self.value = value
    self.quantiles = quantiles
  }
}

/// How a fit went.
public struct FitReport: Hashable, Sendable {
  /// The mean loss over training samples at the end: log loss for binary targets, squared error or
  /// quantile loss for real ones.
  public var trainingLoss: Double

  /// The mean loss over validation samples of what was kept, or `nil` without them.
  public var validationLoss: Double?

  /// The number of passes over the training samples, or of boosting rounds.
  public var epochs: Int

  /// The number of fitted numbers.
  public var parameterCount: Int

  /// The levels of the quantiles of each forecast, rising; may be empty.
  public var quantileLevels: [Double]

  /// How much each feature counts, adding up to 1, in the order of the table; empty when unknown.
  public var importances: [FeatureImportance]

  /// What else the forecaster can say of itself, such as its attention; null for nothing.
  public var details: JSONValue

  /// Creates a report.
  public init(
    trainingLoss: Double,
    validationLoss: Double?,
    epochs: Int,
    parameterCount: Int,
    quantileLevels: [Double],
    importances: [FeatureImportance],
    details: JSONValue = .null
  ) {
    self.trainingLoss = trainingLoss
    self.validationLoss = validationLoss
    self.epochs = epochs
    self.parameterCount = parameterCount
    self.quantileLevels = quantileLevels
    self.importances = importances
    self.details = details
  }
}

/// How much one feature counts.
public struct FeatureImportance: Hashable, Sendable {
  /// The feature.
  public var name: String

  /// Its share, not negative.
  public var share: Double

  /// Creates an importance.
  public init(name: String, share: Double) {
    self.name = name
    self.share = share
  }
}

/// What a fit is told beside its samples.
public struct FitCircumstances: Sendable {
  /// The seed of everything that is left to chance.
  public var seed: UInt64

  /// The folder for checkpoints of this fit, or `nil` for none.
  ///
  /// A fit that finds a checkpoint of its own settings, data and seed there continues from it and ends
  /// with the same numbers as an undisturbed one.
  public var checkpointFolder: String?

  /// Told how far the fit is, on the thread of the fit.
  public var progress: @Sendable (FitProgress) -> Void

  /// Asked after each ``progress``, on the same thread, whether the fit is to end without a result.
  public var isStopped: @Sendable () -> Bool

  /// Creates circumstances.
  public init(
    seed: UInt64,
    checkpointFolder: String?,
    progress: @escaping @Sendable (FitProgress) -> Void,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.seed = seed
    self.checkpointFolder = checkpointFolder
    self.progress = progress
    self.isStopped = isStopped
  }
}

/// How far a fit is.
public struct FitProgress: Hashable, Sendable {
  /// The epoch, from 1.
  public var epoch: Int

  /// The largest number of epochs.
  public var epochCount: Int

  /// The training loss of the epoch.
  public var trainingLoss: Double

  /// The validation loss after the epoch, or `nil` without validation samples.
  public var validationLoss: Double?

  /// Creates a progress.
  public init(epoch: Int, epochCount: Int, trainingLoss: Double, validationLoss: Double?) {
    self.epoch = epoch
    self.epochCount = epochCount
    self.trainingLoss = trainingLoss
    self.validationLoss = validationLoss
  }
}
