public import MarketModel

/// Makes bars out of a stream of ticks, and hands each out when it is certain to be complete.
///
/// A bin of time is complete when a tick at or after its end arrives; its bar opens and closes at the
/// bounds of the bin, and bins without a tick yield none. A bar of the other rules opens at its first
/// tick and closes, becoming visible, a nanosecond after its last one; where the last tick of one bar
/// and the first of the next share an instant, the next bar opens when that one closes.
///
/// Bars do not depend on how the stream is cut into blocks. The first bin of time holds what the
/// stream has of it.
///
/// **Causality.** A bar that is handed out never changes; the bars handed out by a tick depend on
/// the ticks up to it only.
public struct TickBarAggregator: Sendable {
  /// When a bar is complete.
  public let rule: TickBarRule

  /// Which prices are put together.
  public let prices: TickBarPrices

  private var draft: Draft?
  private var lastClose = Int64.min

  /// Creates an aggregator of an empty stream.
  ///
  /// - Throws: ``TickBarError/limit(_:)``, or ``TickBarError/lacks(_:rule:prices:)`` for volumes and
  ///   values of mids.
  public init(_ rule: TickBarRule, prices: TickBarPrices) throws(TickBarError) {
    guard rule.isValid else { throw .limit(rule) }
    guard prices == .trades || !rule.needsTrades else {
      throw .lacks("trades", rule: rule, prices: prices)
    }
    self.rule = rule
    self.prices = prices
  }

  /// The bar that is not complete, as far as it is known, or `nil`.
  ///
  /// It closes a nanosecond after its newest tick.
  public var incomplete: TickBar? { draft.map { finished($0, isComplete: false) } }

  /// Consumes the next ticks and returns the bars that became complete, oldest first.
  ///
  /// - Throws: ``TickBarError/lacks(_:rule:prices:)`` when the block lacks the columns of the prices;
  ///   no tick then counts.
  /// - Complexity: O(ticks).
  public mutating func add(_ block: TickBlock) throws(TickBarError) -> [TickBar] {
    guard block.count > 0 else { return [] }
    var completed: [TickBar] = []
    switch prices {
    case .trades:
      guard !block.tradePrices.isEmpty else { throw .lacks("trades", rule: rule, prices: prices) }
      for row in 0..<block.count where block.kinds[row] == .trade {
        add(
          block.times[row],
          block.tradePrices[row],
          block.tradeSizes[row],
          block.tradeSides[row],
          &completed
        )
      }
    case .mid:
      guard !block.bidPrices.isEmpty else { throw .lacks("quotes", rule: rule, prices: prices) }
      for row in 0..<block.count where block.kinds[row] == .quote {
        let mid = 0.5 * (block.bidPrices[row] + block.askPrices[row])
        add(block.times[row], mid, 0, 0, &completed)
      }
    }
    return completed
  }

  @inline(__always)
  private mutating func add(
    _ time: Int64,
    _ price: Double,
    _ size: Double,
    _ side: Int8,
    _ completed: inout [TickBar]
  ) {
    if case .time(let interval) = rule {
      if let draft, time >= draft.end { completed.append(complete(draft)) }
      if draft == nil {
        let start = time.floored(to: interval.nanoseconds)
        draft = Draft(start: start, end: start + interval.nanoseconds, price: price)
      }
    } else if draft == nil {
      draft = Draft(start: max(time, lastClose), end: .max, price: price)
    }
    draft?.add(time, price, size, side)
    guard let draft, isFull(draft) else { return }
    completed.append(complete(draft))
  }

  @inline(__always)
  private func isFull(_ draft: Draft) -> Bool {
    switch rule {
    case .time: false
    case .ticks(let count): draft.count >= count
    case .volume(let limit): draft.volume >= limit
    case .dollars(let limit): draft.value >= limit
    }
  }

  private mutating func complete(_ draft: Draft) -> TickBar {
    let bar = finished(draft, isComplete: true)
    lastClose = bar.bar.closeTime.nanoseconds
    self.draft = nil
    return bar
  }

  private func finished(_ draft: Draft, isComplete: Bool) -> TickBar {
    let isBin = if case .time = rule { isComplete } else { false }
    let close = isBin ? draft.end : max(draft.newest, draft.start) + 1
    return TickBar(
      bar: Bar(
        openTime: Timestamp(nanoseconds: draft.start),
        closeTime: Timestamp(nanoseconds: close),
        open: draft.open,
        high: draft.high,
        low: draft.low,
        close: draft.close,
        volume: draft.volume
      ),
      tickCount: draft.count,
      value: draft.value,
      buyVolume: draft.buyVolume,
      sellVolume: draft.sellVolume
    )
  }
}

/// A bar with the ticks that have fallen into it.
private struct Draft: Hashable, Sendable {
  let start: Int64

  /// The end of its bin of time.
  let end: Int64

  var newest: Int64
  let open: Double
  var high: Double
  var low: Double
  var close: Double
  var volume = 0.0
  var value = 0.0
  var buyVolume = 0.0
  var sellVolume = 0.0
  var count = 0

  init(start: Int64, end: Int64, price: Double) {
    self.start = start
    self.end = end
    newest = start
    open = price
    high = price
    low = price
    close = price
  }

  @inline(__always)
  mutating func add(_ time: Int64, _ price: Double, _ size: Double, _ side: Int8) {
    newest = time
    high = max(high, price)
    low = min(low, price)
    close = price
    volume += size
    value += price * size
    if side > 0 { buyVolume += size } else if side < 0 { sellVolume += size }
    count += 1
  }
}

extension TickFeed {
  /// Returns the bars of a stretch of a feed, oldest first.
  ///
  /// - Parameters:
  ///   - rule: When a bar is complete.
  ///   - prices: Which prices are put together.
  ///   - first: The first instant, inclusive; `nil` reads from the oldest tick.
  ///   - end: The first instant that is left out; `nil` reads through the newest tick.
  ///   - lastBar: What happens to a last bar that is not complete. The last bin of time is
  ///     complete only when a later tick is read, or the stretch ends at or after it.
  /// - Returns: The bars.
  /// - Throws: ``TickBarError``.
  /// - Complexity: O(ticks) time; memory of one block and the bars.
  public func bars(
    _ rule: TickBarRule,
    prices: TickBarPrices,
    from first: Timestamp?,
    before end: Timestamp?,
    lastBar: LastBin
  ) throws(TickBarError) -> [TickBar] {
    var aggregator = try TickBarAggregator(rule, prices: prices)
    guard prices == .trades ? content.hasTrades : content.hasQuotes else {
      throw .lacks(prices == .trades ? "trades" : "quotes", rule: rule, prices: prices)
    }
    var bars: [TickBar] = []
    do throws(TickReadError) {
      var reader = try reader(from: first, before: end)
      while let block = try reader.next() {
        do throws(TickBarError) { bars += try aggregator.add(block) } catch {
          throw TickReadError("\(error)")
        }
      }
    } catch {
      throw .reading(error)
    }
    if let end, let bar = aggregator.complete(through: end) {
      bars.append(bar)
    } else if lastBar == .keptIncomplete, let bar = aggregator.incomplete {
      bars.append(bar)
    }
    return bars
  }
}

extension TickBarAggregator {
  /// Returns the bin of time that is complete when no more tick before an instant can come, or `nil`.
  public mutating func complete(through instant: Timestamp) -> TickBar? {
    guard case .time = rule, let draft, draft.end <= instant.nanoseconds else { return nil }
    return complete(draft)
  }
}
