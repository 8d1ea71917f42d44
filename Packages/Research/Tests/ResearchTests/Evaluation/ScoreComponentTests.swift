import Testing

@testable import Research

@Suite("Components of the composite score")
struct ScoreComponentTests {
  @Test(
    "drawdown: nothing up to 5 %, everything from 50 %",
    arguments: [
      (0.0, 0.0), (5, 0), (5.0045, 0.0001), (14, 0.2), (27.5, 0.5), (49.99, 0.9998), (50, 1),
      (90, 1),
    ]
  )
  func drawdown(percent: Double, penalty: Double) {
    #expect(ScoreComponents.drawdownPenalty(percent: percent) == penalty)
  }

  @Test(
    "rejects: nothing from a fill rate of 0.8, everything at 0",
    arguments: [
      (1.0, 0.0), (0.8, 0), (0.7999, 0.0001), (0.6, 0.25), (0.4, 0.5), (0.0, 1),
    ]
  )
  func rejects(fillRate: Double, penalty: Double) {
    #expect(ScoreComponents.rejectPenalty(fillRate: fillRate) == penalty)
  }

  @Test("place between the worst and the best, the middle when they are equal")
  func place() {
    #expect(ScoreComponents.place(of: 3, in: -1...7) == 0.5)
    #expect(ScoreComponents.place(of: -1, in: -1...7) == 0)
    #expect(ScoreComponents.place(of: 7, in: -1...7) == 1)
    #expect(ScoreComponents.place(of: 2, in: 2...2) == 0.5)
  }

  @Test(
    "robustness: by the coefficient of variation",
    arguments: [
      // Mean 100, population deviation 30, 31.7, 115, 200 and 300.
      ([70, 130], 0), ([68.3, 131.7], 0.01), ([-15, 215], 0.5), ([-100, 300], 1),
      ([-200, 400], 1),
      // A common loss varies as little as a common profit.
      ([-70, -130], 0), ([100, 100], 0),
      // Mean zero, exactly and up to rounding.
      ([-5, 5], 0.5), ([0, 0], 0.5), ([0.1, 0.2, -0.3], 0.5),
      // One run says nothing.
      ([100], 0), ([], 0),
    ] as [([Double], Double)]
  )
  func robustness(profits: [Double], penalty: Double) {
    #expect(ScoreComponents.robustnessPenalty(profits: profits) == penalty)
  }

  @Test(
    "walk-forward: only windows with a profit count as consistent",
    arguments: [
      ([1.0, 1, 1, 1, 1], 0.0), ([1, 1, 1, 1, -1], 0),
      // 7 of 10: (0.8 - 0.7) / 0.3 * 0.8; 2 of 3; 13 of 20.
      ([1, 1, 1, 1, 1, 1, 1, -1, -1, -1], 0.2667), ([1, 1, -1], 0.3556),
      ([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1], 0.4),
      ([1, -1], 0.8), ([1, 0], 0.8), ([0, 0], 0.8), ([-1, -1, -1], 0.8),
      ([1], 0), ([-1], 0), ([], 0),
    ] as [([Double], Double)]
  )
  func walkForward(profits: [Double], penalty: Double) {
    #expect(ScoreComponents.walkForwardPenalty(profits: profits) == penalty)
  }

  private func breakdown(_ entries: [(String, Double, Int)]) -> [RegimeProfit] {
    entries.map { RegimeProfit(key: $0.0, profit: $0.1, bars: $0.2) }
  }

  @Test("regime dependency: the largest share within a family")
  func regimeDependency() {
    func penalty(_ entries: [(String, Double, Int)]) -> Double {
      ScoreComponents.regimeDependencyPenalty(breakdown(entries))
    }
    #expect(penalty([]) == 0)
    // 80 % is not above 80 %; 81 % is; 90 % is not above 90 %.
    #expect(penalty([("session:A", 80, 1), ("session:B", 20, 1)]) == 0)
    #expect(penalty([("session:A", -81, 1), ("session:B", 19, 1)]) == 0.5)
    #expect(penalty([("session:A", 90, 1), ("session:B", -10, 1)]) == 0.5)
    #expect(penalty([("session:A", 91, 1), ("session:B", -9, 1)]) == 0.8)
    // Over all keys the share of VOL_LOW would be 95 / 295.
    let families = [
      ("regime:SPY:VOL_HIGH", 5.0, 1), ("regime:SPY:VOL_LOW", 95, 1),
      ("regime:SPY_trend:RANGE", 50, 1), ("regime:SPY_trend:UP", 45, 1), ("session:RTH", 100, 1),
    ]
    #expect(penalty(families) == 0.8)
    #expect(penalty(Array(families.suffix(3))) == 0)
    // One label says nothing; neither do bars that never came or profits of zero.
    #expect(penalty([("session:RTH", 100, 5)]) == 0)
    #expect(penalty([("session:RTH", 100, 5), ("session:POST", 0, 0)]) == 0)
    #expect(penalty([("session:A", 0, 5), ("session:B", 0, 5)]) == 0)
  }

  @Test("regime sensitivity: evenness of the profit per bar")
  func regimeSensitivity() {
    func score(_ entries: [(String, Double, Int)]) -> Double {
      ScoreComponents.regimeSensitivity(breakdown(entries))
    }
    #expect(score([]) == 0.5)
    #expect(score([("a", 5, 0)]) == 0.5)
    #expect(score([("a", 5, 10)]) == 0)
    // Per bar 2 and 2; 1 and 3 (mean 2, deviation 1); 0 and 4 (deviation 2); -1 and 3.
    #expect(score([("a", 20, 10), ("b", 2, 1)]) == 1)
    #expect(score([("a", 10, 10), ("b", 3, 1)]) == 0.5)
    #expect(score([("a", 0, 10), ("b", 4, 1)]) == 0)
    #expect(score([("a", -1, 1), ("b", 3, 1)]) == 0)
    #expect(score([("a", -2, 1), ("b", -2, 1)]) == 1)
    // Mean zero.
    #expect(score([("a", -2, 1), ("b", 2, 1)]) == 0)
    #expect(score([("a", 0, 1), ("b", 0, 1)]) == 1)
  }

  @Test("rounding goes to the even neighbour and has no negative zero")
  func rounding() {
    #expect(0.125.rounded(toPlaces: 2) == 0.12)
    #expect(0.375.rounded(toPlaces: 2) == 0.38)
    #expect((-0.00001).rounded(toPlaces: 4).sign == .plus)
    #expect(Double.greatestFiniteMagnitude.rounded(toPlaces: 4) == .greatestFiniteMagnitude)
  }
}
