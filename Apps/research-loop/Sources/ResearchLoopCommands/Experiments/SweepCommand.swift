internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import MajorsAlts
internal import MarketModel
internal import Reporting

/// Runs all experiments whose documents match a pattern.
struct SweepCommand: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Run all experiments whose documents match a pattern, in the order of their paths.",
    discussion: """
      The facts are read once. Experiments that were run before are reused, so a sweep that was interrupted
      goes on where it stopped. A document that cannot be used counts as a failure; the others are run all the
      same, unless --fail-fast is given. OUTPUT/sweep.json lists what succeeded and what failed.

      EXAMPLES:
        research-loop sweep --glob 'configs/experiments/msm/*.yaml' --lake lake
        research-loop sweep --glob 'configs/experiments/*/*.yaml' --lake lake --workers 4 --fail-fast

      EXIT CODES:
        0  all succeeded
        1  at least one failed
        2  no document matches, or the command line is wrong
      """
  )

  @Option(help: "The pattern of the documents' paths; only .yaml and .yml files count.")
  var glob: String

  @OptionGroup var options: ExperimentOptions

  @Flag(help: "End at the first failure.")
  var failFast = false

  @Option(help: "The number of threads; results do not depend on it. (default: all processors)")
  var workers: Int?

  func validate() throws {
    if let workers, workers < 1 {
      throw ValidationError("expected 1 or more for --workers, found \(workers)")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let files = pathsMatching(glob).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    guard !files.isEmpty else {
      throw CommandFailure.usage(
        "--glob \(glob): expected at least one .yaml or .yml file, found none"
      )
    }
    let log = SweepLog(files: files, context: context)
    var specs: [(position: Int, spec: ExperimentSpec)] = []
    for (position, file) in files.enumerated() {
      do throws(ConfigurationError) {
        let spec = try ExperimentSpec(path: file, assignments: options.assignments)
        specs.append((position, spec))
      } catch {
        log.fail(position, "\(error)")
        if failFast { break }
      }
    }
    if !(failFast && log.hasFailures) {
      try await options.withBatch(context) { batch, reader in
        try await runAll(specs, batch, reader, log, context)
      }
    }
    try log.finish(into: options.output)
    if log.hasFailures {
      throw CommandFailure.failed("\(log.failureCount) of \(files.count) experiments failed")
    }
  }

  /// Runs the experiments in groups that share their facts, in the order of their paths inside each.
  private func runAll(
    _ specs: [(position: Int, spec: ExperimentSpec)],
    _ batch: ExperimentBatch,
    _ reader: FactsReader,
    _ log: SweepLog,
    _ context: CommandContext
  ) async throws {
    var rest = specs
    while let first = rest.first {
      let group = rest.filter { $0.spec.settings.data == first.spec.settings.data }
      rest.removeAll { $0.spec.settings.data == first.spec.settings.data }
      let facts: ExperimentFacts
      do throws(CommandFailure) {
        facts = try reader.facts(first.spec.settings)
      } catch {
        for entry in group { log.fail(entry.position, error.description) }
        if failFast { return }
        continue
      }
      do {
        try await batch.run(
          group.map(\.spec),
          over: facts,
          workers: workers ?? context.processorCount
        ) { index in
          log.begin(group[index].position, group[index].spec.settings)
        } didRun: { index, outcome in
          log.end(group[index].position, group[index].spec.settings, outcome)
          return !(failFast && outcome.problem != nil)
        }
      } catch {
        throw CommandFailure.failed("\(error)")
      }
      if failFast, log.hasFailures { return }
    }
  }
}
