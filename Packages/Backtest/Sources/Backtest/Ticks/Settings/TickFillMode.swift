/// How orders on ticks meet the market.
public enum TickFillMode: Hashable, Sendable {
  /// At once and in full.
  ///
  /// Market orders fill at the opposite quote, or at the last trade in feeds without quotes; so do limit
  /// orders that are marketable, without slippage. Others rest, and fill in full at their limit as soon as
  /// the opposite quote reaches it or a trade prints at it or beyond. A crossed quote is taken as it
  /// stands: purchases pay the ask, sales get the bid. Optimistic: nothing is delayed, nobody waits in line.
  case immediate

  /// Through a model of a venue: latency, queue position, partial fills.
  case engine(EngineFills)

  var canonicalFields: [CanonicalField] {
    switch self {
    case .immediate: [.init("fill_mode", "immediate")]
    case .engine(let fills): [.init("fill_mode", "engine")] + fills.canonicalFields
    }
  }
}

/// The model of a venue.
public struct EngineFills: Hashable, Sendable {
  /// How long ticks take from the venue to the strategy.
  public var feedLatency: FeedLatency

  /// How long orders and cancellations take to the venue.
  public var orderLatency: LatencyModel

  /// How long the venue's answers take back.
  public var responseLatency: LatencyModel

  /// How a resting order moves up in the line of its price.
  public var queue: QueueModel

  /// Whether an order may fill in parts.
  ///
  /// Without, an order takes what it needs whatever quantity is quoted, and a resting order that is reached
  /// fills in full. With, nobody takes more than is quoted and a trade fills no more than its own quantity
  /// less the quantity ahead; what is left of market and immediate orders is cancelled, of others rests.
  public var allowsPartialFills: Bool

  /// Creates a model.
  public init(
    feedLatency: FeedLatency,
    orderLatency: LatencyModel,
    responseLatency: LatencyModel,
    queue: QueueModel,
    allowsPartialFills: Bool
  ) {
    self.feedLatency = feedLatency
    self.orderLatency = orderLatency
    self.responseLatency = responseLatency
    self.queue = queue
    self.allowsPartialFills = allowsPartialFills
  }

  var canonicalFields: [CanonicalField] {
    feedLatency.canonicalFields + orderLatency.canonicalFields("order_latency")
      + responseLatency.canonicalFields("response_latency")
      + [
        .init("queue", queue.rawValue), .init("partial_fills", allowsPartialFills),
      ]
  }
}

/// How the quantity ahead of a resting order shrinks.
///
/// An order that arrives at the best price of its side has the whole displayed quantity ahead. One that
/// improves the best price has nothing ahead; one behind the best price waits until its price is displayed
/// and then has all of that ahead. When the best price leaves the order's price behind, nothing is ahead.
/// A trade at the price takes from the quantity ahead first; what is left of it reaches the order.
@frozen
public enum QueueModel: String, Hashable, Sendable, CaseIterable {
  /// Only by trades at the price, and by the displayed quantity falling below it: everybody who cancels stood behind.
  case conservative

  /// Also by cancellations, in proportion to the share of the displayed quantity that stands ahead.
  ///
  /// With S displayed, V traded at the price since, and S′ displayed next, `max(0, S − V − S′)` was cancelled;
  /// the quantity ahead A loses `A / (S − V)` of that.
  case volumeClock = "volume_clock"
}
