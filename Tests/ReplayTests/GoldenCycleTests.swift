import CommandSupport
import DataLakeTesting
import Foundation
import MarketModel
import Research
import ResearchLoopCommands
import Strategies
import Testing

/// A cycle on a seeded market, and the digests of its runs that are kept in `Fixtures/replay`.
///
/// The digests change whenever a fill, a fee, a statistic or the generator of the market means something
/// else. A change on purpose is recorded by copying the file that the failing test names.
@Suite(
  "The golden cycle",
  .enabled(if: (try? TemporaryLake.database(near: #filePath)) != nil)
)
struct GoldenCycleTests {
  @Test("gives the recorded digest for every run")
  func givesRecordedDigests() async throws {
    let folder = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(document.utf8).write(to: URL(fileURLWithPath: "\(folder)/loop.yaml"))
    try await run([
      "data", "synth", "--lake", "\(folder)/lake", "--seed", "11", "--symbols", "2", "--days",
      "260",
      "--start", "2019-01-02", "--options",
    ])
    try await run([
      "--config", "\(folder)/loop.yaml", "--once", "--now", "2020-03-02T00:00:00Z",
    ])
    let artifacts = try ArtifactFolder(path: "\(folder)/logs/experiments")
    #expect(artifacts.unreadable.isEmpty)
    let lines = (artifacts.runs + artifacts.benchmarks)
      .map { "\($0.sourceFile) \($0.artifact.contentHash)" }
      .sorted()
    let text = lines.joined(separator: "\n") + "\n"
    let golden = repository.appendingPathComponent("Fixtures/replay/golden-cycle.txt")
    let recorded = try String(contentsOf: golden, encoding: .utf8)
    if text != recorded {
      let actual = FileManager.default.temporaryDirectory
        .appendingPathComponent("golden-cycle.txt")
      try Data(text.utf8).write(to: actual)
      Issue.record("expected the digests of \(golden.path), found those of \(actual.path)")
    }
  }

  private func run(_ arguments: [String]) async throws {
    let context = CommandContext(
      arguments: arguments,
      console: .plain(output: { _ in }, problems: { _ in }),
      now: { Timestamp(nanoseconds: 0) },
      environment: [:],
      projectDirectories: [repository.path],
      processorCount: 2,
      handlesSignals: false,
      processName: "a test"
    )
    let code = await ResearchLoop.main(
      strategies: BuiltInStrategies.registry,
      context: context
    )
    #expect(code == 0, "\(arguments)")
  }

  private var repository: URL {
    URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  private let document = """
    pack:
      symbols: [SPY, QQQ]
      start_date: 2019-02-01
      end_date: 2019-12-31
      packs_output_dir: packs
      lake: lake
    outcomes:
      bar_duration: 86400
    strategies:
      - strategy_class: BollingerReversion
      - strategy_class: BuyAndHold
      - strategy_class: DowRegimeTiming
      - strategy_class: EmaCross
      - strategy_class: MacdTrend
      - strategy_class: RsiReversion
    experiment:
      output_dir: logs/experiments
      starting_cash: 100000
      mc_paths: 100
      walk_forward: {train_days: 60, test_days: 60, step_days: 60}
    evaluation:
      rankings_output_dir: logs
    """
}
