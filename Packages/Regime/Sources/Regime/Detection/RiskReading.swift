public import MarketModel

/// The risk vote at one instant, and who cast it.
public struct RiskReading: Hashable, Sendable {
  /// One member's part in a vote.
  public struct Ballot: Hashable, Sendable {
    /// Whose bars were looked at.
    public var symbol: Symbol

    /// +1 for risk sought, −1 for risk shunned, 0 for neither; `nil` without data.
    public var vote: Int?
  }

  /// The instant at which the vote becomes visible: a member's bar has just closed.
  public var time: Timestamp

  /// The outcome.
  public var regime: RiskRegime

  /// The mean vote of the members with data, or `nil` when the outcome is unknown.
  public var score: Double?

  /// Every member in the order of the rule.
  public var ballots: [Ballot]

  /// The share of the members that had data.
  public var confidence: Double

  /// Whether the outcome is known.
  public var isWarm: Bool { regime != .unknown }
}
