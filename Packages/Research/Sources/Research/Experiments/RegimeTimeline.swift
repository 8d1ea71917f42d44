internal import MarketModel

/// Which regime keys each bar carries: `session:RTH`, `regime:SPY:VOL_LOW`, `regime:SPY_trend:RANGE`.
///
/// A bar carries the newest labels of every scope that were visible when it opened.
public struct RegimeTimeline: Hashable, Sendable {
  /// One label of a scope.
  public struct Label: Hashable, Sendable {
    /// What it is said of: a symbol or a market.
    public var scope: String

    /// The instant at which it becomes visible, in nanoseconds.
    public var visibleAt: Int64

    /// The volatility state, such as `VOL_LOW`, or `nil`.
    public var volatility: String?

    /// The trend state, such as `RANGE`, or `nil`.
    public var trend: String?

    /// The session during which the bar traded, or `nil`.
    public var session: String?

    /// Creates a label.
    public init(
      scope: String,
      visibleAt: Int64,
      volatility: String?,
      trend: String?,
      session: String?
    ) {
      self.scope = scope
      self.visibleAt = visibleAt
      self.volatility = volatility
      self.trend = trend
      self.session = session
    }
  }

  /// The labels of one scope, oldest first.
  private struct Scope: Hashable, Sendable {
    var visibleAt: [Int64]
    var keys: [[String]]
  }

  private var scopes: [Scope]
  private let sessionOf: [Int64: String]

  /// The number of labels.
  public let labelCount: Int

  /// Creates a timeline.
  ///
  /// - Parameters:
  ///   - labels: The labels of all scopes, in any order.
  ///   - sessions: The session in which a bar that opens at an instant (nanoseconds) trades.
  public init(labels: [Label], sessions: [Int64: String]) {
    labelCount = labels.count
    sessionOf = sessions
    scopes = Dictionary(grouping: labels, by: \.scope)
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { scope, labels in
        let ordered = labels.enumerated()
          .sorted { ($0.element.visibleAt, $0.offset) < ($1.element.visibleAt, $1.offset) }
          .map(\.element)
        return Scope(
          visibleAt: ordered.map(\.visibleAt),
          keys: ordered.map { label in
            [
              label.volatility.map { "regime:\(scope):\($0)" },
              label.trend.map { "regime:\(scope)_trend:\($0)" },
            ].compactMap { $0 }
          }
        )
      }
  }

  /// The keys of a bar, in a fixed order.
  ///
  /// - Complexity: O(scopes · log labels).
  public func keys(ofBarOpeningAt openTime: Int64) -> [String] {
    var keys = sessionOf[openTime].map { ["session:\($0)"] } ?? []
    for scope in scopes {
      let next = scope.visibleAt.partitionPoint { $0 > openTime }
      if next > 0 { keys += scope.keys[next - 1] }
    }
    return keys
  }
}
