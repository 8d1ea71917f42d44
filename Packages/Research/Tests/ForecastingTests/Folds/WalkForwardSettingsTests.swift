import ConfigValidation
import ConfigYAML
import Forecasting
import Testing
import WalkForward

@Suite("WalkForwardSettings")
struct WalkForwardSettingsTests {
  private static func read(_ text: String) throws -> WalkForwardSettings {
    let node = try YAMLDocument.parse(text, name: "training.yaml")
    return try decode(node) { $0.section("walk_forward", WalkForwardSettings.read) }
  }

  @Test("reads the fields of a training document, with the usual limits as defaults")
  func reads() throws {
    let settings = try Self.read(
      """
      walk_forward:
        train_months: 60
        oos_months: 6
        window: expanding
        month: 30_days
        embargo_bars: 180
        bars_per_day: 390
        baselines: [naive, ridge]
        first_day: 1995-01-03
      """
    )
    #expect(settings.schedule.trainMonths == 60 && settings.schedule.testMonths == 6)
    #expect(settings.schedule.isAnchored && settings.schedule.monthLength == .thirtyDays)
    #expect(settings.embargoBars == 180)
    #expect(settings.barsPerYear(closeTimes: []) == 98_280)
    #expect(settings.gates.baselines == ["naive", "ridge"])
    #expect(settings.gates.minimumFolds == 6)
    #expect(settings.gates.minimumSharpe == 0.5 && settings.gates.minimumWinRate == 0.45)
    #expect(try Self.read("walk_forward: {}").schedule.trainMonths == 12)
  }

  @Test("names every field that cannot be used, at once")
  func names() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try Self.read(
        """
        walk_forward:
          oos_months: 6
          step_months: 1
          baselines: [naive, naive]
          baseline_level: 0.01
          baseline_paths: 20
          embargo: 3
        """
      )
    }
    let paths = try #require(error).issues.map { "\($0.path)" }
    #expect(
      paths.sorted() == [
        "walk_forward.baseline_paths", "walk_forward.baselines", "walk_forward.embargo",
        "walk_forward.step_months",
      ]
    )
  }
}
