import Regime
import Testing

@Suite("PositionScaling")
struct PositionScalingTests {
  static let rows: [(CompositeState, Double, Double?)] = [
    (.strongRiskOnMajors, 1.5, 1), (.strongRiskOnMajors, 3, 1), (.strongRiskOnMajors, 1.2, 0.8),
    (.strongRiskOnMajors, 0.3, 0.6), (.strongRiskOnAlts, -1.2, 0.8),
    (.weakRiskOnMajors, 0.5, 0.4), (.weakRiskOnMajors, 1, 0.6), (.weakRiskOnMajors, 1.5, 0.8),
    (.weakRiskOnMajors, 0.2, 0.4), (.weakRiskOnMajors, 9, 0.8), (.weakRiskOnAlts, -1, 0.6),
    (.riskOnMajors, 0.5, 1), (.riskOnMajors, 0.4, 0.8), (.riskOnMajors, 0.1, 0.5),
    (.riskOnAlts, -0.4, 0.8), (.balanced, 0, nil), (.strongRiskOnMajors, .nan, nil),
  ]

  @Test("gives each state its share", arguments: rows)
  func scales(state: CompositeState, score: Double, expected: Double?) {
    let found = PositionScaling.standard.scale(of: state, score: score)
    #expect(zip([found], [expected]).allSatisfy { ($0 == nil) == ($1 == nil) })
    if let found, let expected { #expect(found.isNearly(expected)) }
  }

  @Test("refuses numbers without meaning, all at once")
  func refuses() throws {
    let error = try #require(throws: RegimeSettingsError.self) {
      try PositionScaling(
        strong: .init(fullScore: 0, minimum: 0.6, maximum: 0.5),
        weak: .init(lowScore: 1, highScore: 1, minimum: -1, maximum: 2),
        plain: .init(fullScore: 0.5, minimum: 0.5, maximum: 1)
      )
    }
    #expect(
      error.problems.map(\.field) == [
        "strong.full_score", "strong.maximum", "weak.high_score", "weak.minimum", "weak.maximum",
      ]
    )
  }
}
