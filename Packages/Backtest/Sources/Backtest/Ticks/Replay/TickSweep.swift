public import ConfigValidation
public import MarketModel

extension TickStrategyDefinition {
  /// Runs the strategy with one parameter set.
  ///
  /// - Parameters:
  ///   - feed: What to replay.
  ///   - first: The first instant, inclusive; `nil` begins at the oldest tick.
  ///   - end: The first instant that is left out; `nil` goes on through the newest tick.
  ///   - parameters: Values laid over the defaults of the schema.
  ///   - settings: How orders become fills and what they cost.
  ///   - recording: What to keep beside the summary.
  /// - Returns: The summary and whatever else was to be kept.
  /// - Throws: ``TickReplayError``.
  public func backtest(
    _ feed: any TickFeed,
    from first: Timestamp? = nil,
    before end: Timestamp? = nil,
    parameters: ParameterSet = ParameterSet(),
    settings: TickSettings,
    recording: TickRecording = .full
  ) throws(TickReplayError) -> TickResult {
    var results: [TickResult] = []
    try sweep(
      feed,
      from: first,
      before: end,
      parameterSets: [parameters],
      settings: settings,
      recording: recording,
      workers: 1
    ) { _, result in results.append(result) }
    return results[0]
  }

  /// Runs the strategy with many parameter sets in one pass over the feed.
  ///
  /// The feed is read once; each block is shared by all instances, which are split over the workers. Results
  /// are handed over in the order of the sets, and are the same bytes for every number of workers and
  /// however the feed is cut into blocks.
  ///
  /// - Parameters:
  ///   - feed: What to replay.
  ///   - first: The first instant, inclusive; `nil` begins at the oldest tick.
  ///   - end: The first instant that is left out; `nil` goes on through the newest tick.
  ///   - parameterSets: Values laid over the defaults of the schema, one instance each.
  ///   - settings: How orders become fills and what they cost.
  ///   - recording: What to keep beside the summaries.
  ///   - workers: The number of threads; at least 1.
  ///   - checkpoints: The number of equal parts of time between `first` and `end` after which `shouldStop` is
  ///     asked, except after the last; 0 for none. Where `first` or `end` is `nil`, the first tick or the instant
  ///     after the last one stands for it; finding the latter takes another reading of the feed.
  ///   - shouldStop: Whether to stop an instance, asked on the caller's thread with the position of the set, the
  ///     number of the part from 1 and the summary so far. Sets are asked about in order, each checkpoint when
  ///     all instances have reached it.
  ///   - receive: Called on the caller's thread with the position of a set and its result.
  /// - Throws: ``TickReplayError``; nothing has been received then.
  /// - Complexity: O(sets · ticks).
  public func sweep(
    _ feed: any TickFeed,
    from first: Timestamp?,
    before end: Timestamp?,
    parameterSets: [ParameterSet],
    settings: TickSettings,
    recording: TickRecording,
    workers: Int,
    checkpoints: Int = 0,
    shouldStop: ((_ set: Int, _ checkpoint: Int, _ soFar: TickSummary) -> Bool)? = nil,
    receive: (Int, TickResult) -> Void
  ) throws(TickReplayError) {
    var resolved: [StrategyParameters] = []
    for (index, set) in parameterSets.enumerated() {
      do throws(BacktestError) {
        resolved.append(try StrategyParameters(set, schema: schema))
      } catch {
        throw .parameters(set: index, error)
      }
    }
    let terms = TickTerms(settings, recording, hasQuotes: feed.content.hasQuotes)
    let crew = TickCrew(resolved, terms: terms, content: feed.content)
    let replay: TickReplay
    do throws(BacktestError) {
      replay = try prepare(crew)
    } catch {
      throw .parameters(set: 0, error)
    }
    let pass = TickPass(feed, terms)
    try pass.run(from: first, before: end, crew: crew, replay)
    for index in resolved.indices { receive(index, pass.result(crew, index)) }
  }
}
