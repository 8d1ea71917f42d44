/// The figures by which many strategies over the same periods are compared.
///
/// Definitions as in the functions of the same names, at a risk-free rate of zero.
public struct PanelFigures: Hashable, Sendable {
  /// The annualized Sharpe ratio.
  public let sharpe: Double?

  /// The annualized Sortino ratio against zero.
  public let sortino: Double?

  /// The compound annual growth rate per unit of maximum drawdown.
  public let calmar: Double?

  /// The largest fall from the running peak, as a fraction of that peak.
  public let maximumDrawdown: Double

  /// The largest number of consecutive periods below the running peak.
  public let longestDrawdownPeriods: Int

  /// The annualized intercept of the regression on the benchmark.
  public let annualizedAlpha: Double?

  /// The slope of the regression on the benchmark.
  public let beta: Double?

  /// The annualized information ratio against the benchmark.
  public let informationRatio: Double?

  /// The sum of gains per unit of the sum of losses.
  public let profitFactor: Double?
}

/// Returns the figures of many strategies over the same periods, in one pass over their returns.
///
/// Eight strategies are computed side by side; the result of one does not depend on its neighbours.
///
/// - Parameters:
///   - returns: Simple returns as fractions of -1 or more, one strategy after another, oldest first.
///     Shape: `[strategies · periods]`, row after row.
///   - benchmark: The benchmark's simple returns over the same periods. Shape: `[periods]`.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: One element for each strategy, in order.
/// - Throws: ``MetricError/lengthMismatch(series:expected:found:)`` when the returns do not fill whole
///   rows; ``MetricError/nonFiniteReturn(index:value:)`` and
///   ``MetricError/returnBelowTotalLoss(index:value:)`` with the index in `returns`;
///   ``MetricError/nonFiniteValue(series:index:value:)`` for the benchmark or a wealth that overflows;
///   ``MetricError/nonPositivePeriodsPerYear(_:)``.
/// - Complexity: O(strategies · periods) time, without an allocation per strategy.
///
/// **Causality.** Uses whole series: a statement about the past, never a feature.
public func panelFigures(
  ofReturns returns: [Double],
  benchmark: [Double],
  periodsPerYear: Double
) throws(MetricError) -> [PanelFigures] {
  try requirePeriodsPerYear(periodsPerYear)
  try requireFinite(benchmark, series: "benchmark")
  let periods = benchmark.count
  guard periods > 0 else {
    guard returns.isEmpty else {
      throw .lengthMismatch(series: "returns", expected: 0, found: returns.count)
    }
    return []
  }
  let rows = returns.count / periods
  guard rows * periods == returns.count else {
    throw .lengthMismatch(series: "returns", expected: rows * periods, found: returns.count)
  }
  let moments = SampleMoments(of: benchmark)
  let deviations = benchmark.map { $0 - moments.mean }
  var result: [PanelFigures] = []
  result.reserveCapacity(rows)
  for first in stride(from: 0, to: rows, by: PanelKernel.width) {
    // The last group repeats its last row rather than take a path of its own.
    let lanes = (0..<PanelKernel.width).map { min(first + $0, rows - 1) }
    let kernel = PanelKernel(returns, rows: lanes, deviations: deviations)
    for lane in 0..<min(PanelKernel.width, rows - first) {
      guard kernel.isValid(lane: lane) else {
        throw panelError(returns, row: first + lane, periods: periods)
      }
      result.append(
        kernel.figures(lane: lane, benchmark: moments, periodsPerYear: periodsPerYear)
      )
    }
  }
  return result
}

/// The reason why the kernel could not use a row.
private func panelError(_ returns: [Double], row: Int, periods: Int) -> MetricError {
  for index in (row * periods)..<((row + 1) * periods) {
    let value = returns[index]
    if !value.isFinite { return .nonFiniteReturn(index: index, value: value) }
    if value < -1 { return .returnBelowTotalLoss(index: index, value: value) }
  }
  return .nonFiniteValue(series: "wealth", index: row, value: .infinity)
}
