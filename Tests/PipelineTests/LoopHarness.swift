import Backtest
import CommandSupport
import DataLake
import DataLakeTesting
import Foundation
import MarketModel
import ResearchLoopCommands
import Strategies
import Synchronization

/// A temporary folder in which command lines are run as a person would run them.
final class LoopHarness: Sendable {
  /// What a command line did.
  struct Outcome: Sendable {
    var code: Int32
    var output: String
    var problems: String
  }

  let directory: String
  let projectDirectories: [String]

  /// Whether the database library is installed, without which no lake can be opened.
  static var hasDatabase: Bool { (try? TemporaryLake.database(near: #filePath)) != nil }

  init() throws {
    directory = try TemporaryLake.makeDirectory()
    var folders: [String] = []
    var path = URL(fileURLWithPath: #filePath)
    while path.path != "/" {
      path.deleteLastPathComponent()
      folders.append(path.path)
    }
    projectDirectories = folders
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Makes a lake `lake` of seeded daily bars of SPY and QQQ.
  func makeLake(days: Int = 220, options: Bool = false) async -> Outcome {
    var arguments = [
      "data", "synth", "--lake", path("lake"), "--seed", "7", "--symbols", "2", "--days", "\(days)",
      "--start", "2019-01-02",
    ]
    if options { arguments.append("--options") }
    return await run(arguments)
  }

  /// Runs a command line.
  func run(
    _ arguments: [String],
    environment: [String: String] = [:],
    strategies: StrategyRegistry = BuiltInStrategies.registry
  ) async -> Outcome {
    let box = StreamBox()
    let context = CommandContext(
      arguments: arguments,
      console: .plain(output: { box.append(output: $0) }, problems: { box.append(problem: $0) }),
      now: { Timestamp("2020-01-02T12:00:00Z") ?? Timestamp(nanoseconds: 0) },
      environment: environment,
      projectDirectories: projectDirectories,
      processorCount: 2,
      handlesSignals: false,
      processName: "a test"
    )
    let code = await ResearchLoop.main(
      strategies: strategies,
      context: context
    )
    let text = box.text
    return Outcome(code: code, output: text.output, problems: text.problems)
  }

  /// The path of something in the folder.
  func path(_ name: String) -> String { "\(directory)/\(name)" }

  /// Writes a document into the folder and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// Every file below a folder with its bytes, by relative path.
  func files(in name: String) throws -> [String: Data] {
    let root = path(name)
    guard let walk = FileManager.default.enumerator(atPath: root) else { return [:] }
    var found: [String: Data] = [:]
    for case let file as String in walk {
      var isFolder: ObjCBool = false
      let full = "\(root)/\(file)"
      if FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue {
        found[file] = try Data(contentsOf: URL(fileURLWithPath: full))
      }
    }
    return found
  }
}

/// Collects what a command writes; commands may write from several threads.
final class StreamBox: Sendable {
  private let streams = Mutex((output: "", problems: ""))

  var text: (output: String, problems: String) { streams.withLock { $0 } }

  func append(output text: String) { streams.withLock { $0.output += text } }

  func append(problem text: String) { streams.withLock { $0.problems += text } }
}
