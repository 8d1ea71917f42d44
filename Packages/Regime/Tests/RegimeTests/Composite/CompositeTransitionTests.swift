import Regime
import Testing

@Suite("The transitions of composite states")
struct CompositeTransitionTests {
  /// A row of the table with the standard numbers: what a score makes of a state of some age.
  struct Row: Sendable, CustomTestStringConvertible {
    var from: CompositeState
    var age: Int
    var score: Double
    var to: CompositeState
    var testDescription: String { "\(from.label) aged \(age) at \(score): \(to.label)" }

    init(_ from: CompositeState, _ age: Int, _ score: Double, _ to: CompositeState) {
      (self.from, self.age, self.score, self.to) = (from, age, score, to)
    }
  }

  static let threeStates: [Row] = [
    // Alts: left above -0.20, above -0.05 when young.
    Row(.riskOnAlts, 3, -0.21, .riskOnAlts),
    Row(.riskOnAlts, 3, -0.19, .balanced),
    Row(.riskOnAlts, 2, -0.19, .riskOnAlts),
    Row(.riskOnAlts, 2, -0.06, .riskOnAlts),
    Row(.riskOnAlts, 2, -0.04, .balanced),
    Row(.riskOnAlts, 3, 0.5, .balanced),
    Row(.riskOnAlts, 3, 0.51, .riskOnMajors),
    Row(.riskOnAlts, 1, 0.51, .riskOnMajors),
    // Majors: left below 0.20, below 0.05 when young.
    Row(.riskOnMajors, 3, 0.21, .riskOnMajors),
    Row(.riskOnMajors, 3, 0.19, .balanced),
    Row(.riskOnMajors, 1, 0.19, .riskOnMajors),
    Row(.riskOnMajors, 2, 0.06, .riskOnMajors),
    Row(.riskOnMajors, 2, 0.04, .balanced),
    Row(.riskOnMajors, 3, -0.5, .balanced),
    Row(.riskOnMajors, 3, -0.51, .riskOnAlts),
    // Balanced: the thresholds, whatever the age.
    Row(.balanced, 1, -0.51, .riskOnAlts),
    Row(.balanced, 9, -0.5, .balanced),
    Row(.balanced, 9, 0.5, .balanced),
    Row(.balanced, 1, 0.51, .riskOnMajors),
    Row(.balanced, 1, 3, .riskOnMajors),
  ]

  static let fiveStates: [Row] = [
    // Strong alts: left above -1.20, above -1.05 when young.
    Row(.strongRiskOnAlts, 3, -1.21, .strongRiskOnAlts),
    Row(.strongRiskOnAlts, 3, -1.19, .weakRiskOnAlts),
    Row(.strongRiskOnAlts, 2, -1.19, .strongRiskOnAlts),
    Row(.strongRiskOnAlts, 2, -1.06, .strongRiskOnAlts),
    Row(.strongRiskOnAlts, 2, -1.04, .weakRiskOnAlts),
    Row(.strongRiskOnAlts, 3, -0.5, .weakRiskOnAlts),
    Row(.strongRiskOnAlts, 3, -0.49, .balanced),
    Row(.strongRiskOnAlts, 3, 0.5, .balanced),
    Row(.strongRiskOnAlts, 3, 0.51, .weakRiskOnMajors),
    Row(.strongRiskOnAlts, 3, 1.5, .weakRiskOnMajors),
    Row(.strongRiskOnAlts, 3, 1.51, .strongRiskOnMajors),
    // Weak alts: left above -0.20, above -0.05 when young; strong below -1.5 at once.
    Row(.weakRiskOnAlts, 3, -0.21, .weakRiskOnAlts),
    Row(.weakRiskOnAlts, 3, -0.19, .balanced),
    Row(.weakRiskOnAlts, 1, -0.19, .weakRiskOnAlts),
    Row(.weakRiskOnAlts, 1, -0.06, .weakRiskOnAlts),
    Row(.weakRiskOnAlts, 1, -0.04, .balanced),
    Row(.weakRiskOnAlts, 3, 0.51, .weakRiskOnMajors),
    Row(.weakRiskOnAlts, 3, 1.51, .strongRiskOnMajors),
    Row(.weakRiskOnAlts, 1, -1.5, .weakRiskOnAlts),
    Row(.weakRiskOnAlts, 1, -1.51, .strongRiskOnAlts),
    // Balanced: the static class at once.
    Row(.balanced, 1, -1.51, .strongRiskOnAlts),
    Row(.balanced, 1, -1.5, .weakRiskOnAlts),
    Row(.balanced, 1, -0.51, .weakRiskOnAlts),
    Row(.balanced, 1, 0, .balanced),
    Row(.balanced, 1, 0.51, .weakRiskOnMajors),
    Row(.balanced, 1, 1.5, .weakRiskOnMajors),
    Row(.balanced, 1, 1.51, .strongRiskOnMajors),
    // Weak majors: left below 0.20, below 0.05 when young; strong above 1.5 at once.
    Row(.weakRiskOnMajors, 3, 0.21, .weakRiskOnMajors),
    Row(.weakRiskOnMajors, 3, 0.19, .balanced),
    Row(.weakRiskOnMajors, 2, 0.19, .weakRiskOnMajors),
    Row(.weakRiskOnMajors, 2, 0.06, .weakRiskOnMajors),
    Row(.weakRiskOnMajors, 2, 0.04, .balanced),
    Row(.weakRiskOnMajors, 3, -0.51, .weakRiskOnAlts),
    Row(.weakRiskOnMajors, 3, -1.51, .strongRiskOnAlts),
    Row(.weakRiskOnMajors, 1, 1.5, .weakRiskOnMajors),
    Row(.weakRiskOnMajors, 1, 1.51, .strongRiskOnMajors),
    // Strong majors: left below 1.20, below 1.05 when young.
    Row(.strongRiskOnMajors, 3, 1.21, .strongRiskOnMajors),
    Row(.strongRiskOnMajors, 3, 1.19, .weakRiskOnMajors),
    Row(.strongRiskOnMajors, 2, 1.19, .strongRiskOnMajors),
    Row(.strongRiskOnMajors, 2, 1.06, .strongRiskOnMajors),
    Row(.strongRiskOnMajors, 2, 1.04, .weakRiskOnMajors),
    Row(.strongRiskOnMajors, 3, 0.5, .weakRiskOnMajors),
    Row(.strongRiskOnMajors, 3, 0.49, .balanced),
    Row(.strongRiskOnMajors, 3, -0.51, .weakRiskOnAlts),
    Row(.strongRiskOnMajors, 3, -1.5, .weakRiskOnAlts),
    Row(.strongRiskOnMajors, 3, -1.51, .strongRiskOnAlts),
  ]

  @Test("follow the table of three states", arguments: threeStates)
  func three(row: Row) {
    let settings = CompositeSettings.standard(.three)
    #expect(settings.transition(from: row.from, age: row.age, score: row.score) == row.to)
  }

  @Test("follow the table of five states", arguments: fiveStates)
  func five(row: Row) {
    let settings = CompositeSettings.standard(.five)
    #expect(settings.transition(from: row.from, age: row.age, score: row.score) == row.to)
  }

  @Test("are the mirror image of each other on the two sides")
  func mirror() throws {
    for resolution in CompositeState.Resolution.allCases {
      let settings = CompositeSettings.standard(resolution)
      for state in resolution.states {
        let opposite = try #require(CompositeState(rawValue: -state.rawValue))
        for (age, step) in (0..<6).flatMap({ age in (-45...45).map { (age, $0) } }) {
          let score = Double(step) / 20 + 0.011
          let found = settings.transition(from: state, age: age, score: score)
          let mirrored = settings.transition(from: opposite, age: age, score: -score)
          #expect(found.rawValue == -mirrored.rawValue)
        }
      }
    }
  }

  @Test("use the same band at every age when no stronger signal is required")
  func withoutPersistence() throws {
    let standard = CompositeSettings.standard(.five)
    var persistence = standard.persistence
    persistence.requiresStrongerSignal = false
    let settings = try CompositeSettings(
      resolution: .five,
      thresholds: standard.thresholds,
      hysteresis: standard.hysteresis,
      persistence: persistence,
      volatilityGate: nil
    )
    #expect(settings.transition(from: .weakRiskOnMajors, age: 1, score: 0.19) == .balanced)
    #expect(standard.transition(from: .weakRiskOnMajors, age: 1, score: 0.19) == .weakRiskOnMajors)
  }

  @Test(
    "have labels that read back",
    arguments: [
      (CompositeState.strongRiskOnAlts, "STRONG_RISK_ON_ALTS"), (.riskOnAlts, "RISK_ON_ALTS"),
      (.weakRiskOnAlts, "WEAK_RISK_ON_ALTS"), (.balanced, "BALANCED"),
      (.weakRiskOnMajors, "WEAK_RISK_ON_MAJORS"), (.riskOnMajors, "RISK_ON_MAJORS"),
      (.strongRiskOnMajors, "STRONG_RISK_ON_MAJORS"),
    ]
  )
  func labels(state: CompositeState, label: String) {
    #expect(state.label == label)
    #expect(CompositeState(label: label) == state)
    #expect(CompositeState(code: state.code) == state)
    #expect(state.favoursMajors == label.hasSuffix("MAJORS"))
    #expect(state.favoursAlts == label.hasSuffix("ALTS"))
  }
}
