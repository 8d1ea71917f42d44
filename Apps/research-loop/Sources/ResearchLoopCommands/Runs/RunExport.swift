internal import Backtest
internal import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import MarketModel
internal import Reporting
internal import Research

/// Writes the fills and the equity of a recorded run.
struct RunExport {
  let artifact: RunArtifact
  let registry: RunRegistry
  let configuration: String
  let output: String?
  let folder: String

  func write(strategies: StrategyRegistry, context: CommandContext) throws {
    let loaded: LoadedLoopConfig
    do throws(ConfigurationError) {
      loaded = try LoadedLoopConfig(
        path: configuration,
        overrides: [],
        output: output,
        strategies: strategies
      )
    } catch {
      throw CommandFailure.usage(error)
    }
    let lake = try context.openExistingLake(loaded.paths.input(loaded.config.pack.lake))
    let now = artifact.manifest.environment.timestamp
    guard let cycle = ResearchCycle(loaded: loaded, lake: lake, now: now) else { return }
    let result: BacktestResult
    do throws(CycleError) {
      result = try cycle.replay(artifact, strategies: strategies, registry: registry)
    } catch {
      throw CommandFailure.failed(error)
    }
    // A pack's file is named after its symbol; the engine sorts symbols by name.
    let tables = try RunTables(result, symbols: symbols)
    try write(tables.fills, named: "fills", lake, context)
    try write(tables.equity, named: "equity", lake, context)
  }

  private var symbols: [Symbol] {
    artifact.manifest.replayPacks.map { pack in
      let file = pack.path.split(separator: "/").last.map { String($0) } ?? pack.path
      return Symbol(file.split(separator: "_").dropLast(2).joined(separator: "_"))
    }.sorted()
  }

  private func write(
    _ table: ColumnTable,
    named name: String,
    _ lake: Lake,
    _ context: CommandContext
  ) throws {
    let base = "\(folder)/\(artifact.manifest.runID.short)_\(name)"
    do throws(FileError) {
      try AtomicFile.write(table.csvText, to: "\(base).csv")
    } catch {
      throw CommandFailure.failed(error)
    }
    do throws(ParquetError) {
      try ParquetFile.write(table, to: "\(base).parquet", database: lake.database)
    } catch {
      throw CommandFailure.failed(error)
    }
    context.console.print("\(name)  \(base).csv  \(base).parquet")
  }
}
