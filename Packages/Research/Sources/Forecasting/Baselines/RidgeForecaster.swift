public import ConfigValidation

/// Linear regression of real targets with a penalty on the squares of its weights.
///
/// Minimises Σ (target - b - x·w)² + λ w·w in closed form, `x` standardised by mean and population
/// deviation of the training samples. Of several λ the one with the smallest squared error on the
/// validation samples is kept, the larger of equals; it is not fitted again with them.
public struct RidgeForecaster: Forecaster {
  static let name = "ridge"

  /// What is seen of a sample.
  public var window: WindowFeatures

  /// The penalties λ to choose from; one is taken as it is.
  public var penalties: [Double]

  /// The levels of quantiles, made from how far training targets were from their forecasts.
  public var quantileLevels: [Double]

  /// Creates a forecaster.
  public init(window: WindowFeatures, penalties: [Double], quantileLevels: [Double]) {
    self.window = window
    self.penalties = penalties
    self.quantileLevels = quantileLevels
  }

  /// The name in documents and reports.
  public var name: String { Self.name }

  /// Window, penalties and levels.
  public var settings: JSONValue {
    [
      "window": window.json,
      "penalties": .array(penalties.map { .number($0) }),
      "quantile_levels": .array(quantileLevels.map { .number($0) }),
    ]
  }

  /// Solves for the weights.
  ///
  /// - Throws: ``ForecastError/unsupportedTarget(forecaster:expected:found:)`` for binary targets,
  ///   ``ForecastError/invalidSetting(name:expected:found:)``, and as ``Forecaster/fit(_:_:)``.
  /// - Complexity: O(samples · columns² + columns³) for each penalty.
  public func fit(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> any FittedForecaster {
    try fold.require(.real, for: name)
    try ResidualQuantiles.check(quantileLevels)
    let fit = LinearFit(name: name, window: window, penalties: penalties, allowsZero: true)
    let fitted = try fit(
      fold,
      circumstances,
      quantileLevels: quantileLevels
    ) { matrix, targets, penalty throws(ForecastError) in
      guard let model = ridgeModel(matrix, targets, penalty: penalty) else {
        throw .invalidSetting(
          name: "penalties",
          expected: "above 0, because features depend on each other",
          found: "\(penalty)"
        )
      }
      return model
    }
    return fitted
  }
}

/// Logistic regression of binary targets with a penalty on the squares of its weights.
///
/// Minimises Σ log loss + λ/2 w·w by Newton's method, `x` standardised by mean and population deviation of
/// the training samples; the penalty keeps classes that a plane separates from driving weights to infinity.
/// Of several λ the one with the smallest log loss on the validation samples is kept.
public struct LogisticForecaster: Forecaster {
  static let name = "logistic"

  /// What is seen of a sample.
  public var window: WindowFeatures

  /// The penalties λ to choose from, above zero; one is taken as it is.
  public var penalties: [Double]

  /// Creates a forecaster.
  public init(window: WindowFeatures, penalties: [Double]) {
    self.window = window
    self.penalties = penalties
  }

  /// The name in documents and reports.
  public var name: String { Self.name }

  /// Window and penalties.
  public var settings: JSONValue {
    ["window": window.json, "penalties": .array(penalties.map { .number($0) })]
  }

  /// Finds the weights.
  ///
  /// - Throws: ``ForecastError/unsupportedTarget(forecaster:expected:found:)`` for real targets,
  ///   ``ForecastError/invalidSetting(name:expected:found:)``, ``ForecastError/singleClass(_:samples:)``,
  ///   and as ``Forecaster/fit(_:_:)``.
  /// - Complexity: O(samples · columns² + columns³) for each penalty and step.
  public func fit(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> any FittedForecaster {
    try fold.require(.binary, for: name)
    let fit = LinearFit(name: name, window: window, penalties: penalties, allowsZero: false)
    let fitted = try fit(
      fold,
      circumstances,
      quantileLevels: []
    ) { matrix, targets, penalty throws(ForecastError) in
      guard let model = logisticModel(matrix, targets, penalty: penalty) else {
        throw .diverged(epoch: 1, loss: "no minimum with penalty \(penalty)")
      }
      return model
    }
    return fitted
  }
}
