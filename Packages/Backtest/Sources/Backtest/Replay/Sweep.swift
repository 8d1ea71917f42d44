public import ConfigValidation
import Dispatch
import MarketModel

extension StrategyDefinition {
  /// Runs the strategy with many parameter sets and hands over each result, in the order of the sets.
  ///
  /// At most a few hundred instances per worker exist at a time, so memory does not grow with the number of
  /// sets. Results do not depend on the number of workers.
  ///
  /// - Parameters:
  ///   - market: What to replay.
  ///   - parameterSets: Values laid over the defaults of the schema, one instance each.
  ///   - settings: How orders become fills and what they cost.
  ///   - recording: What to keep beside the summaries.
  ///   - workers: The number of threads; at least 1.
  ///   - cashShares: The share of the account that each symbol's instance may use, in the order of
  ///     ``ReplayMarket/symbols``; `nil` for equal shares.
  ///   - receive: Called on the caller's thread with the position of a set and its result.
  /// - Throws: ``BacktestError`` when the run cannot begin.
  /// - Complexity: O(sets · bars).
  public func sweep(
    _ market: ReplayMarket,
    parameterSets: [ParameterSet],
    settings: ExecutionSettings,
    recording: Recording,
    workers: Int,
    cashShares: [Double]? = nil,
    receive: (Int, BacktestResult) -> Void
  ) throws(BacktestError) {
    let shares = try checked(market, settings, workers: workers, cashShares)
    var resolved: [StrategyParameters] = []
    resolved.reserveCapacity(parameterSets.count)
    for set in parameterSets { resolved.append(try StrategyParameters(set, schema: schema)) }
    let outcome = withBarPointers(market.listings.map(\.bars)) { bars in
      Result { () throws(BacktestError) in
        let round = workers * instancesPerWorker
        // One for each worker, kept from round to round.
        let arenas = (0..<workers).map { _ in FillArena() }
        var first = 0
        while first < resolved.count {
          let end = min(first + round, resolved.count)
          let jobs = zip(split(first..<end, into: workers), arenas).map { range, arena in
            ReplayJob(
              market: market,
              bars: bars,
              parameters: Array(resolved[range]),
              settings: settings,
              recording: recording,
              shares: shares,
              sink: ResultSink(),
              arena: arena
            )
          }
          try runAll(jobs, replay)
          var index = first
          for job in jobs {
            for pending in job.sink.results {
              receive(index, pending.completed())
              index += 1
            }
          }
          first = end
        }
      }
    }
    try outcome.get()
  }

  private func checked(
    _ market: ReplayMarket,
    _ settings: ExecutionSettings,
    workers: Int,
    _ cashShares: [Double]?
  ) throws(BacktestError) -> [Double] {
    try settings.check()
    guard workers >= 1 else {
      throw .invalidSetting(name: "workers", expected: "at least 1", found: Double(workers))
    }
    for listing in market.listings {
      guard supports(listing.bars.interval) else {
        throw .unsupportedInterval(
          strategy: name,
          symbol: listing.bars.symbol,
          interval: listing.bars.interval
        )
      }
      if settings.fillRule == .quotes, listing.quotes == nil, listing.options == nil {
        throw .missingQuotes(symbol: listing.bars.symbol)
      }
    }
    let count = market.listings.count
    let equal = isCrossSectional ? 1 : 1 / Double(count)
    let shares = cashShares ?? [Double](repeating: equal, count: count)
    guard shares.count == count else {
      throw .invalidSetting(
        name: "cash_shares",
        expected: "\(count) shares",
        found: Double(shares.count)
      )
    }
    if let wrong = shares.first(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .invalidSetting(name: "cash_shares", expected: "a number in 0...1", found: wrong)
    }
    return shares
  }
}

extension ExecutionSettings {
  /// Checks that every number lies in its range.
  ///
  /// - Throws: ``BacktestError/invalidSetting(name:expected:found:)`` with the first that does not.
  public func check() throws(BacktestError) {
    guard startingCash > 0, startingCash.isFinite else {
      throw .invalidSetting(
        name: "starting_cash",
        expected: "a positive number",
        found: startingCash
      )
    }
    guard costMultiplier >= 0, costMultiplier.isFinite else {
      throw .invalidSetting(
        name: "cost_multiplier",
        expected: "a number not below 0",
        found: costMultiplier
      )
    }
    guard borrowRatePerYear >= 0, borrowRatePerYear.isFinite else {
      throw .invalidSetting(
        name: "borrow_rate_per_year",
        expected: "a number not below 0",
        found: borrowRatePerYear
      )
    }
    if let lotSize, !(lotSize > 0 && lotSize.isFinite) {
      throw .invalidSetting(name: "lot_size", expected: "a positive number", found: lotSize)
    }
  }
}

/// How many instances one worker advances together.
///
/// Enough to share columns among; few enough that their states and logs stay small.
private let instancesPerWorker = 256

/// Splits a range into contiguous parts of nearly equal length, leaving out empty ones.
private func split(_ range: Range<Int>, into parts: Int) -> [Range<Int>] {
  (0..<parts).compactMap { part in
    let lower = range.lowerBound + range.count * part / parts
    let upper = range.lowerBound + range.count * (part + 1) / parts
    return lower < upper ? lower..<upper : nil
  }
}

/// Runs each job on a thread of its own and throws the error of the first that failed.
private func runAll(
  _ jobs: [ReplayJob],
  _ replay: @Sendable (ReplayJob) throws(BacktestError) -> Void
) throws(BacktestError) {
  guard jobs.count > 1 else {
    for job in jobs { try replay(job) }
    return
  }
  var failures = [BacktestError?](repeating: nil, count: jobs.count)
  failures.withUnsafeMutableBufferPointer { failures in
    // Every iteration has its own job and its own slot of the array.
    nonisolated(unsafe) let slots = failures
    nonisolated(unsafe) let jobs = jobs
    DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
      do throws(BacktestError) {
        try replay(jobs[index])
      } catch {
        slots[index] = error
      }
    }
  }
  if let failure = failures.compactMap({ $0 }).first { throw failure }
}

/// Calls a function with the columns of several series in place.
private func withBarPointers<Output>(
  _ series: [BarSeries],
  _ found: [BarPointers] = [],
  _ body: ([BarPointers]) -> Output
) -> Output {
  guard found.count < series.count else { return body(found) }
  let bars = series[found.count]
  return withColumn(bars.open) { open in
    withColumn(bars.high) { high in
      withColumn(bars.low) { low in
        withColumn(bars.close) { close in
          withColumn(bars.volume) { volume in
            withColumn(bars.openTimes) { openTimes in
              withColumn(bars.closeTimes) { closeTimes in
                let pointers = BarPointers(
                  open: open,
                  high: high,
                  low: low,
                  close: close,
                  volume: volume,
                  openTimes: openTimes,
                  closeTimes: closeTimes,
                  count: bars.count
                )
                return withBarPointers(series, found + [pointers], body)
              }
            }
          }
        }
      }
    }
  }
}

/// Calls a function with the elements of an array in place.
///
/// - Precondition: The array is not empty, which a ``ReplayMarket`` guarantees.
private func withColumn<Element, Output>(
  _ column: [Element],
  _ body: (UnsafePointer<Element>) -> Output
) -> Output {
  column.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("an empty series") }
    return body(base)
  }
}
