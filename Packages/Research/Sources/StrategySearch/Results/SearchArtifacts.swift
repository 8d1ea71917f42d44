internal import Backtest
internal import ConfigValidation
public import DataLake
internal import MarketModel
public import Research

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Writes what a search came to as a folder that appears whole.
///
/// `results.json`, `best_params.yaml`, `resolved_config.yaml`, `trades.csv`, `trades.parquet`, `equity.csv`.
/// The files are written into a folder beside the target, which then takes its name.
public struct SearchArtifacts {
  /// The folder in which the folders of searches lie.
  public let directory: String

  /// Writes Parquet; `nil` leaves `trades.parquet` out.
  public let database: DuckDBDatabase?

  /// The circumstances that results name.
  public let environment: RunEnvironment

  /// How many trials, by objective and by return, have their trades written.
  public static let leaders = 15

  /// Creates a writer.
  public init(directory: String, database: DuckDBDatabase?, environment: RunEnvironment) {
    self.directory = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    self.database = database
    self.environment = environment
  }

  /// Replays the trials whose trades are wanted, and writes everything.
  ///
  /// - Parameters:
  ///   - outcome: What the search came to.
  ///   - runner: The runner that made it.
  /// - Returns: The folder.
  /// - Throws: ``SearchError``; an older folder is then unchanged.
  public func write(
    _ outcome: SearchOutcome,
    by runner: SearchRunner
  ) throws(SearchError) -> String {
    let name = outcome.identity.experimentID
    let work = "\(directory)/.\(name).incomplete"
    try remove(work)
    do throws(FileError) {
      try AtomicFile.prepareFolder(work)
      try AtomicFile.write(
        outcome.results(environment).utf8Bytes(pretty: true),
        to: "\(work)/results.json"
      )
      try AtomicFile.write(
        outcome.bestParametersDocument.yamlText,
        to: "\(work)/best_params.yaml"
      )
      try AtomicFile.write(
        outcome.search.resolvedDocument.yamlText,
        to: "\(work)/resolved_config.yaml"
      )
    } catch {
      throw .file(error)
    }
    try writeTrades(outcome, runner, into: work)
    try writeEquity(outcome, into: work)
    try put(work, inPlaceOf: "\(directory)/\(name)")
    return "\(directory)/\(name)"
  }

  // MARK: Trades

  private func writeTrades(
    _ outcome: SearchOutcome,
    _ runner: SearchRunner,
    into folder: String
  ) throws(SearchError) {
    var table = TradeLogTable()
    var log: TradeLogWriter
    do throws(FileError) { log = try TradeLogWriter(path: "\(folder)/trades.csv") } catch {
      throw .file(error)
    }
    let keepsTable = database != nil
    try outcome.eachTradeLog(runner) { (number, fills) throws(SearchError) in
      do throws(FileError) { try log.append(fills, trial: number) } catch { throw .file(error) }
      if keepsTable { table.append(fills, trial: number) }
    }
    do throws(FileError) { try log.commit() } catch { throw .file(error) }
    guard let database else { return }
    do throws(ParquetError) {
      guard let rows = try? table.table() else { return }
      try ParquetFile.write(rows, to: "\(folder)/trades.parquet", database: database)
    } catch {
      throw .parquet(error)
    }
  }

  private func writeEquity(_ outcome: SearchOutcome, into folder: String) throws(SearchError) {
    do throws(FileError) {
      var file = try AtomicFileWriter(path: "\(folder)/equity.csv")
      switch outcome.findings {
      case .whole(let whole):
        try file.write("trial,ts_ns,equity\n")
        var seen: Set<Int> = []
        for trial in [whole.recommended, whole.best].compactMap(\.self)
        where seen.insert(trial.number).inserted {
          for (time, value) in zip(trial.markTimes, trial.equity) {
            try file.write("\(trial.number),\(time),\(value)\n")
          }
        }
      case .walkForward(let windows):
        try file.write("window,ts_ns,equity\n")
        let curve = windows.outOfSample
        for row in curve.equity.indices {
          try file.write("\(curve.windows[row]),\(curve.markTimes[row]),\(curve.equity[row])\n")
        }
      }
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  // MARK: Folders

  /// Exchanges folders by renaming, so that nobody sees a part of one.
  private func put(_ work: String, inPlaceOf target: String) throws(SearchError) {
    let old = "\(work).old"
    try remove(old)
    do {
      let files = FileManager.default
      if files.fileExists(atPath: target) { try files.moveItem(atPath: target, toPath: old) }
      try files.moveItem(atPath: work, toPath: target)
    } catch {
      throw .file(.failed(path: target, operation: "replace the folder", reason: "\(error)"))
    }
    try remove(old)
  }

  private func remove(_ path: String) throws(SearchError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw .file(.failed(path: path, operation: "remove the folder", reason: "\(error)"))
    }
  }
}
