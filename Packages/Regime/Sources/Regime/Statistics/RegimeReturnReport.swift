internal import QuantMath

/// What followed each state: the forward returns of its rows, by horizon.
///
/// A report about the past: it sees the whole series and is never an input of a backtest.
public struct RegimeReturnReport<State: Hashable & Sendable>: Hashable, Sendable {
  /// The returns that followed one state over one horizon.
  public struct Row: Hashable, Sendable {
    /// The state.
    public var state: State

    /// The horizon in rows.
    public var horizonRows: Int

    /// The number of rows in the state whose return is defined.
    public var count: Int

    /// The mean return, as a fraction, or `nil` without rows.
    public var mean: Double?

    /// The sample standard deviation, or `nil` below two rows.
    public var standardDeviation: Double?

    /// The share of returns above zero, or `nil` without rows.
    public var hitRate: Double?

    /// `mean / (deviation / sqrt(count))`, or `nil` below two rows and without any spread.
    ///
    /// It takes returns for independent: over more than one row they overlap and it is too large.
    public var tStatistic: Double?

    /// The two-sided probability of the t-statistic by Student's distribution with count − 1 degrees.
    public var pValue: Double?

    /// The mean over its Newey-West error with horizon − 1 lags, or `nil` where ``tStatistic`` is.
    ///
    /// The estimator is that of the regression of the whole series on one indicator per state,
    /// `y[t] = sum of beta[k] * (state[t] = k) + e[t]`, with a Bartlett kernel and no correction for
    /// small samples. The rows of a state come and go; lags are counted in rows of the whole series, so
    /// that two visits months apart are not taken for neighbours.
    public var neweyWestTStatistic: Double?

    /// The middle of the means of block resamples, or `nil` where fewer than two hold the state.
    public var meanInterval: BootstrapInterval?
  }

  /// One row for each declared state and each horizon, horizons innermost.
  public let rows: [Row]

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - states: The state of each row, oldest first, rows one step apart. Shape: `[n]`.
  ///   - declared: Every state that may occur, in the order of the report.
  ///   - forwardReturns: The returns from each row on, one column for each horizon. Shape: `[n]` each.
  ///   - bootstrap: How rows are resampled.
  /// - Throws: ``RegimeInputError`` for columns of different lengths and a state that was not declared.
  /// - Complexity: O(*n* · horizons · (resamples + lags · states)).
  ///
  /// **Causality.** Uses the whole series: a statement about the past, never a feature.
  public init(
    states: [State],
    declared: [State],
    forwardReturns: [ForwardReturns],
    bootstrap: RegimeBootstrap
  ) throws(RegimeInputError) {
    let sample = try RegimeSample(
      states: states,
      declared: declared,
      forwardReturns: forwardReturns
    )
    let resampled = sample.resampledMeans(bootstrap)
    var rows: [Row] = []
    for (index, state) in declared.enumerated() {
      for (column, returns) in forwardReturns.enumerated() {
        let values = sample.values(state: index, horizon: column)
        let cell = sample.cell(state: index, horizon: column)
        var row = try Row(state, returns.horizonRows, values)
        row.meanInterval = bootstrap.interval(of: resampled.compactMap { $0[cell] })
        rows.append(row)
      }
    }
    self.rows = rows
  }

  /// The row of a state and a horizon, or `nil` when the report lacks it.
  public func row(of state: State, horizonRows: Int) -> Row? {
    rows.first { $0.state == state && $0.horizonRows == horizonRows }
  }
}

extension RegimeReturnReport.Row {
  fileprivate init(
    _ state: State,
    _ horizonRows: Int,
    _ values: [Double?]
  ) throws(RegimeInputError) {
    let defined = values.compactMap { $0 }
    let moments = RunningMoments(defined)
    self.state = state
    self.horizonRows = horizonRows
    count = defined.count
    mean = moments.mean
    standardDeviation = moments.sampleStandardDeviation
    hitRate =
      defined.isEmpty ? nil : Double(defined.filter { $0 > 0 }.count) / Double(defined.count)
    guard let mean, let deviation = standardDeviation else { return }
    let size = Double(count)
    // Equal returns leave only the rounding error of the mean, which must not be divided by.
    let rounding = abs(mean) * .ulpOfOne * size
    guard deviation > rounding else { return }
    let statistic = mean / (deviation / size.squareRoot())
    guard statistic.isFinite else { return }
    tStatistic = statistic
    pValue = studentTTwoSidedProbability(statistic, degreesOfFreedom: size - 1)
    neweyWestTStatistic = try Self.neweyWest(values, horizonRows, mean: mean, rounding: rounding)
  }

  private static func neweyWest(
    _ values: [Double?],
    _ horizonRows: Int,
    mean: Double,
    rounding: Double
  ) throws(RegimeInputError) -> Double? {
    let error: Double?
    do throws(QuantMathError) {
      error = try neweyWestStandardError(ofMeanOf: values, lags: horizonRows - 1)
    } catch {
      preconditionFailure("forward returns are finite and horizons positive: \(error)")
    }
    guard let error, error > rounding, (mean / error).isFinite else { return nil }
    return mean / error
  }
}
