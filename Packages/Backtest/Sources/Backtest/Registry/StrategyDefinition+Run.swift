public import ConfigValidation

extension StrategyDefinition {
  /// Runs the strategy with one parameter set.
  ///
  /// - Parameters:
  ///   - market: What to replay.
  ///   - parameters: Values laid over the defaults of the schema.
  ///   - settings: How orders become fills and what they cost.
  ///   - recording: What to keep beside the summary.
  ///   - cashShares: The share of the account that each symbol's instance may use, in the order of
  ///     ``ReplayMarket/symbols``; `nil` for equal shares.
  /// - Returns: The summary and whatever else was to be kept.
  /// - Throws: ``BacktestError`` when the run cannot begin.
  public func backtest(
    _ market: ReplayMarket,
    parameters: ParameterSet = ParameterSet(),
    settings: ExecutionSettings,
    recording: Recording = .full,
    cashShares: [Double]? = nil
  ) throws(BacktestError) -> BacktestResult {
    let results = try sweep(
      market,
      parameterSets: [parameters],
      settings: settings,
      recording: recording,
      workers: 1,
      cashShares: cashShares
    )
    return results[0]
  }

  /// Runs the strategy with many parameter sets in one pass over the bars.
  ///
  /// Results are in the order of the sets, and the same bytes for every number of workers. Memory beyond
  /// what `recording` keeps does not grow with the number of sets.
  ///
  /// - Parameters:
  ///   - market: What to replay.
  ///   - parameterSets: Values laid over the defaults of the schema, one instance each.
  ///   - settings: How orders become fills and what they cost.
  ///   - recording: What to keep beside the summaries.
  ///   - workers: The number of threads; at least 1.
  ///   - cashShares: See ``backtest(_:parameters:settings:recording:cashShares:)``.
  /// - Returns: One result for each set, in the order of the sets.
  /// - Throws: ``BacktestError`` when the run cannot begin.
  /// - Complexity: O(sets · bars).
  public func sweep(
    _ market: ReplayMarket,
    parameterSets: [ParameterSet],
    settings: ExecutionSettings,
    recording: Recording,
    workers: Int,
    cashShares: [Double]? = nil
  ) throws(BacktestError) -> [BacktestResult] {
    var results: [BacktestResult] = []
    results.reserveCapacity(parameterSets.count)
    try sweep(
      market,
      parameterSets: parameterSets,
      settings: settings,
      recording: recording,
      workers: workers,
      cashShares: cashShares
    ) { _, result in results.append(result) }
    return results
  }
}
