/// Which columns of a file hold the parts of a tick.
///
/// Names are compared without regard to case. Parts that are not mapped are looked for under their
/// usual names. A column that is neither a part, nor left out, nor known to be beside the point is
/// refused, as is a missing part.
public struct TickColumnMap: Hashable, Sendable {
  /// A part of a tick that a column can hold.
  public enum Part: String, Hashable, Sendable, CaseIterable {
    /// The venue's time, or the receiver's where the file has no other.
    case time

    /// The receiver's time.
    case received

    /// The best bid.
    case bid

    /// The quantity at the best bid.
    case bidSize = "bid_size"

    /// The best ask.
    case ask

    /// The quantity at the best ask.
    case askSize = "ask_size"

    /// The price of a trade.
    case price

    /// The traded quantity.
    case size

    /// Who crossed the spread.
    case side

    /// Whether the buyer was the maker, so that the seller crossed the spread.
    case buyerIsMaker = "buyer_is_maker"
  }

  /// The mapped names.
  public var names: [Part: String]

  /// The columns that are left out.
  public var ignored: [String]

  /// Creates a map.
  public init(_ names: [Part: String] = [:], ignoring ignored: [String] = []) {
    self.names = names
    self.ignored = ignored
  }
}
