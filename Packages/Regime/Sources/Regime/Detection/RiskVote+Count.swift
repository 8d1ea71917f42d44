internal import Features
public import MarketModel

extension RiskVote {
  /// Counts the votes each time a member's bar closes.
  ///
  /// Members without a series do not vote and are named in every reading; series of symbols that
  /// are not members are ignored.
  ///
  /// - Parameters:
  ///   - series: The members' bars, at most one series for each symbol, in any order.
  ///   - volatility: The rule that says how volatile a member is.
  /// - Returns: One reading for each instant at which at least one member's bar closes.
  /// - Complexity: O(*n* log *n*) in the number of all bars.
  ///
  /// **Causality.** A reading uses bars that have closed by its own instant.
  public func readings(
    over series: [BarSeries],
    volatility: RegimeSettings.Volatility
  ) -> [RiskReading] {
    let voters = members.map { member in
      (member, series.first { $0.symbol == member.symbol })
    }
    var states = voters.map { member, bars in
      MemberState(member: member, bars: bars, rule: self, volatility: volatility)
    }
    let times = voters.compactMap { $0.1?.closeTimes }.joined().sorted()
    var readings: [RiskReading] = []
    for (position, time) in times.enumerated() where position == 0 || times[position - 1] != time {
      let votes = states.indices.map { states[$0].vote(at: time) }
      readings.append(reading(at: Timestamp(nanoseconds: time), votes: votes))
    }
    return readings
  }

  private func reading(at time: Timestamp, votes: [Int?]) -> RiskReading {
    let cast = votes.compactMap { $0 }
    let hasRiskAsset = zip(members, votes).contains { $0.role == .riskAsset && $1 != nil }
    var (regime, score) = (RiskRegime.unknown, Double?.none)
    if cast.count >= minimumMembers, hasRiskAsset {
      let mean = Double(cast.reduce(0, +)) / Double(cast.count)
      score = mean
      regime = mean >= threshold ? .riskOn : mean <= -threshold ? .riskOff : .neutral
    }
    return RiskReading(
      time: time,
      regime: regime,
      score: score,
      ballots: zip(members, votes).map { RiskReading.Ballot(symbol: $0.symbol, vote: $1) },
      confidence: Double(cast.count) / Double(max(1, members.count))
    )
  }
}

/// What is known of one member while its bars close one after another.
private struct MemberState {
  let member: RiskVote.Member
  let bars: BarSeries?
  let rule: RiskVote
  var next = 0
  var deviation: RealisedVolatility
  var change: RateOfChange
  var volatility: VolatilityRule
  var current: (time: Int64, vote: Int?)?

  init(
    member: RiskVote.Member,
    bars: BarSeries?,
    rule: RiskVote,
    volatility: RegimeSettings.Volatility
  ) {
    self.member = member
    self.bars = bars
    self.rule = rule
    deviation = RealisedVolatility(period: rule.momentumBars, periodsPerYear: 1)
    change = RateOfChange(period: rule.momentumBars, input: .close)
    self.volatility = VolatilityRule(volatility)
  }

  mutating func vote(at time: Int64) -> Int? {
    while let bars, next < bars.count, bars.closeTimes[next] <= time {
      let bar = bars[next]
      current = (bars.closeTimes[next], vote(after: bar))
      next += 1
    }
    guard let current, time - current.time <= rule.maximumAgeSeconds * 1_000_000_000 else {
      return nil
    }
    return current.vote
  }

  private mutating func vote(after bar: Bar) -> Int? {
    let (deviation, change) = (deviation.update(bar), change.update(bar))
    let regime = volatility.update(bar).regime
    guard let deviation, let change, let regime, change > -1 else { return nil }
    // A price that has not moved at all has no momentum; one that moved evenly has all of it.
    let move = logarithm(1 + change)
    let scale = deviation * Double(rule.momentumBars).squareRoot()
    let momentum = scale > 0 ? move / scale : move == 0 ? 0 : move > 0 ? 1e9 : -1e9
    return rule.vote(member.role, momentum: momentum, volatility: regime)
  }
}
