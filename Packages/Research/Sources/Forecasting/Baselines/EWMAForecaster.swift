public import ConfigValidation
internal import Features

/// Forecasts the exponentially weighted mean of targets that are known at the decision row.
///
/// A target of row *i* is known at row *i* + horizon, where all that it depends on has happened. Its weight
/// at row *t* is d^(t - horizon - i) with d = 1 - 2/(span + 1). The mean of the training targets is mixed in
/// with a weight of its own, which stands alone where no target is known:
///
/// ```
/// forecast = (prior · mean + Σ d^age · target) / (prior + Σ d^age)
/// ```
///
/// **Causality.** Reads targets at rows up to the decision row less the horizon, also before the context.
public struct EWMAForecaster: Forecaster {
  static let name = "ewma"

  /// The span in rows: the weights' centre of mass lies (span - 1)/2 rows back.
  public var span: Double

  /// How many newest targets the mean of the training targets weighs; above zero for binary targets,
  /// whose forecasts would otherwise be certain after a run of equal outcomes.
  public var priorWeight: Double

  /// Creates a forecaster.
  public init(span: Double, priorWeight: Double) {
    self.span = span
    self.priorWeight = priorWeight
  }

  /// The name in documents and reports.
  public var name: String { Self.name }

  /// Span and weight.
  public var settings: JSONValue {
    ["span": .number(span), "prior_weight": .number(priorWeight)]
  }

  /// Learns the mean of the training targets.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)``, and as ``Forecaster/fit(_:_:)``.
  public func fit(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> any FittedForecaster {
    guard span >= 1, span.isFinite else {
      throw .invalidSetting(name: "span", expected: "1 or more", found: "\(span)")
    }
    let isBinary = fold.table.targetKind == .binary
    guard priorWeight.isFinite, isBinary ? priorWeight > 0 : priorWeight >= 0 else {
      throw .invalidSetting(
        name: "prior_weight",
        expected: isBinary ? "above 0 for binary targets" : "0 or more",
        found: "\(priorWeight)"
      )
    }
    let targets = try fold.trainingTargets()
    var fitted = FittedEWMA(
      decay: 1 - 2 / (span + 1),
      priorWeight: priorWeight,
      mean: targets.reduce(0, +) / Double(targets.count),
      report: .empty
    )
    fitted.report = try fitted.losses(on: fold, parameterCount: 1)
    circumstances.finish(fitted.report)
    return fitted
  }
}

/// A decaying mean of known targets.
struct FittedEWMA: FittedForecaster, Hashable {
  var decay: Double
  var priorWeight: Double
  var mean: Double
  var report: FitReport

  init(decay: Double, priorWeight: Double, mean: Double, report: FitReport) {
    self.decay = decay
    self.priorWeight = priorWeight
    self.mean = mean
    self.report = report
  }

  init?(_ document: JSONValue, _ report: FitReport) {
    guard let decay = document["decay"]?.numberValue,
      let priorWeight = document["prior_weight"]?.numberValue,
      let mean = document["mean"]?.numberValue
    else { return nil }
    self.init(decay: decay, priorWeight: priorWeight, mean: mean, report: report)
  }

  func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast] {
    let newest = samples.map { table.layout.decisionRow(of: $0) - table.layout.horizon }
    let means = runningMeans(of: table.targets, through: newest.max() ?? -1)
    return newest.map { Forecast(value: $0 < 0 ? mean : means[$0]) }
  }

  /// The forecast with the targets through each row.
  private func runningMeans(of targets: [Double?], through last: Int) -> [Double] {
    var (sum, weight) = (0.0, 0.0)
    var means: [Double] = []
    guard last >= 0 else { return means }
    means.reserveCapacity(last + 1)
    for target in targets[...last] {
      sum *= decay
      weight *= decay
      if let target {
        sum += target
        weight += 1
      }
      let total = priorWeight + weight
      means.append(total > 0 ? (priorWeight * mean + sum) / total : mean)
    }
    return means
  }

  func save(to folder: String) throws(ForecastError) -> [String] {
    try ForecasterFile.write(
      EWMAForecaster.name,
      [
        JSONMember("decay", .number(decay)),
        JSONMember("prior_weight", .number(priorWeight)),
        JSONMember("mean", .number(mean)),
      ],
      report,
      to: folder
    )
  }
}
