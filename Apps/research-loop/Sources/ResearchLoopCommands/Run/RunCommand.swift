internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import MarketModel

/// Runs research cycles.
struct RunCommand: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run research cycles: once, or again and again.",
    discussion: """
      A cycle computes outcomes and regime labels, builds replay packs, runs every parameter set of
      every strategy, and writes rankings. Runs that were computed before are reused. A cycle that was
      interrupted goes on where it stopped.

      EXAMPLES:
        research-loop --config configs/research_loop.yaml --once
        research-loop run --config c.yaml --once --output out --set experiment.mc_seed=7
        research-loop --config c.yaml --once --dry-run
        research-loop --config c.yaml            (a cycle every loop.interval_hours)
      """
  )

  @Option(help: "The configuration.")
  var config = "configs/research_loop.yaml"

  @Flag(help: "End after one cycle.")
  var once = false

  @Flag(help: "Show what a cycle would do, and write nothing.")
  var dryRun = false

  @Option(help: "The instant to use in place of the clock, such as 2024-06-30T20:00:00Z.")
  var now: String?

  @Option(help: "The number of threads; results do not depend on it. (default: all processors)")
  var workers: Int?

  @Option(help: "The folder for all artifacts whose paths are relative.")
  var output: String?

  @Option(
    name: .customLong("set"),
    help: "A value in place of the configuration's, such as experiment.mc_seed=7; may be repeated."
  )
  var assignments: [String] = []

  @Option(help: "The file of the registry. (default: registry.sqlite in the lake)")
  var registry: String?

  @Option(help: "The largest number of rows of the final table; 0 shows all.")
  var top = 30

  func validate() throws {
    if let workers, workers < 1 {
      throw ValidationError("expected 1 or more for --workers, found \(workers)")
    }
    if let now, Timestamp(now) == nil {
      throw ValidationError("expected an ISO 8601 instant for --now, found '\(now)'")
    }
    guard top >= 0 else { throw ValidationError("expected 0 or more for --top, found \(top)") }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let job = CycleJob(options: self, strategies: strategies, context: context)
    if dryRun {
      try job.describe()
      return
    }
    try await LoopService.run(job, repeats: !once)
  }
}
