import Features
import MarketModel
import Testing

@Suite("Causality corpus")
struct CorpusTests {
  static let checker = CausalityChecker(plan: .thorough(cuts: 16, seed: 20_240_229))

  @Test("catches every leak", arguments: Leaks.all)
  func catches(leak: Specimen) {
    let report = Self.checker.check(leak.subject, over: CorpusWorld.daily)
    #expect(!report.isClean)
    #expect(
      !report.violations.contains { violation in
        if case .failed = violation { true } else { violation == .nothingChecked }
      }
    )
  }

  @Test("passes every clean computation", arguments: Clean.all)
  func passes(clean: Specimen) {
    let report = Self.checker.check(clean.subject, over: CorpusWorld.daily)
    #expect(report.violations == [])
    #expect(report.comparisons > 0)
    #expect(report.cuts == 16)
    #expect(report.refusals == 0)
  }

  @Test("is as large as it claims to be")
  func size() {
    #expect(Leaks.all.count >= 60)
    #expect(Clean.all.count >= 200)
    #expect(Set(Leaks.all.map(\.name)).count == Leaks.all.count)
    #expect(Set(Clean.all.map(\.name)).count == Clean.all.count)
  }
}
