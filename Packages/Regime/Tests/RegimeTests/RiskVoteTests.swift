import MarketModel
import Regime
import Testing

@Suite("RiskVote")
struct RiskVoteTests {
  let rule = RiskVote.standard
  let volatility = RegimeSettings.standard.volatility

  /// Sixty closes that drift by a fraction of their noise in each bar, one way or the other.
  func closes(drift: Double, seed: UInt64 = 5) -> [Double] {
    let noise = MadeBars.walk(seed: seed, steps: [Double](repeating: 0.01, count: 60))
    return noise.enumerated().map { 100 + ($1 - 100) * 0.05 + drift * Double($0) }
  }

  func last(_ drifts: [(Symbol, Double)]) throws -> RiskReading {
    let series = try drifts.enumerated().map { index, entry in
      try MadeBars.daily(closes(drift: entry.1, seed: UInt64(index + 5)), symbol: entry.0)
    }
    return try #require(rule.readings(over: series, volatility: volatility).last)
  }

  @Test("is on when risk assets rise and havens fall, off the other way round")
  func votesBothWays() throws {
    let up = try last([("SPY", 1), ("IBIT", 1), ("TLT", -0.5), ("GLD", -0.5)])
    #expect(up.regime == .riskOn)
    #expect(up.score == 1)
    #expect(up.confidence == 1)
    let down = try last([("SPY", -0.5), ("IBIT", -0.5), ("TLT", 1), ("GLD", 1)])
    #expect(down.regime == .riskOff)
    #expect(down.ballots.map(\.vote) == [-1, -1, -1, -1])
  }

  @Test("is neutral when members contradict each other")
  func contradicts() throws {
    let found = try last([("SPY", 1), ("IBIT", 1), ("TLT", 1), ("GLD", 1)])
    #expect(found.regime == .neutral)
    #expect(found.score == 0)
  }

  @Test("uses the members that it has and names the others")
  func usesAvailableMembers() throws {
    let found = try last([("SPY", 1), ("TLT", -0.5), ("KO", 1)])
    #expect(found.regime == .riskOn)
    #expect(found.confidence == 0.5)
    #expect(found.ballots.map(\.vote) == [1, nil, 1, nil])
  }

  @Test("is unknown with one member, and without a risk asset")
  func unknown() throws {
    #expect(try last([("SPY", 1)]).regime == .unknown)
    let havens = try last([("TLT", 1), ("GLD", 1)])
    #expect(havens.regime == .unknown)
    #expect(havens.score == nil)
    #expect(!havens.isWarm)
  }

  @Test(
    "votes for risk aversion when a flat risk asset turns wild, and not at all when a rising one does"
  )
  func wildRiskAssets() {
    #expect(rule.vote(.riskAsset, momentum: 0, volatility: .high) == -1)
    #expect(rule.vote(.riskAsset, momentum: 0, volatility: .normal) == 0)
    #expect(rule.vote(.riskAsset, momentum: 2, volatility: .spike) == 0)
    #expect(rule.vote(.riskAsset, momentum: 2, volatility: .low) == 1)
    #expect(rule.vote(.riskAsset, momentum: -2, volatility: .low) == -1)
    #expect(rule.vote(.haven, momentum: 2, volatility: .spike) == -1)
    #expect(rule.vote(.haven, momentum: 0.5, volatility: .low) == 0)
  }

  @Test("drops a member whose newest bar is too old")
  func dropsStaleMembers() throws {
    let spy = try MadeBars.daily(closes(drift: 1), symbol: "SPY")
    let tlt = try MadeBars.daily(Array(closes(drift: -0.5).prefix(50)), symbol: "TLT")
    let found = rule.readings(over: [tlt, spy], volatility: volatility)
    #expect(found.count == 60)
    #expect(found[49].regime == .riskOn)
    #expect(found[51].regime == .riskOn)
    #expect(found[59].regime == .unknown)
    #expect(found[59].ballots[2].vote == nil)
  }

  @Test("does not depend on the order of the series")
  func ignoresOrder() throws {
    let one = try MadeBars.daily(closes(drift: 1), symbol: "SPY")
    let other = try MadeBars.daily(closes(drift: -1), symbol: "TLT")
    #expect(
      rule.readings(over: [one, other], volatility: volatility)
        == rule.readings(over: [other, one], volatility: volatility)
    )
  }
}
