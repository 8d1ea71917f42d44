public import MarketModel
import QuantMath

/// Where the future is cut off from the past, and what is done to it.
public struct CausalityPlan: Hashable, Sendable {
  /// The number of cuts wanted; fewer where there are fewer bars.
  public var cuts: Int

  /// What is done after each cut, in order.
  public var changes: [FutureChange]

  /// The seed of everything drawn at random.
  public var seed: UInt64

  /// Whether a check ends at the first violation.
  public var stopsAtFirst: Bool

  /// Whether subjects are also run in foreign data, to find knowledge brought along.
  public var looksForForesight: Bool

  /// Creates a plan.
  ///
  /// - Precondition: There is at least one cut and one change.
  public init(
    cuts: Int,
    changes: [FutureChange],
    seed: UInt64,
    stopsAtFirst: Bool,
    looksForForesight: Bool
  ) {
    precondition(cuts > 0 && !changes.isEmpty, "a plan has cuts and changes")
    self.cuts = cuts
    self.changes = changes
    self.seed = seed
    self.stopsAtFirst = stopsAtFirst
    self.looksForForesight = looksForForesight
  }

  /// Every change and everything else that can be checked, up to the first violation.
  public static func thorough(cuts: Int, seed: UInt64) -> CausalityPlan {
    CausalityPlan(
      cuts: cuts,
      changes: FutureChange.allCases,
      seed: seed,
      stopsAtFirst: true,
      looksForForesight: true
    )
  }

  /// Returns the instants after which the future is changed, rising.
  ///
  /// About a quarter each: the first bars and those around the declared look-back; the bars before
  /// and after the largest moves, volumes and gaps, where a leak that happens rarely happens;
  /// turns of days, weeks and months, and the last bars; and equal steps. Random ones fill up.
  ///
  /// - Parameters:
  ///   - bars: The series of a world.
  ///   - lookback: The declared look-back, if any.
  /// - Returns: At most ``cuts`` instants, each the last before some bar closes, so that everything
  ///   that is released between two closes is compared too.
  public func instants(in bars: [BarSeries], lookback: Int?) -> [Int64] {
    let closes = Self.instants(of: bars)
    let last = closes.count - 1
    guard last > cuts else { return closes.dropFirst().map { $0 - 1 } }
    var chosen = CutSet(limit: cuts, below: last)
    let quarter = max(1, cuts / 4)
    chosen.add(Self.opening(lookback: lookback ?? 0, quarter), atMost: quarter)
    chosen.add(Self.events(in: bars[0], closes, count: quarter), atMost: quarter)
    chosen.add([last - 1, last - 2, last - 4], atMost: 3)
    chosen.add(Self.turns(of: closes, seed: seed), atMost: quarter - 1)
    let step = max(1, last / quarter)
    chosen.add(Array(stride(from: step / 2, to: last, by: step)), atMost: quarter)
    var stream = PhiloxStream(seed: seed, purpose: 0xF2, trial: 0, path: 0)
    while chosen.positions.count < cuts { chosen.add([stream.index(below: last)], atMost: 1) }
    return chosen.positions.sorted().map { closes[$0 + 1] - 1 }
  }

  /// The distinct instants at which bars close, rising.
  static func instants(of bars: [BarSeries]) -> [Int64] {
    guard bars.count > 1 else { return bars[0].closeTimes }
    var merged = bars.flatMap(\.closeTimes).sorted()
    var kept = 0
    for index in merged.indices where index == 0 || merged[index] != merged[index - 1] {
      merged[kept] = merged[index]
      kept += 1
    }
    return Array(merged[..<kept])
  }

  /// Positions around the look-back, then the first ones.
  private static func opening(lookback: Int, _ count: Int) -> [Int] {
    [lookback, lookback + 1, lookback - 1, 2 * lookback] + Array(0..<count)
  }

  /// Positions before and after the largest moves, volumes and gaps.
  private static func events(in bars: BarSeries, _ closes: [Int64], count: Int) -> [Int] {
    let rows = 1..<bars.count
    func largest(_ score: (Int) -> Double) -> [Int] {
      let scores = rows.map { ($0, score($0)) }
      return scores.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(count).map(\.0)
    }
    func ratio(_ later: Double, _ earlier: Double) -> Double {
      earlier > 0 ? abs(later / earlier - 1) : 0
    }
    let moves = largest { ratio(bars.close[$0], bars.close[$0 - 1]) }
    let volumes = largest { bars.volume[$0] }
    let gaps = largest { ratio(bars.open[$0], bars.close[$0 - 1]) }
    var found: [Int] = []
    for rank in moves.indices {
      // Alternately the bar before the event, and the event itself.
      for row in [moves[rank] - 1, moves[rank], volumes[rank] - 1, gaps[rank] - 1] {
        found.append(closes.partitionPoint { $0 >= bars.closeTimes[row] })
      }
    }
    return found
  }

  /// Positions of the last instant of days, weeks and months and of the first after, in a random
  /// order within each kind, the kinds taking turns.
  private static func turns(of closes: [Int64], seed: UInt64) -> [Int] {
    var stream = PhiloxStream(seed: seed, purpose: 0xF3, trial: 0, path: 0)
    let dates = closes.map { CivilDate(utcDayOf: Timestamp(nanoseconds: $0 - 1)) }
    var kinds: [[Int]] = [[], [], []]
    for index in closes.indices.dropFirst() where dates[index] != dates[index - 1] {
      let (left, right) = (dates[index - 1], dates[index])
      kinds[0] += [index - 1, index]
      if (left.dayNumber + 3) / 7 != (right.dayNumber + 3) / 7 { kinds[1] += [index - 1, index] }
      if left.month != right.month { kinds[2] += [index - 1, index] }
    }
    for kind in kinds.indices { kinds[kind].shuffle(using: &stream) }
    return (0..<(kinds.map(\.count).max() ?? 0)).flatMap { rank in
      kinds.reversed().compactMap { rank < $0.count ? $0[rank] : nil }
    }
  }
}

/// Distinct positions up to a number, in the order in which they were asked for.
private struct CutSet {
  let limit: Int
  let end: Int
  var positions: Set<Int> = []

  init(limit: Int, below end: Int) {
    self.limit = limit
    self.end = end
  }

  mutating func add(_ wanted: [Int], atMost most: Int) {
    var added = 0
    for position in wanted where position >= 0 && position < end {
      guard added < most, positions.count < limit else { return }
      if positions.insert(position).inserted { added += 1 }
    }
  }
}
