internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import MajorsAlts
internal import MarketModel
internal import Reporting

/// What became of the experiments of a sweep, told while it runs and at its end.
final class SweepLog {
  private struct Success {
    var position: Int
    var settings: MonitorSettings
    var outcome: ExperimentBatch.Outcome
    var seconds: Double
  }

  private let files: [String]
  private let context: CommandContext
  private var successes: [Success] = []
  private var failures: [(position: Int, problem: String)] = []
  private var began: Timestamp
  private let start: Timestamp

  init(files: [String], context: CommandContext) {
    self.files = files
    self.context = context
    start = context.now()
    began = start
  }

  var failureCount: Int { failures.count }

  var hasFailures: Bool { !failures.isEmpty }

  /// An experiment is waited for.
  func begin(_ position: Int, _ settings: MonitorSettings) {
    if context.console.overwritesProgress {
      context.console.progress("\r\u{1B}[K\(lead(position))  \(settings.title)")
    }
  }

  /// An experiment has ended.
  func end(_ position: Int, _ settings: MonitorSettings, _ outcome: ExperimentBatch.Outcome) {
    let now = context.now()
    let seconds = Double(now.nanoseconds - began.nanoseconds) / 1e9
    began = now
    if let problem = outcome.problem {
      fail(position, problem)
      return
    }
    successes.append(
      Success(position: position, settings: settings, outcome: outcome, seconds: seconds)
    )
    let state = outcome.isReused ? "reused" : "done in \(NumberText.duration(seconds: seconds))"
    tell("\(lead(position))  \(settings.experimentID)  \(settings.title): \(state)")
  }

  /// An experiment cannot be run.
  func fail(_ position: Int, _ problem: String) {
    failures.append((position, problem))
    tell("\(lead(position))  \(files[position]): failed")
    context.console.error(problem)
  }

  /// Shows the table, and writes the list of what succeeded and what failed.
  func finish(into directory: String) throws(CommandFailure) {
    let rows = successes.compactMap { success in
      success.outcome.metrics.map { (name: success.settings.experimentID, metrics: $0) }
    }
    if !rows.isEmpty {
      context.console.print(ExperimentTables.figures(rows).rendered(in: context.console.style))
    }
    let elapsed = Double(context.now().nanoseconds - start.nanoseconds) / 1e9
    let reused = successes.count { $0.outcome.isReused }
    context.console.print("")
    context.console.print(
      "\(successes.count) of \(files.count) experiments succeeded (\(reused) reused), "
        + "\(failures.count) failed, in \(NumberText.duration(seconds: elapsed))"
    )
    let path = "\(directory)/sweep.json"
    try orFail { () throws(FileError) in
      try AtomicFile.write(document.utf8Bytes(pretty: true), to: path)
    }
    context.console.print("sweep          \(path)")
  }

  /// What succeeded and what failed, in the order of the paths; durations are the only volatile numbers.
  private var document: JSONValue {
    [
      "total": .integer(Int64(files.count)),
      "succeeded": .array(
        successes.sorted { $0.position < $1.position }.map { success in
          [
            "file": .string(files[success.position]),
            "experiment_id": .string(success.settings.experimentID),
            "title": .string(success.settings.title),
            "run": JSONValue(success.outcome.folder.map { "runs/" + lastComponent(of: $0) }),
          ]
        }
      ),
      "failed": .array(
        failures.sorted { $0.position < $1.position }.map { failure in
          ["file": .string(files[failure.position]), "error": .string(failure.problem)]
        }
      ),
    ]
  }

  private func lastComponent(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private func lead(_ position: Int) -> String { "[\(position + 1)/\(files.count)]" }

  private func tell(_ text: String) {
    if context.console.overwritesProgress { context.console.progress("\r\u{1B}[K") }
    context.console.error(text)
  }
}
