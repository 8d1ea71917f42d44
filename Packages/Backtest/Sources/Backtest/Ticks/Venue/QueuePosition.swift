/// The quantity that stands ahead of a resting order, as far as best quotes and trades tell.
///
/// See ``QueueModel`` for the rules. A pure value: it changes only by what the venue displays and prints.
struct QueuePosition: Hashable {
  let model: QueueModel

  /// The quantity ahead; infinite while the order's price has not been the best of its side.
  private(set) var ahead: Double

  /// The quantity last displayed at the order's price.
  private var displayed: Double

  /// What has traded at the price since.
  private var traded = 0.0

  /// The place of an order that arrives at its price.
  ///
  /// - Parameters:
  ///   - model: How the quantity ahead shrinks.
  ///   - limit: The price of the order.
  ///   - best: The best price of its side.
  ///   - size: The quantity displayed there.
  ///   - isBuy: Whether the order buys.
  init(_ model: QueueModel, limit: Double, best: Double, size: Double, isBuy: Bool) {
    self.model = model
    if limit == best {
      (ahead, displayed) = (size, size)
    } else if best > 0, isBuy ? limit < best : limit > best {
      (ahead, displayed) = (.infinity, .infinity)
    } else {
      (ahead, displayed) = (0, 0)
    }
  }

  /// Takes in that the order's price is the best of its side, with a quantity displayed.
  @inline(__always)
  mutating func display(_ size: Double) {
    if model == .volumeClock, ahead > 0, displayed.isFinite {
      let before = displayed - traded
      let cancelled = before - size
      if cancelled > 0, before > 0 { ahead -= cancelled * min(1, ahead / before) }
    }
    if ahead > size { ahead = size }
    (displayed, traded) = (size, 0)
  }

  /// Takes in that the best price has left the order's price behind.
  @inline(__always)
  mutating func expose() { (ahead, displayed, traded) = (0, 0, 0) }

  /// Takes in a trade at the order's price.
  ///
  /// - Returns: The part of the trade that reaches the order; 0 while somebody stands ahead.
  @inline(__always)
  mutating func trade(_ size: Double) -> Double {
    traded += size
    guard ahead.isFinite else { return 0 }
    let excess = size - ahead
    ahead = excess < 0 ? -excess : 0
    return excess > 0 ? excess : 0
  }
}
