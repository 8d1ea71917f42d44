public import ConfigValidation

/// Forecasts that prices walk at random: a return of zero, or of the mean so far.
///
/// Targets are returns. Quantiles are the forecast plus the quantiles of how far training targets were
/// from it, by linear interpolation between neighbours.
public struct RandomWalkForecaster: Forecaster {
  static let name = "random_walk"

  /// Whether the mean of the training targets is forecast, and not zero.
  public var hasDrift: Bool

  /// The levels of the quantiles, rising.
  public var quantileLevels: [Double]

  /// Creates a forecaster.
  public init(hasDrift: Bool, quantileLevels: [Double]) {
    self.hasDrift = hasDrift
    self.quantileLevels = quantileLevels
  }

  /// The name in documents and reports.
  public var name: String { Self.name }

  /// Drift and levels.
  public var settings: JSONValue {
    [
      "drift": .bool(hasDrift),
      "quantile_levels": .array(quantileLevels.map { .number($0) }),
    ]
  }

  /// Learns drift and quantiles from training targets.
  ///
  /// - Throws: ``ForecastError/unsupportedTarget(forecaster:expected:found:)`` for binary targets, and as
  ///   ``Forecaster/fit(_:_:)``.
  public func fit(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> any FittedForecaster {
    try fold.require(.real, for: name)
    try ResidualQuantiles.check(quantileLevels)
    let targets = try fold.trainingTargets()
    let drift = hasDrift ? targets.reduce(0, +) / Double(targets.count) : 0
    let residuals = ResidualQuantiles(levels: quantileLevels, residuals: targets.map { $0 - drift })
    var fitted = FittedRandomWalk(drift: drift, residuals: residuals, report: .empty)
    fitted.report = try fitted.losses(
      on: fold,
      parameterCount: (hasDrift ? 1 : 0) + quantileLevels.count,
      quantileLevels: quantileLevels
    )
    circumstances.finish(fitted.report)
    return fitted
  }
}

/// A drift and quantiles around it.
struct FittedRandomWalk: FittedForecaster, Hashable {
  var drift: Double
  var residuals: ResidualQuantiles
  var report: FitReport

  init(drift: Double, residuals: ResidualQuantiles, report: FitReport) {
    self.drift = drift
    self.residuals = residuals
    self.report = report
  }

  init?(_ document: JSONValue, _ report: FitReport) {
    guard let drift = document["drift"]?.numberValue,
      let residuals = ResidualQuantiles(
        levels: report.quantileLevels,
        offsets: document["offsets"]?.numbers
      )
    else { return nil }
    self.init(drift: drift, residuals: residuals, report: report)
  }

  func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast] {
    samples.map { _ in residuals.forecast(drift) }
  }

  func save(to folder: String) throws(ForecastError) -> [String] {
    try ForecasterFile.write(
      RandomWalkForecaster.name,
      [
        JSONMember("drift", .number(drift)),
        JSONMember("offsets", .array(residuals.offsets.map { .number($0) })),
      ],
      report,
      to: folder
    )
  }
}
