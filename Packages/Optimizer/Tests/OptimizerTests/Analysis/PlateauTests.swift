import ConfigValidation
import Optimizer
import Testing

@Suite("Study.plateaus")
struct PlateauTests {
  /// A broad hill of height 1 at 0.7 and a needle of height 5 at 0.2.
  private static func surface(_ x: Double) -> Double {
    let hill = 1 - 4 * abs(x - 0.7)
    return abs(x - 0.2) < 0.004 ? 5 : max(hill, 0)
  }

  @Test("prefers a broad hill to a needle, in both directions", arguments: [1.0, -1])
  func prefersHill(sign: Double) throws {
    let space = try SearchSpace([.number("x", 0...1, step: 0.01)])
    var study = try study(
      "grid",
      space: space,
      directions: [sign > 0 ? .maximize : .minimize]
    )
    try study.optimize(trials: 101) { sign * Self.surface(try $0.double("x")) }
    #expect(study.best?.number == 20)
    let report = try study.plateaus(.standard)
    #expect(report.neighbourhoods.count == 101)
    #expect(report.recommended == 70)
    let plateau = try #require(report.plateaus.first)
    #expect(plateau.trials == Array(60...80))
    #expect(plateau.ranges.map(\.minimum) == [.number(0.6)])
    #expect(plateau.ranges.map(\.maximum) == [.number(0.8)])
    #expect(abs(sign * plateau.worst - 0.6) < 1e-12)
    let needle = report.neighbourhoods[20]
    #expect(needle.median == 0)
    #expect(needle.positiveShare == (sign > 0 ? 1.0 / 12 : 0))
  }

  @Test("keeps regions with another choice apart")
  func separatesChoices() throws {
    let space = try SearchSpace([
      .choice("side", ["long", "short"]), .number("x", 0...1, step: 0.05),
    ])
    var study = try study("grid", space: space, directions: [.maximize])
    try study.optimize(trials: 42) { trial in
      let peak = try trial.text("side") == "long" ? 0.25 : 0.75
      return 1 - abs(try trial.double("x") - peak)
    }
    let report = try study.plateaus(.standard)
    #expect(report.plateaus.count == 2)
    for plateau in report.plateaus {
      #expect(Set(plateau.trials.map { study.trials[$0].parameters["side"] }).count == 1)
    }
  }

  @Test("finds nothing without a complete trial, and refuses settings without a meaning")
  func findsNothing() throws {
    let space = try SearchSpace([.number("x", 0...1)])
    let study = try study("random", space: space)
    let report = try study.plateaus(.standard)
    #expect(report.plateaus.isEmpty && report.recommended == nil)
    var settings = PlateauSettings.standard
    settings.topShare = 0
    #expect(throws: StudyError.self) { try study.plateaus(settings) }
  }
}
