internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import DataLake
internal import ExperimentRegistry
internal import Optimizer
internal import Reporting

/// Writes a search in a format that other tools read.
struct ExportStudy: LoopCommand {
  /// What other tools read.
  enum Format: String, CaseIterable, Sendable {
    case optunaSQLite = "optuna-sqlite"
    case optunaJournal = "optuna-journal"
    case csv
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a search in a format that Optuna, its dashboard or a spreadsheet reads.",
    discussion: """
      EXAMPLES:
        research-loop studies export ofi-tpe --lake lake --format optuna-sqlite --output ofi.db
        optuna-dashboard sqlite:///ofi.db
        research-loop studies export ofi-tpe --lake lake --format optuna-journal --output ofi.log
        optuna-dashboard ofi.log
        research-loop studies export ofi-tpe --lake lake --format csv --output ofi.csv
      """
  )

  @Argument(help: "The name of the study.")
  var name: String

  @OptionGroup var options: RegistryOptions

  @Option(
    help: "optuna-sqlite, optuna-journal or csv.",
    transform: { (text: String) throws -> Format in try choice(text) }
  )
  var format: Format

  @Option(help: "The file to write; one that is there is replaced.")
  var output: String

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let registry = try options.open(context)
    let export = try orFail { () throws(RegistryError) in
      OptunaExport(
        try registry.archive(ofStudy: name),
        times: try registry.times(ofStudy: name),
        purpose: try registry.study(named: name).purpose
      )
    }
    guard let export else {
      throw CommandFailure.failed("study '\(name)': it is being written to; try again")
    }
    switch format {
    case .optunaSQLite:
      try orFail { () throws(RegistryError) in try export.writeDatabase(to: output) }
    case .optunaJournal:
      try orFail { () throws(FileError) in try AtomicFile.write(export.journal, to: output) }
    case .csv: try orFail { () throws(FileError) in try AtomicFile.write(export.csv, to: output) }
    }
    context.console.print("\(output): \(NumberText.grouped(export.trialCount)) trials of '\(name)'")
  }
}
