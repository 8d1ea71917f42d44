internal import QuantMath

/// Returns the mean squared distance of forecasts from what came.
///
/// For probabilities of 0 and 1 this is the Brier score.
///
/// - Parameters:
///   - forecasts: Forecasts; shape `[n]`.
///   - outcomes: What came; shape `[n]`.
/// - Returns: The mean, or `nil` without values.
/// - Precondition: Both have one length.
public func meanSquaredError(_ forecasts: [Double], _ outcomes: [Double]) -> Double? {
  meanLoss(forecasts, outcomes) { ($0 - $1) * ($0 - $1) }
}

/// Returns the mean of -ln of the probability that was given to what came.
///
/// Probabilities are moved into ulp...1 - ulp of one first, so that one wrong certainty costs 36 and not
/// infinity.
///
/// - Parameters:
///   - probabilities: Probabilities of 1, in 0...1; shape `[n]`.
///   - outcomes: 0 or 1; shape `[n]`.
/// - Returns: The mean, or `nil` without values.
/// - Precondition: Both have one length.
public func logLoss(_ probabilities: [Double], _ outcomes: [Double]) -> Double? {
  meanLoss(probabilities, outcomes) { probability, outcome in
    let inside = min(max(probability, .ulpOfOne), 1 - .ulpOfOne)
    return -naturalLog(outcome > 0.5 ? inside : 1 - inside)
  }
}

/// Returns the log loss of always forecasting the share of ones: -p ln p - (1 - p) ln(1 - p).
///
/// - Parameter outcomes: 0 or 1.
/// - Returns: The loss, 0 with one class, or `nil` without values.
public func baseRateLoss(_ outcomes: [Double]) -> Double? {
  guard !outcomes.isEmpty else { return nil }
  let share = outcomes.reduce(0, +) / Double(outcomes.count)
  guard share > 0, share < 1 else { return 0 }
  return -share * naturalLog(share) - (1 - share) * naturalLog(1 - share)
}

/// Returns the mean quantile loss (pinball loss) of forecasts of one quantile.
///
/// An outcome above the forecast costs `level` times the distance, one below `1 - level` times.
///
/// - Parameters:
///   - forecasts: Forecasts of the quantile; shape `[n]`.
///   - outcomes: What came; shape `[n]`.
///   - level: The level of the quantile, in 0...1.
/// - Returns: The mean, or `nil` without values.
/// - Precondition: Both have one length.
public func quantileLoss(
  _ forecasts: [Double],
  _ outcomes: [Double],
  level: Double
) -> Double? {
  meanLoss(forecasts, outcomes) { forecast, outcome in
    let distance = outcome - forecast
    return distance >= 0 ? level * distance : (level - 1) * distance
  }
}

/// Returns the share of outcomes that lie inside their intervals, bounds included.
///
/// - Parameters:
///   - lower: Lower bounds; shape `[n]`.
///   - upper: Upper bounds; shape `[n]`.
///   - outcomes: What came; shape `[n]`.
/// - Returns: A share in 0...1, or `nil` without values.
/// - Precondition: All have one length.
public func intervalCoverage(
  lower: [Double],
  upper: [Double],
  _ outcomes: [Double]
) -> Double? {
  precondition(lower.count == outcomes.count && upper.count == outcomes.count)
  guard !outcomes.isEmpty else { return nil }
  let inside = outcomes.indices.count(where: {
    lower[$0] <= outcomes[$0] && outcomes[$0] <= upper[$0]
  })
  return Double(inside) / Double(outcomes.count)
}

private func meanLoss(
  _ forecasts: [Double],
  _ outcomes: [Double],
  _ loss: (Double, Double) -> Double
) -> Double? {
  precondition(forecasts.count == outcomes.count, "expected an outcome for each forecast")
  guard !outcomes.isEmpty else { return nil }
  var sum = CompensatedSum()
  for (forecast, outcome) in zip(forecasts, outcomes) { sum.add(loss(forecast, outcome)) }
  return sum.value / Double(outcomes.count)
}

/// Returns the loss that a fit reports for targets of a kind.
func fitLoss(_ kind: ForecastTargetKind, _ values: [Double], _ targets: [Double]) -> Double? {
  kind == .binary ? logLoss(values, targets) : meanSquaredError(values, targets)
}
