public import ConfigValidation
public import PerformanceMetrics

/// What the deflated Sharpe ratio of a run follows from: its own ratio, and the search behind it.
///
/// Everything is per bar; nothing is annualised.
public struct SharpeDeflation: Hashable, Sendable {
  /// The run's Sharpe ratio with the moments of its returns, or `nil` where it is undefined.
  public let estimate: SharpeEstimate?

  /// The number of trials of the strategy on the data, the forgotten ones included.
  public let trials: Int

  /// The sample deviation of the Sharpe ratios of the cycle's runs of the strategy, or `nil` below two.
  public let spread: Double?

  /// The largest Sharpe ratio expected of so many trials without skill; `nil` without a spread.
  public let expectedMaximum: Double?

  /// Creates a deflation.
  ///
  /// - Parameters:
  ///   - estimate: The run's Sharpe ratio, per bar.
  ///   - trials: The number of trials, 1 or more.
  ///   - spread: The deviation of the ratios across trials, per bar.
  /// - Throws: ``MetricError`` for a number outside its range.
  public init(
    estimate: SharpeEstimate?,
    trials: Int,
    spread: Double?
  ) throws(MetricError) {
    self.estimate = estimate
    self.trials = trials
    self.spread = spread
    // One trial needs no correction, whatever the spread.
    let deviation = trials == 1 ? 0 : spread
    if let deviation {
      expectedMaximum = try expectedMaximumSharpeRatio(
        trialCount: trials,
        standardDeviation: deviation
      )
    } else {
      expectedMaximum = nil
    }
  }

  /// The probability that the run's ratio is above what the search shows by chance, or `nil` where the
  /// ratio or the spread is undefined.
  public var deflatedSharpeRatio: Double? {
    get throws(MetricError) {
      guard let estimate, let expectedMaximum else { return nil }
      return try probabilisticSharpeRatio(estimate, benchmark: expectedMaximum)
    }
  }

  /// The members of `dsr_details`.
  public var json: JSONValue {
    [
      "trials": JSONValue(trials),
      "sharpe_spread": JSONValue(spread),
      "expected_max_sharpe": JSONValue(expectedMaximum),
      "sharpe": JSONValue(estimate?.ratio),
      "returns": JSONValue(estimate?.count),
      "skewness": JSONValue(estimate?.skewness),
      "kurtosis": JSONValue(estimate?.kurtosis),
    ]
  }
}

extension SharpeEstimate {
  /// The estimate as the registry keeps it.
  var json: JSONValue {
    [
      "sharpe": .number(ratio), "returns": JSONValue(count), "skewness": .number(skewness),
      "kurtosis": .number(kurtosis),
    ]
  }

  /// Reads an estimate; `nil` where the run has none.
  init?(json: JSONValue) {
    guard let ratio = json["sharpe"]?.numberValue, let count = json["returns"]?.integerValue,
      let skewness = json["skewness"]?.numberValue, let kurtosis = json["kurtosis"]?.numberValue
    else { return nil }
    try? self.init(ratio: ratio, count: Int(count), skewness: skewness, kurtosis: kurtosis)
  }
}
