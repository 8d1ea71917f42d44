/// The error of one model of a scaling study.
public struct ScalingPoint: Hashable, Sendable {
  /// The name of the models that belong together.
  public var group: String

  /// The number of parameters.
  public var size: Double

  /// The error.
  public var error: Double

  /// The loss of always forecasting the base rate on the same samples, `nil` where it is not known.
  public var baseRateLoss: Double?

  /// Where the point stands: a file, and the line of a table.
  public var source: String

  /// Creates a point.
  public init(
    group: String,
    size: Double,
    error: Double,
    baseRateLoss: Double?,
    source: String
  ) {
    self.group = group
    self.size = size
    self.error = error
    self.baseRateLoss = baseRateLoss
    self.source = source
  }
}

/// Which error of a search is studied.
public enum ScalingMetric: String, Hashable, Sendable, CaseIterable {
  /// The smallest validation loss of the search.
  case validationLoss = "val_loss"

  /// The loss of the best trial on samples that the search never saw.
  case testLoss = "test_loss"
}

extension ScalingPoint {
  /// Takes the error of a search.
  ///
  /// - Parameters:
  ///   - result: The result.
  ///   - metric: Which error.
  ///   - path: The file of the result, for errors.
  /// - Throws: ``ScalingStudyError/badFile(path:line:expected:found:)`` when it has no test or a number that is
  ///   not above zero.
  public init(
    _ result: SearchResult,
    metric: ScalingMetric,
    path: String
  ) throws(ScalingStudyError) {
    func refuse(_ expected: String, _ found: String) -> ScalingStudyError {
      .badFile(path: path, line: nil, expected: expected, found: found)
    }
    var (error, base) = (result.bestValue, result.task?.baseRateLoss)
    if metric == .testLoss {
      guard let test = result.task?.test else { throw refuse("a test of the best trial", "none") }
      (error, base) = (test.loss, test.baseRateLoss)
    }
    guard error > 0, error < .infinity else {
      throw refuse("\(metric.rawValue) above 0", "\(error)")
    }
    guard result.architecture.parameterCount > 0 else {
      throw refuse("architecture.param_count above 0", "\(result.architecture.parameterCount)")
    }
    self.init(
      group: result.group,
      size: Double(result.architecture.parameterCount),
      error: error,
      baseRateLoss: base,
      source: path
    )
  }
}
