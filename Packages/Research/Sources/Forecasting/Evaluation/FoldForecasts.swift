/// What one forecaster forecast for the test samples of one fold.
public struct FoldForecasts: Hashable, Sendable {
  /// The fold.
  public let fold: Int

  /// The test samples, rising.
  public let samples: [Int]

  /// One forecast for each sample.
  public let forecasts: [Forecast]

  /// The levels of the quantiles of each forecast, rising; may be empty.
  public let quantileLevels: [Double]

  /// Creates forecasts.
  ///
  /// - Throws: ``ForecastError/table(_:)`` naming every sample out of order, and every forecast that is not
  ///   finite or has another number of quantiles.
  public init(
    fold: Int,
    samples: [Int],
    forecasts: [Forecast],
    quantileLevels: [Double]
  ) throws(ForecastError) {
    var problems: [String] = []
    if forecasts.count != samples.count {
      problems.append(
        "fold \(fold): expected \(samples.count) forecasts, found \(forecasts.count)"
      )
    }
    for index in samples.indices.dropFirst() where samples[index] <= samples[index - 1] {
      problems.append("fold \(fold), sample \(samples[index]): expected rising samples")
    }
    for (sample, forecast) in zip(samples, forecasts) {
      let numbers = [forecast.value] + forecast.quantiles
      if let number = numbers.first(where: { !$0.isFinite }) {
        problems.append("fold \(fold), sample \(sample): expected a number, found \(number)")
      }
      if forecast.quantiles.count != quantileLevels.count {
        problems.append(
          "fold \(fold), sample \(sample): expected \(quantileLevels.count) quantiles, "
            + "found \(forecast.quantiles.count)"
        )
      }
    }
    guard problems.isEmpty else { throw .table(problems) }
    self.fold = fold
    self.samples = samples
    self.forecasts = forecasts
    self.quantileLevels = quantileLevels
  }
}

/// What came of one fold: forecasts, or the reason for there being none.
public enum FoldOutcome: Hashable, Sendable {
  /// The forecasts.
  case forecasts(FoldForecasts)

  /// The fit failed.
  case failed(fold: Int, reason: String)

  /// The fold.
  public var fold: Int {
    switch self {
    case .forecasts(let forecasts): forecasts.fold
    case .failed(let fold, _): fold
    }
  }
}

/// What came of all folds of one forecaster.
public struct ForecasterOutcomes: Hashable, Sendable {
  /// The name of the forecaster.
  public let name: String

  /// One outcome for each fold, folds rising.
  public let folds: [FoldOutcome]

  /// Creates outcomes.
  ///
  /// - Throws: ``ForecastError/table(_:)`` when folds or their samples do not rise.
  public init(name: String, folds: [FoldOutcome]) throws(ForecastError) {
    var problems: [String] = []
    var (lastFold, lastSample) = (-1, -1)
    for outcome in folds {
      if outcome.fold <= lastFold {
        problems.append("\(name), fold \(outcome.fold): expected rising folds")
      }
      lastFold = outcome.fold
      guard case .forecasts(let forecasts) = outcome, let first = forecasts.samples.first else {
        continue
      }
      if first <= lastSample {
        problems.append("\(name), fold \(outcome.fold): sample \(first) was judged before")
      }
      lastSample = forecasts.samples.last ?? first
    }
    guard problems.isEmpty else { throw .table(problems) }
    self.name = name
    self.folds = folds
  }
}
