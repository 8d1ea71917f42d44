import ConfigValidation
import Optimizer
import Testing

@Suite("Study.importances")
struct ImportanceTests {
  @Test("shares out what each parameter explains")
  func sharesOut() throws {
    let space = try SearchSpace([
      .number("strong", 0...1), .number("weak", 1e-3...1, scale: .logarithmic),
      .number("noise", 0...1), .choice("kind", ["a", "b", "c"]),
      .number("child", 0...1).active(when: "kind", in: [.text("a")]),
    ])
    var study = try study("sobol", space: space)
    try study.optimize(trials: 256) { trial in
      let kind = try trial.text("kind") == "c" ? 1.5 : 0
      return 5 * (try trial.double("strong")) + kind + 0.2 * (try trial.double("weak"))
    }
    let report = try #require(try study.importances(trees: 24))
    let shares = report.parameters.map(\.share)
    #expect(report.parameters.map(\.name) == space.parameters.map(\.name))
    #expect(report.explainedShare > 0.7)
    // The variances explained are 25 / 12 and 1.5² · 2 / 9, a ratio of 81 to 19.
    #expect(shares[0] > 0.7 && shares[0] < 0.9, "\(shares)")
    #expect(shares[3] > 0.1 && shares[3] < 0.3, "\(shares)")
    #expect(shares[1] + shares[2] + shares[4] < 0.05, "\(shares)")
    #expect(try study.importances(trees: 24) == report)
  }

  @Test("says nothing about too few trials or a constant")
  func saysNothing() throws {
    let space = try SearchSpace([.number("x", 0...1)])
    var study = try study("random", space: space)
    #expect(throws: StudyError.self) { try study.importances(trees: 0) }
    try study.optimize(trials: 7) { try $0.double("x") }
    #expect(try study.importances(trees: 4) == nil)
    var flat = try self.flat(space)
    try flat.optimize(trials: 20) { _ in 3 }
    #expect(try flat.importances(trees: 4) == nil)
  }

  private func flat(_ space: SearchSpace) throws -> Study { try study("random", space: space) }
}
