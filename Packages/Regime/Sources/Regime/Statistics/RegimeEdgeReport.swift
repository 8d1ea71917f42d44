internal import QuantMath

/// Whether the strongest states tell apart what follows: their mean forward returns against all rows'.
///
/// The worst state is the first that was declared, the best the last; with the composite's states in
/// order, strongest alts and strongest majors. "Best" and "worst" name the ends of the scale, not the
/// sign of what follows: returns of alts less bitcoin are expected to be low where majors are favoured.
///
/// A report about the past: it sees the whole series and is never an input of a backtest.
public struct RegimeEdgeReport<State: Hashable & Sendable>: Hashable, Sendable {
  /// The rows of one end of the scale.
  public struct End: Hashable, Sendable {
    /// The state.
    public var state: State

    /// The horizon in rows.
    public var horizonRows: Int

    /// The number of rows in the state whose return is defined.
    public var count: Int

    /// The mean return of the state, or `nil` without rows.
    public var mean: Double?

    /// The mean return of all rows over the same horizon, or `nil` without any.
    public var overallMean: Double?

    /// The mean of the state less that of all rows, or `nil` where either is undefined.
    public var edge: EdgeEstimate?
  }

  /// The strongest alts at the short horizon.
  public let worst: End

  /// The strongest majors at the long horizon.
  public let best: End

  /// The mean of the best end less that of the worst, or `nil` where either is undefined.
  ///
  /// With two horizons it compares returns over different times; give one horizon twice to compare like
  /// with like.
  public let spread: EdgeEstimate?

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - states: The state of each row, oldest first. Shape: `[n]`.
  ///   - declared: Every state that may occur, from the worst to the best; at least two.
  ///   - forwardReturns: The returns from each row on, one column for each horizon. Shape: `[n]` each.
  ///   - worstHorizonRows: The horizon of the worst end; customarily the shortest.
  ///   - bestHorizonRows: The horizon of the best end; customarily 5.
  ///   - bootstrap: How rows are resampled.
  /// - Throws: ``RegimeInputError`` for columns of different lengths, a state that was not declared, fewer
  ///   than two declared states, and a horizon without a column.
  /// - Complexity: O(*n* · resamples).
  ///
  /// **Causality.** Uses the whole series: a statement about the past, never a feature.
  public init(
    states: [State],
    declared: [State],
    forwardReturns: [ForwardReturns],
    worstHorizonRows: Int,
    bestHorizonRows: Int,
    bootstrap: RegimeBootstrap
  ) throws(RegimeInputError) {
    guard declared.count >= 2 else {
      throw .countMismatch(field: "declared states", expected: 2, found: declared.count)
    }
    var columns: [ForwardReturns] = []
    for horizon in [worstHorizonRows, bestHorizonRows] {
      guard let column = forwardReturns.first(where: { $0.horizonRows == horizon }) else {
        throw .horizonMissing(rows: horizon)
      }
      columns.append(column)
    }
    let sample = try RegimeSample(states: states, declared: declared, forwardReturns: columns)
    let resampled = sample.resampledMeans(bootstrap)
    let ends = [0, declared.count - 1].enumerated().map { column, state in
      End(
        declared[state],
        columns[column].horizonRows,
        sample,
        resampled,
        state: state,
        column: column,
        bootstrap
      )
    }
    let (low, high) = (
      sample.cell(state: 0, horizon: 0), sample.cell(state: declared.count - 1, horizon: 1)
    )
    worst = ends[0]
    best = ends[1]
    spread = EdgeEstimate(
      observed: difference(ends[1].mean, ends[0].mean),
      resampled: resampled.compactMap { difference($0[high], $0[low]) },
      bootstrap
    )
  }
}

extension RegimeEdgeReport.End {
  fileprivate init(
    _ name: State,
    _ horizonRows: Int,
    _ sample: RegimeSample,
    _ resampled: [[Double?]],
    state: Int,
    column: Int,
    _ bootstrap: RegimeBootstrap
  ) {
    let inside = RunningMoments(sample.values(state: state, horizon: column).compactMap { $0 })
    let whole = RunningMoments(sample.values(state: nil, horizon: column).compactMap { $0 })
    let own = sample.cell(state: state, horizon: column)
    let all = sample.cell(state: nil, horizon: column)
    self.state = name
    self.horizonRows = horizonRows
    count = inside.count
    mean = inside.mean
    overallMean = whole.mean
    edge = EdgeEstimate(
      observed: difference(inside.mean, whole.mean),
      resampled: resampled.compactMap { difference($0[own], $0[all]) },
      bootstrap
    )
  }
}

private func difference(_ left: Double?, _ right: Double?) -> Double? {
  guard let left, let right else { return nil }
  return left - right
}

/// A difference of means, and what block resamples say of it.
public struct EdgeEstimate: Hashable, Sendable {
  /// The difference in the sample.
  public let value: Double

  /// The middle of the resampled differences, or `nil` where fewer than two are defined.
  public let interval: BootstrapInterval?

  /// The two-sided probability of a difference as large if there were none, or `nil` as the interval.
  ///
  /// Resampled differences lie about the observed one; they are centred on zero by taking off their mean
  /// before they are compared with it: `(1 + count of |d - mean(d)| >= |value|) / (1 + resamples)`.
  ///
  /// References: Davison and Hinkley (1997), "Bootstrap Methods and their Application", 4.4.
  public let pValue: Double?

  init?(observed: Double?, resampled: [Double], _ bootstrap: RegimeBootstrap) {
    guard let observed else { return nil }
    value = observed
    interval = bootstrap.interval(of: resampled)
    guard resampled.count >= 2 else {
      pValue = nil
      return
    }
    let center = CompensatedSum(resampled).value / Double(resampled.count)
    let extreme = resampled.filter { abs($0 - center) >= abs(observed) }.count
    pValue = Double(1 + extreme) / Double(1 + resampled.count)
  }
}
