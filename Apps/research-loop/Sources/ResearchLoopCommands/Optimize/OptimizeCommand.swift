internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import MarketModel

/// Searches the parameters of a strategy.
struct OptimizeCommand: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Search the parameters of a strategy over ticks or bars, and recommend a robust set.",
    discussion: """
      The document names a strategy, data, a method (grid, monte_carlo, lhs, sobol, tpe, cmaes, nsga2,
      walk_forward) and the parameters; docs/optimize.md explains every key. Trials run in batches, each batch in
      one pass over the data; results do not depend on the number of workers. Every trial is kept in the registry
      and counted in its ledger before its result is known, so that a search that was interrupted goes on where it
      stopped when the same command is given again. OUTPUT/<experiment id> holds results.json, best_params.yaml,
      resolved_config.yaml, trades.csv, trades.parquet and equity.csv.

      EXAMPLES:
        research-loop optimize configs/optimize/spy_ema_grid.yaml --lake lake
        research-loop optimize configs/optimize/ibm_ofi_tpe.yaml --lake lake --workers 4 --output reports
        research-loop optimize c.yaml --lake lake --set optimization.seed=7 --dry-run

      EXIT CODES:
        0  done
        1  the search failed
        2  the document or the command line is wrong
      """
  )

  @Argument(help: "The document.")
  var config: String

  @Option(help: "The folder of the lake; not needed for a document that names a file.")
  var lake: String?

  @Option(help: "The number of threads; results do not depend on it. (default: all processors)")
  var workers: Int?

  @Flag(help: "Go on with a search that was begun before; fail when there is none.")
  var resume = false

  @Option(help: "The folder for the folders of results.")
  var output = "reports"

  @Option(
    help: "The file of the registry. (default: registry.sqlite in the lake, or in the output)"
  )
  var registry: String?

  @Option(help: "The instant to use in place of the clock, such as 2024-06-30T20:00:00Z.")
  var now: String?

  @Option(
    name: .customLong("set"),
    help: "A value in place of the document's, such as optimization.seed=7; may be repeated."
  )
  var assignments: [String] = []

  @Option(help: "What the table is ordered by: objective or roi.")
  var by: TableOrder = .objective

  @Flag(help: "Show what the search would do, and write nothing.")
  var dryRun = false

  @Flag(help: "Print the results as JSON in place of tables.")
  var json = false

  /// What the table of trials is ordered by.
  enum TableOrder: String, CaseIterable, ExpressibleByArgument {
    case objective
    case roi
  }

  func validate() throws {
    if let workers, workers < 1 {
      throw ValidationError("expected 1 or more for --workers, found \(workers)")
    }
    if let now, Timestamp(now) == nil {
      throw ValidationError("expected an ISO 8601 instant for --now, found '\(now)'")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let job = try OptimizeJob(self, strategies, context)
    if dryRun { try job.describe() } else { try job.run() }
  }
}
