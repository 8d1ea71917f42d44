public import ConfigValidation
internal import Features

/// Forecasts without looking at features: what everything else has to beat.
public struct NaiveForecaster: Forecaster {
  static let name = "naive"

  /// What is forecast.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// The mean of the training targets: the share of ones, for binary targets.
    case mean

    /// Zero, for real targets only: a return of nothing.
    case zero

    /// The newest target that is known at the decision row, for real targets only.
    ///
    /// A target of row *i* is known at row *i* + horizon, where all that it depends on has happened. Where
    /// no earlier row has a target, the mean of the training targets.
    case last
  }

  /// What is forecast.
  public var rule: Rule

  /// Creates a forecaster.
  public init(rule: Rule) { self.rule = rule }

  /// The name in documents and reports.
  public var name: String { Self.name }

  /// The rule.
  public var settings: JSONValue { ["rule": .string(rule.rawValue)] }

  /// Learns the mean of the training targets.
  ///
  /// - Throws: ``ForecastError/unsupportedTarget(forecaster:expected:found:)`` for another rule than the
  ///   mean of binary targets, and as ``Forecaster/fit(_:_:)``.
  public func fit(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> any FittedForecaster {
    if rule != .mean { try fold.require(.real, for: "\(name) (\(rule.rawValue))") }
    let targets = try fold.trainingTargets()
    var fitted = FittedNaive(
      rule: rule,
      mean: targets.reduce(0, +) / Double(targets.count),
      report: .empty
    )
    fitted.report = try fitted.losses(on: fold, parameterCount: rule == .zero ? 0 : 1)
    circumstances.finish(fitted.report)
    return fitted
  }
}

/// A mean of training targets, zero, or the newest known target.
struct FittedNaive: FittedForecaster, Hashable {
  var rule: NaiveForecaster.Rule
  var mean: Double
  var report: FitReport

  init(rule: NaiveForecaster.Rule, mean: Double, report: FitReport) {
    self.rule = rule
    self.mean = mean
    self.report = report
  }

  init?(_ document: JSONValue, _ report: FitReport) {
    guard let rule = document["rule"]?.stringValue.flatMap(NaiveForecaster.Rule.init(rawValue:)),
      let mean = document["mean"]?.numberValue
    else { return nil }
    self.init(rule: rule, mean: mean, report: report)
  }

  func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast] {
    samples.map { sample in
      switch rule {
      case .mean: Forecast(value: mean)
      case .zero: Forecast(value: 0)
      case .last: Forecast(value: lastKnown(at: sample, of: table) ?? mean)
      }
    }
  }

  private func lastKnown(at sample: Int, of table: ForecastTable) -> Double? {
    var row = table.layout.decisionRow(of: sample) - table.layout.horizon
    while row >= 0 {
      if let target = table.targets[row] { return target }
      row -= 1
    }
    return nil
  }

  func save(to folder: String) throws(ForecastError) -> [String] {
    try ForecasterFile.write(
      NaiveForecaster.name,
      [JSONMember("rule", .string(rule.rawValue)), JSONMember("mean", .number(mean))],
      report,
      to: folder
    )
  }
}
