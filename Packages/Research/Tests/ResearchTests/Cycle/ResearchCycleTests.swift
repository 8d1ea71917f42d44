import ConfigValidation
import DataLake
import DataLakeTesting
import ExperimentRegistry
import Foundation
import MarketModel
import Research
import ResearchTesting
import Strategies
import Synchronization
import Testing

@Suite(
  "ResearchCycle",
  .enabled(if: (try? TemporaryLake.database(near: #filePath)) != nil)
)
struct ResearchCycleTests {
  private let now = Timestamp(nanoseconds: 1_577_923_200_000_000_000)
  private let document = """
    pack:
      symbols: [AAA, BBB]
      start_date: 2019-02-01
      end_date: 2019-06-28
      packs_output_dir: packs
      lake: lake
    outcomes: {bar_duration: 86400}
    strategies:
      - strategy_class: EmaCross
      - strategy_class: RsiReversion
    experiment:
      output_dir: runs
      mc_paths: 20
    evaluation:
      rankings_output_dir: rankings
    """

  /// Makes a project with two symbols of 130 bars and the cycle of a document.
  private func makeCycle(
    _ changes: [String] = [],
    document: String? = nil
  ) throws -> (project: TemporaryProject, cycle: ResearchCycle) {
    let project = try TemporaryProject()
    let first = try #require(CivilDate("2019-01-02"))
    try project.addDailyBars("AAA", from: first, count: 130, seed: 1)
    try project.addDailyBars("BBB", from: first, count: 130, seed: 2)
    let path = try project.write(document ?? self.document, to: "loop.yaml")
    let loaded = try LoadedLoopConfig(
      path: path,
      overrides: changes,
      output: nil,
      strategies: BuiltInStrategies.registry
    )
    let cycle = try #require(ResearchCycle(loaded: loaded, lake: project.lake, now: now))
    return (project, cycle)
  }

  private func run(
    _ cycle: ResearchCycle,
    _ project: TemporaryProject,
    events: EventLog = EventLog(),
    stopAfter count: Int = .max
  ) throws -> CycleReport {
    try cycle.run(
      registry: try RunRegistry(path: "\(project.directory)/registry.sqlite"),
      workers: 2,
      environment: RunEnvironment(gitCommit: nil, swiftVersion: "test", timestamp: now),
      observe: { events.append($0) },
      shouldStop: { events.count >= count }
    )
  }

  @Test("plans the days, the symbols and their providers without writing")
  func plans() throws {
    let (project, cycle) = try makeCycle()
    let plan = try withExtendedLifetime(project) { try cycle.plan() }
    #expect(plan.first == CivilDate("2019-02-01"))
    #expect(plan.last == CivilDate("2019-06-28"))
    #expect(plan.interval == .day)
    #expect(plan.sources.map(\.symbol) == ["AAA", "BBB"])
    #expect(plan.sources.allSatisfy { $0.provider == "walk" })
    #expect(plan.missing.isEmpty)
  }

  @Test("tells its stages in order, with warnings apart")
  func tellsStages() throws {
    let (project, cycle) = try makeCycle()
    let events = EventLog()
    let report = try run(cycle, project, events: events)
    #expect(events.begun == CycleStage.allCases)
    #expect(events.warnings.isEmpty)
    #expect(report.runCount == 2)
    #expect(report.reusedCount == 0)
    #expect(report.evaluation.benchmarks.count == 2)
    #expect(
      report.files.allSatisfy { FileManager.default.fileExists(atPath: $0.path) },
      "\(report.files)"
    )
  }

  @Test("stops between two units of work and goes on where it ended", arguments: [1, 4, 8, 12])
  func stopsAndResumes(count: Int) throws {
    let (project, cycle) = try makeCycle()
    #expect(throws: CycleError.self) { try run(cycle, project, stopAfter: count) }
    let report = try run(cycle, project)
    let (other, whole) = try makeCycle()
    let expected = try run(whole, other)
    #expect(report.evaluation == expected.evaluation)
  }

  @Test("has the identifier of its document and day, wherever it runs")
  func hasStableIdentifier() throws {
    let (_, first) = try makeCycle()
    let (_, second) = try makeCycle()
    let (_, other) = try makeCycle(["experiment.mc_seed=7"])
    #expect(first.cycleID == second.cycleID)
    #expect(first.cycleID != other.cycleID)
    #expect(first.cycleID.hasPrefix("20200102-"))
  }

  @Test("refuses a listed symbol without bars, by name")
  func refusesMissingSymbol() throws {
    let (project, cycle) = try makeCycle(["pack.symbols=[AAA, ZZZ]"])
    let error = try #require(throws: CycleError.self) {
      try withExtendedLifetime(project) { try cycle.plan() }
    }
    guard case .noBars(let missing, _, _) = error else {
      Issue.record("expected missing bars, found \(error)")
      return
    }
    #expect(missing.map(\.symbol) == ["ZZZ"])
  }

  @Test(
    "leaves lake and registry as they were when it cannot begin",
    arguments: [
      ["experiment.output_dir=blocked/runs"],
      ["pack.start_date=2018-02-01", "pack.end_date=2018-03-01"],
    ]
  )
  func leavesNoTrace(changes: [String]) throws {
    let (project, cycle) = try makeCycle(changes)
    _ = try project.write("a file, not a folder", to: "blocked")
    let before = try cycle.lake.pin().catalog.map(\.contentHash)
    #expect(throws: CycleError.self) { try run(cycle, project) }
    #expect(try cycle.lake.pin().catalog.map(\.contentHash) == before)
    let registry = try RunRegistry(path: "\(project.directory)/registry.sqlite")
    #expect(try registry.cycles(limit: 1).isEmpty)
  }

  @Test("refuses a walk-forward plan without training days where it stands")
  func refusesEmptyTraining() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try makeCycle(["experiment.walk_forward={train_days: 0, test_days: 5}"])
    }
    #expect("\(error)".contains("experiment.walk_forward.train_days: expected an integer in 1..."))
  }

  @Test("finds the newest bar of its symbols")
  func findsNewestBar() throws {
    let (project, cycle) = try makeCycle()
    let entry = try #require(try project.lake.pin().entry(.bars("AAA", .day, provider: "walk")))
    #expect(try cycle.newestBarEnd() == entry.end)
  }

  @Test("computes labels once: a second cycle finds them unchanged")
  func computesLabelsOnce() throws {
    let (project, cycle) = try makeCycle()
    _ = try run(cycle, project)
    let manifest = try project.lake.pin().manifestHash
    _ = try run(cycle, project)
    #expect(try project.lake.pin().manifestHash == manifest)
  }
}

/// Collects the events of a cycle.
private final class EventLog: Sendable {
  private let events = Mutex<[CycleEvent]>([])

  var count: Int { events.withLock { $0.count } }

  var begun: [CycleStage] {
    events.withLock { events in
      events.compactMap { if case .began(let stage, _) = $0 { stage } else { nil } }
    }
  }

  var warnings: [CycleWarning] {
    events.withLock { events in
      events.compactMap { if case .warning(let warning) = $0 { warning } else { nil } }
    }
  }

  func append(_ event: CycleEvent) { events.withLock { $0.append(event) } }
}
