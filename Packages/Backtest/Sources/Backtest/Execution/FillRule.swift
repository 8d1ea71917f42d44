/// Where an order that was decided at a bar's close meets the market.
@frozen
public enum FillRule: String, Hashable, Sendable, CaseIterable {
  /// At the open of the next bar.
  case nextOpen = "next_open"

  /// At the close of the deciding bar.
  case thisClose = "this_close"

  /// At the deciding bar's low for sales and its high for purchases.
  case worstCase = "worst_case"

  /// At the newest visible quote: sales at the bid, purchases at the ask.
  case quotes
}

/// What happens when a bar reaches both the stop and the target of a position.
@frozen
public enum IntrabarRule: String, Hashable, Sendable, CaseIterable {
  /// The stop fills: the worst case, since the path inside a bar is unknown.
  case stopFirst = "stop_first"

  /// The target fills: the best case.
  case targetFirst = "target_first"
}

/// What a limit order needs in order to fill.
@frozen
public enum LimitFillRule: String, Hashable, Sendable, CaseIterable {
  /// The bar must reach the limit.
  case touch

  /// The bar must trade beyond the limit.
  case through
}

/// The time between a decision and the earliest moment at which it can trade.
public enum Latency: Hashable, Sendable {
  /// None beyond what the fill rule implies.
  case none

  /// A number of further whole bars.
  case bars(Int)

  /// A number of nanoseconds after the close of the deciding bar.
  case nanoseconds(Int64)

  /// Whether nothing is delayed.
  var isNone: Bool {
    switch self {
    case .none, .bars(0), .nanoseconds(0): true
    case .bars, .nanoseconds: false
    }
  }

  /// The name of the model and its numbers.
  public var canonicalFields: [CanonicalField] {
    switch self {
    case .none: [.init("latency", "none")]
    case .bars(let count): [.init("latency", "bars"), .init("latency.bars", "\(count)")]
    case .nanoseconds(let count):
      [.init("latency", "nanoseconds"), .init("latency.nanoseconds", "\(count)")]
    }
  }
}
