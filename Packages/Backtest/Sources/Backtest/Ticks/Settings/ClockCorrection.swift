public import MarketModel

extension FeedLatency {
  /// Finds the correction of the clocks of a feed that makes its smallest latency a given number.
  ///
  /// - Parameters:
  ///   - feed: A feed that says when each tick was received.
  ///   - first: The first instant, inclusive; `nil` begins at the oldest tick.
  ///   - end: The first instant that is left out; `nil` goes on through the newest tick.
  ///   - base: What the smallest latency should be, in nanoseconds.
  /// - Returns: The correction for ``received(clockCorrection:)``.
  /// - Throws: ``TickReplayError`` when the feed cannot be read or has no times of receipt.
  /// - Complexity: O(ticks); one reading of the feed.
  public static func clockCorrection(
    for feed: any TickFeed,
    from first: Timestamp?,
    before end: Timestamp?,
    base: Int64
  ) throws(TickReplayError) -> Int64 {
    var least: Int64?
    do throws(TickReadError) {
      var reader = try feed.reader(from: first, before: end)
      while let block = try reader.next() {
        guard block.receivedTimes.count == block.count else { continue }
        for row in 0..<block.count {
          let difference = block.receivedTimes[row] - block.times[row]
          least = min(least ?? difference, difference)
        }
      }
    } catch {
      throw .read(error)
    }
    guard let least else {
      throw .missingContent(symbol: feed.symbol, needed: "times of receipt")
    }
    return base - least
  }
}
