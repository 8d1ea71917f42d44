internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import MarketModel
internal import Optimizer
internal import Reporting
internal import Research
internal import StrategySearch

/// What a command line asks a search to do.
struct OptimizeJob {
  let options: OptimizeCommand
  let search: LoadedSearch
  let context: CommandContext
  private let lake: Lake?

  /// Reads the document and opens the lake that it needs.
  init(
    _ options: OptimizeCommand,
    _ strategies: StrategyRegistry,
    _ context: CommandContext
  ) throws {
    self.options = options
    self.context = context
    do throws(ConfigurationError) {
      search = try LoadedSearch(
        path: options.config,
        overrides: options.assignments,
        strategies: strategies
      )
    } catch {
      throw CommandFailure.usage(error)
    }
    if case .lake = search.config.data.source, options.lake == nil {
      throw CommandFailure.usage("expected --lake, since the document's data come from a lake")
    }
    lake = try options.lake.map { (directory) throws(CommandFailure) in
      try context.openExistingLake(directory)
    }
  }

  private var workers: Int {
    options.workers ?? search.config.optimization.workers ?? context.processorCount
  }

  private var now: Timestamp { options.now.flatMap { Timestamp($0) } ?? context.now() }

  // MARK: Running

  /// Runs the search, writes its folder and shows what came of it.
  func run() throws {
    let data = try readData()
    let environment = context.runEnvironment(at: now)
    let frozen = options.now.flatMap { Timestamp($0) }
    let clock = context.now
    let registry = try openRegistry()
    let runner = try orFail { () throws(SearchError) in
      try SearchRunner(
        search,
        data: data,
        workers: workers,
        keeping: SearchRunner.Keeping(
          registry: registry,
          holder: context.processName,
          now: { frozen ?? clock() }
        )
      )
    }
    try checkResume(registry, runner.identity.experimentID)
    let began = context.now()
    let display = SearchDisplay(context, search, runner)
    let outcome = try orFail { () throws(SearchError) in
      try runner.run(progress: { display.show($0) })
    }
    display.finish()
    let folder = try orFail { () throws(SearchError) in
      try SearchArtifacts(
        directory: options.output,
        database: lake?.database,
        environment: environment
      ).write(outcome, by: runner)
    }
    if options.json {
      context.console.print(outcome.results(environment).text(pretty: true))
      return
    }
    let report = SearchReport(outcome, style: context.console.style)
    context.console.print(report.text(byReturn: options.by == .roi))
    let seconds = Double(context.now().nanoseconds - began.nanoseconds) / 1e9
    context.console.print("")
    context.console.print("results        \(folder)")
    context.console.error("done in \(NumberText.duration(seconds: seconds))")
  }

  private func checkResume(_ registry: RunRegistry, _ name: String) throws(CommandFailure) {
    guard options.resume else { return }
    let studies = try orFail { () throws(RegistryError) in try registry.studies() }
    let isKnown = studies.contains { study in
      study.definition.name == name || study.definition.name.hasPrefix("\(name)/")
    }
    guard isKnown else {
      throw .failed(
        "--resume: expected a search that was begun as \(name), found none in \(registry.path)"
      )
    }
  }

  private func openRegistry() throws(CommandFailure) -> RunRegistry {
    let path =
      options.registry ?? lake.map { RegistryFile.path(inLake: $0.directory) }
      ?? "\(options.output)/registry.sqlite"
    do throws(FileError) {
      if options.registry == nil, lake == nil { try AtomicFile.prepareFolder(options.output) }
    } catch {
      throw .failed(error)
    }
    return try orFail { () throws(RegistryError) in try RunRegistry(path: path) }
  }

  func readData() throws -> SearchData {
    let snapshot = try lake.map { lake in try orFail { () throws(LakeError) in try lake.pin() } }
    return try orFail { () throws(SearchError) in try search.data(in: snapshot) }
  }

  // MARK: Describing

  /// Shows what the search would do.
  func describe() throws {
    let data = try readData()
    let runner = try orFail { () throws(SearchError) in
      try SearchRunner(search, data: data, workers: workers)
    }
    let plan = try orFail { () throws(SearchError) in try runner.plan() }
    func line(_ name: String, _ value: String) {
      context.console.print(name.padded(to: 15) + value)
    }
    line("experiment", runner.identity.experimentID)
    line("strategy", search.config.strategy)
    line(
      "data",
      "\(search.config.data.symbol) \(NumberText.grouped(data.rowCount)) \(data.unit), "
        + "\(data.first) to \(data.end)"
    )
    if plan.windowCount > 0 { line("windows", NumberText.grouped(plan.windowCount)) }
    line("trials", plan.trialCount.map { NumberText.grouped($0) } ?? "not countable")
    line("passes", plan.passCount.map { NumberText.grouped($0) } ?? "not countable")
    line(
      "replayed",
      plan.replayedRows.map { "\(NumberText.grouped($0)) \(data.unit)" } ?? "not countable"
    )
    line(
      "estimate",
      plan.replayedRows.map { rows in
        let seconds = Double(rows) / data.rowsPerSecond / Double(workers)
        return "about \(NumberText.duration(seconds: seconds)) with \(workers) workers"
      } ?? "not countable"
    )
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
