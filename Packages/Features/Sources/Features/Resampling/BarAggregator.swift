public import MarketModel

/// Makes longer bars out of the bars of a stream, and hands each out when it is certain to be
/// complete.
///
/// A bin is complete when its last session, by the calendar, has closed, when its count of bars is
/// reached, or when a bar of a later bin arrives, whichever is noticed first. The longer bar opens
/// with its first bar and closes at the instant of its completion: the first open, the highest
/// high, the lowest low, the last close, the summed volume. Bins without a bar yield none, and the
/// first bin holds what the stream has of it.
///
/// **Causality.** A bar that is handed out never changes; the bars handed out by the close of bar
/// *i* depend on bars 0 through *i* only.
public struct BarAggregator: Sendable {
  /// The bars that became complete with one bar, oldest first: at most two.
  public struct Completed: Hashable, Sendable {
    /// The bar of an earlier bin, whose end was noticed only now.
    public var earlier: Bar?

    /// The bar of the bin that this bar completes.
    public var current: Bar?

    /// Both, oldest first.
    public var bars: [Bar] { [earlier, current].compactMap(\.self) }
  }

  /// Which bars are put together.
  public var timeframe: Timeframe { rule.timeframe }

  private var rule: BinRule
  private var open: PartialBar?
  private var lastCompleted: BinRule.Bin?
  private var row = 0

  /// Creates an aggregator of an empty stream.
  ///
  /// - Parameters:
  ///   - timeframe: Which bars are put together.
  ///   - interval: The nominal duration of the stream's bars.
  ///   - calendar: The clock and the sessions of what the bars trade.
  /// - Throws: ``ResamplingError/notCoarser(timeframe:interval:)``.
  public init(
    _ timeframe: Timeframe,
    of interval: BarInterval,
    calendar: TradingCalendar
  ) throws(ResamplingError) {
    guard timeframe.isValid, timeframe.canResample(interval) else {
      throw .notCoarser(timeframe: timeframe, interval: interval)
    }
    rule = BinRule(timeframe, of: interval, calendar: calendar)
  }

  /// The longer bar that is not complete, as far as it is known, or `nil`.
  ///
  /// Its close time is that of its newest bar.
  public var incomplete: Bar? { open?.bar }

  /// Consumes the next bar and returns what became complete.
  ///
  /// - Throws: ``ResamplingError/barAfterCompletion(row:date:completion:)`` when the bar belongs to
  ///   a bin that the calendar said was complete; the bar then does not count.
  /// - Complexity: O(1).
  public mutating func update(_ bar: Bar) throws(ResamplingError) -> Completed {
    defer { row += 1 }
    var completed = Completed()
    guard let bin = rule.bin(of: bar) else {
      if let open, rule.isComplete(open.bin, holding: open.count, at: bar.closeTime.nanoseconds) {
        completed.earlier = complete(open)
      }
      return completed
    }
    if let last = lastCompleted, last.id == bin.id {
      throw .barAfterCompletion(
        row: row,
        date: rule.calendar.date(of: bar.openTime),
        completion: Timestamp(nanoseconds: last.completion ?? bar.openTime.nanoseconds)
      )
    }
    if let open, open.bin.id != bin.id { completed.earlier = complete(open) }
    var partial = open ?? PartialBar(bin, first: bar)
    if open != nil { partial.add(bar) }
    open = partial
    if rule.isComplete(bin, holding: partial.count, at: bar.closeTime.nanoseconds) {
      completed.current = complete(partial)
    }
    return completed
  }

  private mutating func complete(_ partial: PartialBar) -> Bar {
    open = nil
    lastCompleted = partial.bin
    return partial.completedBar
  }
}

/// A bin with the bars that have fallen into it.
struct PartialBar: Hashable, Sendable {
  let bin: BinRule.Bin
  var bar: Bar
  var count = 1

  init(_ bin: BinRule.Bin, first bar: Bar) {
    self.bin = bin
    self.bar = bar
  }

  mutating func add(_ next: Bar) {
    bar.closeTime = next.closeTime
    bar.high = max(bar.high, next.high)
    bar.low = min(bar.low, next.low)
    bar.close = next.close
    bar.volume += next.volume
    count += 1
  }

  /// The bar with the instant of its completion as close time.
  var completedBar: Bar {
    var copy = bar
    if let completion = bin.completion {
      copy.closeTime = max(copy.closeTime, Timestamp(nanoseconds: completion))
    }
    return copy
  }
}
