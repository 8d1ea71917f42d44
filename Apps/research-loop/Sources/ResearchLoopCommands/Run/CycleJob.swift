internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import MarketModel
internal import Observability
internal import Reporting
internal import Research

/// What a command line asks the loop to do, in steps that can be repeated.
struct CycleJob: Sendable {
  let options: RunCommand
  let strategies: StrategyRegistry
  let context: CommandContext

  /// The instant that counts as now.
  var now: Timestamp { options.now.flatMap { Timestamp($0) } ?? context.now() }

  /// Reads the configuration anew.
  func load() throws -> LoadedLoopConfig {
    do throws(ConfigurationError) {
      return try LoadedLoopConfig(
        path: options.config,
        overrides: options.assignments,
        output: options.output,
        strategies: strategies
      )
    } catch {
      throw CommandFailure.usage(error)
    }
  }

  /// Runs one cycle, shows its table and tells whoever wants to know.
  func runCycle(_ stop: StopFlag) async throws {
    let loaded = try load()
    let cycle = try makeCycle(loaded)
    do throws(CommandFailure) {
      let report = try perform(cycle, stop)
      show(report)
      await announce(notice(of: report), loaded.config.notify, context)
    } catch {
      if !stop.isSet {
        await announce(notice(of: error, cycle.cycleID), loaded.config.notify, context)
      }
      throw error
    }
  }

  /// Whether the newest bar is young enough, where the configuration demands it.
  func hasRecentBars() throws -> Bool {
    let loaded = try load()
    guard let hours = loaded.config.loop.requireRecentBarsHours else { return true }
    let cycle = try makeCycle(loaded)
    guard let end = try orFail({ () throws(CycleError) in try cycle.newestBarEnd() }) else {
      context.console.error("cycle skipped: the lake has no bars of these symbols")
      return false
    }
    let age = Double(now.nanoseconds - end.nanoseconds) / 3.6e12
    if age > hours {
      context.console.error(
        "cycle skipped: expected bars of the last \(NumberText.fixed(hours, decimals: 1)) hours, "
          + "found the newest at \(end)"
      )
    }
    return age <= hours
  }

  func makeCycle(_ loaded: LoadedLoopConfig) throws(CommandFailure) -> ResearchCycle {
    let directory = loaded.paths.input(loaded.config.pack.lake)
    let lake = try context.openExistingLake(directory)
    guard let cycle = ResearchCycle(loaded: loaded, lake: lake, now: now) else {
      throw .usage("outcomes.bar_duration: expected a number of seconds above zero")
    }
    return cycle
  }

  private func perform(
    _ cycle: ResearchCycle,
    _ stop: StopFlag
  ) throws(CommandFailure) -> CycleReport {
    let path = options.registry ?? RegistryFile.path(inLake: cycle.lake.directory)
    let reporter = ProgressReporter(context)
    let registry = try orFail { () throws(RegistryError) in try RunRegistry(path: path) }
    let lock = try orFail { () throws(RegistryError) in
      try CycleLock(registryPath: path, holder: context.processName, waitSeconds: 0)
    }
    defer { withExtendedLifetime(lock) { context.tidy(cycle.lake) } }
    return try orFail { () throws(CycleError) in
      try cycle.run(
        registry: registry,
        workers: options.workers ?? context.processorCount,
        environment: context.runEnvironment(at: cycle.now),
        observe: { reporter.show($0) },
        shouldStop: { stop.isSet }
      )
    }
  }

  private func show(_ report: CycleReport) {
    let console = context.console
    let ranking = RankingTable(report.evaluation, limit: options.top == 0 ? .max : options.top)
    console.print(ranking.table.rendered(in: console.style))
    if ranking.omittedCount > 0 {
      console.print("… and \(NumberText.grouped(ranking.omittedCount)) more in the rankings file")
    }
    let evaluation = report.evaluation
    console.print("")
    console.print(
      "\(NumberText.grouped(report.runCount)) runs (\(NumberText.grouped(report.reusedCount)) reused), "
        + "\(NumberText.grouped(evaluation.killed.count)) killed, "
        + "\(NumberText.grouped(evaluation.candidates.count)) candidates"
    )
    for file in report.files {
      let name = file.content.rawValue
      console.print(
        "\(name)\(String(repeating: " ", count: max(1, 15 - name.count)))\(file.path)"
      )
    }
  }

  private func notice(of report: CycleReport) -> CycleNotice {
    let labels = RunLabels(report.evaluation.rankings.map(\.run))
    return CycleNotice(
      cycleID: report.cycleID,
      outcome: .completed,
      experiments: report.evaluation.rankings.count,
      reused: report.reusedCount,
      killed: report.evaluation.killed.count,
      candidates: report.evaluation.candidates.count,
      leaders: report.evaluation.candidates.prefix(3).map {
        "\(labels.label(of: $0.run)): score \(NumberText.fixed($0.score.composite, decimals: 3))"
      }
    )
  }

  private func notice(of failure: CommandFailure, _ cycleID: String) -> CycleNotice {
    CycleNotice(
      cycleID: cycleID,
      outcome: .failed(reason: failure.description),
      experiments: 0,
      reused: 0,
      killed: 0,
      candidates: 0,
      leaders: []
    )
  }
}
