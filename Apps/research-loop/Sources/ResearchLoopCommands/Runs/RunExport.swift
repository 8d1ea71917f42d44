internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import MarketModel
internal import PerformanceMetrics
internal import Reporting
internal import Research

/// Writes the fills, the equity and the figures of a recorded run.
struct RunExport {
  let artifact: RunArtifact
  let record: RunRecord
  let registry: RunRegistry
  let lake: Lake
  let folder: String

  /// Writes the files, and returns their paths.
  func write(strategies: StrategyRegistry, context: CommandContext) throws -> [String] {
    let replayer = RunReplayer(lake: lake, registry: registry, strategies: strategies)
    let run = try orFail { () throws(CycleError) in
      try replayer.replay(artifact, record: record)
    }
    let tables: RunTables
    do throws(ColumnTableError) {
      tables = try RunTables(run.result, symbols: run.symbols)
    } catch {
      throw CommandFailure.failed("run \(record.id.short): \(error)")
    }
    var figures = try orFail { () throws(MetricError) in try run.performanceDocument() }
    figures["run_id"] = .string(artifact.manifest.runID.short)
    let written = try write(tables.fills, named: "fills") + write(tables.equity, named: "equity")
    let path = "\(base)_metrics.json"
    try orFail { () throws(FileError) in
      try AtomicFile.write(figures.text(pretty: true) + "\n", to: path)
    }
    return written + [path]
  }

  private var base: String { "\(folder)/\(artifact.manifest.runID.short)" }

  private func write(_ table: ColumnTable, named name: String) throws -> [String] {
    let (csv, parquet) = ("\(base)_\(name).csv", "\(base)_\(name).parquet")
    try orFail { () throws(FileError) in try AtomicFile.write(table.csvText, to: csv) }
    try orFail { () throws(ParquetError) in
      try ParquetFile.write(table, to: parquet, database: lake.database)
    }
    return [csv, parquet]
  }
}
