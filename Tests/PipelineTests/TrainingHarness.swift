import CommandSupport
import DataLake
import DataLakeTesting
import Foundation
import MarketModel
import Reporting
import Synchronization
import WalkForwardCommands

/// A temporary folder in which the training app's command lines are run as a person would run them.
final class TrainingHarness: Sendable {
  let loop: LoopHarness

  init() throws {
    loop = try LoopHarness()
  }

  /// Makes a lake `lake` of seeded daily bars.
  func makeLake(
    symbols: String = "SPY,VIX",
    days: Int = 260,
    start: String = "2019-01-02",
    seed: Int = 7
  ) async -> LoopHarness.Outcome {
    await loop.run([
      "data", "synth", "--lake", path("lake"), "--seed", "\(seed)", "--symbols", symbols,
      "--days", "\(days)", "--start", start,
    ])
  }

  /// Stores bars of a symbol in the lake `lake`.
  func store(_ bars: BarSeries) throws {
    let lake = Lake(
      directory: path("lake"),
      database: try TemporaryLake.database(near: #filePath)
    )
    _ = try lake.apply([LakeChange(bars: bars, provider: "made", policy: .refuseConflicts)])
  }

  /// The folder in which the database library lies, without the engines of forecasters.
  func makeProjectWithoutEngines() throws -> String {
    let name = "libduckdb.so"
    let places = loop.projectDirectories.map { "\($0)/.deps/lib/\(name)" }
    let library = places.first { FileManager.default.fileExists(atPath: $0) } ?? places[0]
    try FileManager.default.createDirectory(
      atPath: path("bare/.deps/lib"),
      withIntermediateDirectories: true
    )
    try FileManager.default.createSymbolicLink(
      atPath: path("bare/.deps/lib/\(name)"),
      withDestinationPath: library
    )
    return path("bare")
  }

  /// Runs a command line; words that begin with `@` are paths in the folder.
  ///
  /// - Parameters:
  ///   - arguments: The words.
  ///   - project: The folder in which native libraries lie, in place of the repository's.
  ///   - isTerminal: Whether progress may overwrite itself; the clock then moves on a second with each look.
  /// - Returns: What it did.
  func run(
    _ arguments: [String],
    project: String? = nil,
    isTerminal: Bool = false
  ) async -> LoopHarness.Outcome {
    let box = StreamBox()
    let plain = Console.plain(output: { _ in }, problems: { _ in })
    let clock = TestClock(secondsPerLook: isTerminal ? 1 : 0)
    let context = CommandContext(
      arguments: arguments.map { $0.hasPrefix("@") ? path(String($0.dropFirst())) : $0 },
      console: Console(
        style: plain.style,
        overwritesProgress: isTerminal,
        output: { box.append(output: $0) },
        problems: { box.append(problem: $0) }
      ),
      now: { clock.now },
      environment: [:],
      projectDirectories: project.map { [$0] } ?? loop.projectDirectories,
      processorCount: 2,
      handlesSignals: false,
      processName: "a test"
    )
    let code = await WalkForwardTraining.main(context: context)
    let text = box.text
    return LoopHarness.Outcome(code: code, output: text.output, problems: text.problems)
  }

  /// Runs a command line whose words are separated by spaces.
  func run(_ line: String, project: String? = nil) async -> LoopHarness.Outcome {
    await run(line.split(separator: " ").map(String.init), project: project)
  }

  /// The path of something in the folder.
  func path(_ name: String) -> String { loop.path(name) }
}

/// A clock that begins at one instant and moves on only when it is looked at.
private final class TestClock: Sendable {
  private let secondsPerLook: Int64
  private let looks = Mutex(Int64(0))

  init(secondsPerLook: Int64) { self.secondsPerLook = secondsPerLook }

  var now: Timestamp {
    let seconds = looks.withLock { looks in
      defer { looks += 1 }
      return looks * secondsPerLook
    }
    let start = Timestamp("2020-06-01T12:00:00Z") ?? Timestamp(nanoseconds: 0)
    return start.advanced(byNanoseconds: seconds * 1_000_000_000)
  }
}
