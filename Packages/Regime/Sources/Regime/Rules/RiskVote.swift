public import MarketModel

/// The rule by which several markets vote on whether risk is sought or shunned.
///
/// A member's **momentum** is its logarithmic return over `momentumBars` bars, divided by the sample
/// deviation of those bars' returns times the square root of their number. Its trend is up above
/// `deadBand`, down below `-deadBand`, flat between. Then
///
/// - a **risk asset** votes +1 when its trend is up and its volatility is neither high nor spiking;
///   −1 when its trend is down, or when it is flat and volatility is high or spiking; else 0;
/// - a **haven** votes −1 when its trend is up, +1 when it is down, else 0.
///
/// The score is the mean vote of the members that have data. It is `RISK_ON` from `threshold` up,
/// `RISK_OFF` from `-threshold` down, `NEUTRAL` between, and `UNKNOWN` with fewer than
/// `minimumMembers` members or without any risk asset. A member has data once its momentum and its
/// volatility label are defined, unless its newest bar is older than `maximumAgeSeconds`.
public struct RiskVote: Hashable, Sendable {
  /// What a member's rise says about risk.
  public enum Role: String, Hashable, Sendable {
    /// It rises when risk is sought.
    case riskAsset = "risk"

    /// It rises when risk is shunned.
    case haven
  }

  /// One voter.
  public struct Member: Hashable, Sendable {
    /// Whose bars are looked at.
    public var symbol: Symbol

    /// What its rise says.
    public var role: Role

    /// Creates a voter.
    public init(symbol: Symbol, role: Role) {
      self.symbol = symbol
      self.role = role
    }
  }

  /// The voters, whether or not they have data.
  public var members: [Member]

  /// The number of bars of the momentum.
  public var momentumBars: Int

  /// The momentum within which a trend is flat.
  public var deadBand: Double

  /// The mean vote from which risk is on or, negated, off.
  public var threshold: Double

  /// The number of members with data below which the vote is unknown.
  public var minimumMembers: Int

  /// The age in seconds of a member's newest bar beyond which it does not vote.
  public var maximumAgeSeconds: Int64

  /// Creates a rule.
  public init(
    members: [Member],
    momentumBars: Int,
    deadBand: Double,
    threshold: Double,
    minimumMembers: Int,
    maximumAgeSeconds: Int64
  ) {
    self.members = members
    self.momentumBars = momentumBars
    self.deadBand = deadBand
    self.threshold = threshold
    self.minimumMembers = minimumMembers
    self.maximumAgeSeconds = maximumAgeSeconds
  }

  /// Equities and bitcoin against bonds and gold.
  public static let standard = RiskVote(
    members: [
      Member(symbol: "SPY", role: .riskAsset), Member(symbol: "IBIT", role: .riskAsset),
      Member(symbol: "TLT", role: .haven), Member(symbol: "GLD", role: .haven),
    ],
    momentumBars: 20,
    deadBand: 0.5,
    threshold: 0.5,
    minimumMembers: 2,
    maximumAgeSeconds: 5 * 86_400
  )

  /// Every number by name on its own line, in a fixed order.
  public var canonicalText: String {
    (members.map { "risk.member=\($0.symbol):\($0.role.rawValue)" } + [
      "risk.momentum_bars=\(momentumBars)",
      "risk.dead_band=\(deadBand)",
      "risk.threshold=\(threshold)",
      "risk.minimum_members=\(minimumMembers)",
      "risk.maximum_age_seconds=\(maximumAgeSeconds)",
    ]).joined(separator: "\n")
  }

  /// The vote of a member with a momentum and a volatility.
  public func vote(_ role: Role, momentum: Double, volatility: VolatilityRegime) -> Int {
    let trend = momentum > deadBand ? 1 : momentum < -deadBand ? -1 : 0
    switch role {
    case .haven: return -trend
    case .riskAsset:
      if volatility < .high { return trend }
      return trend > 0 ? 0 : -1
    }
  }
}

extension VolatilityRegime: Comparable {
  /// Compares from calm to wild.
  @inlinable
  public static func < (left: VolatilityRegime, right: VolatilityRegime) -> Bool {
    left.rawValue < right.rawValue
  }
}
