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
    try check(feed, settings, workers: workers, checkpoints: checkpoints)
    guard !parameterSets.isEmpty else { return }
    let terms = TickTerms(settings, recording, feed.content)
    let crews = try makeCrews(parameterSets, terms, workers: workers)
    var replays: [TickReplay] = []
    for crew in crews {
      do throws(BacktestError) {
        replays.append(try prepare(crew))
      } catch {
        throw .parameters(set: crew.firstSet + crew.making, error)
      }
    }
    var reader: any TickReader
    let instants: [Int64]
    do throws(TickReadError) {
      instants = try checkpointInstants(feed, first, end, checkpoints)
      reader = try feed.reader(from: first, before: end)
    } catch {
      throw .read(error)
    }
    var pass = TickPass(feed, terms, crews, replays, isBatched: isBatched)
    try pass.run(&reader, symbol: feed.symbol, checkpoints: instants) { checkpoint in
      guard let shouldStop else { return }
      for crew in crews { crew.ask(checkpoint, shouldStop) }
    }
    for crew in crews { crew.handOver(receive) }
  }

  private func check(
    _ feed: any TickFeed,
    _ settings: TickSettings,
    workers: Int,
    checkpoints: Int
  ) throws(TickReplayError) {
    try settings.check(workers: workers, checkpoints: checkpoints)
    let content = feed.content
    func require(_ isThere: Bool, _ what: String) throws(TickReplayError) {
      guard isThere else { throw .missingContent(symbol: feed.symbol, needed: what) }
    }
    try require(content.hasQuotes || !needs.hasQuotes, "quotes for \(name)")
    try require(content.hasTrades || !needs.hasTrades, "trades for \(name)")
    try require(
      content.hasReceivedTimes || !needs.hasReceivedTimes,
      "times of receipt for \(name)"
    )
    guard case .engine(let engine) = settings.fillMode else { return }
    try require(content.hasQuotes, "quotes for the fill mode 'engine'")
    if case .received = engine.feedLatency {
      try require(content.hasReceivedTimes, "times of receipt for the recorded feed latency")
    }
  }

  private func makeCrews(
    _ parameterSets: [ParameterSet],
    _ terms: TickTerms,
    workers: Int
  ) throws(TickReplayError) -> [TickCrew] {
    var resolved: [StrategyParameters] = []
    for (index, set) in parameterSets.enumerated() {
      do throws(BacktestError) {
        resolved.append(try StrategyParameters(set, schema: schema))
      } catch {
        throw .parameters(set: index, error)
      }
    }
    let count = resolved.count
    return (0..<min(workers, count)).map { worker in
      let range = count * worker / min(workers, count)..<count * (worker + 1) / min(workers, count)
      return TickCrew(
        Array(resolved[range]),
        firstSet: range.lowerBound,
        terms: terms,
        isBatched: isBatched
      )
    }
  }
}

/// The instants that divide a stretch of a feed into equal parts of time.
private func checkpointInstants(
  _ feed: any TickFeed,
  _ first: Timestamp?,
  _ end: Timestamp?,
  _ parts: Int
) throws(TickReadError) -> [Int64] {
  guard parts > 1 else { return [] }
  var (start, stop) = (first?.nanoseconds, end?.nanoseconds)
  if start == nil || stop == nil {
    var reader = try feed.reader(from: first, before: end)
    while let block = try reader.next(), let oldest = block.times.first {
      start = start ?? oldest
      if end != nil { break }
      stop = block.times.last.map { $0 + 1 }
    }
  }
  guard let start, let stop, stop > start else { return [] }
  let span = Double(stop - start)
  return (1..<parts).map { start + Int64((span * Double($0) / Double(parts)).rounded()) }
}
