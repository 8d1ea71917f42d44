internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import MarketModel
internal import Reporting
internal import Research

extension CycleJob {
  /// Shows what a cycle would do; nothing is written.
  func describe() throws {
    let loaded = try load()
    let cycle = try makeCycle(loaded)
    let plan = try orFail { () throws(CycleError) in try cycle.plan() }
    let console = context.console
    console.print(console.style.painted("RESOLVED CONFIGURATION", .strong))
    console.print(cycle.resolvedText)
    console.print(console.style.painted("STEPS", .strong))
    for (index, step) in steps(loaded, plan, cycle).enumerated() {
      console.print("\(index + 1). \(step)")
    }
    for missing in plan.missing {
      console.print("\(missing.symbol) would be left out: \(missing.reason)")
    }
    console.print("")
    console.print(
      "\(NumberText.grouped(loaded.trialCount)) trials; this was a dry run, nothing was written"
    )
  }

  private func steps(
    _ loaded: LoadedLoopConfig,
    _ plan: CyclePlan,
    _ cycle: ResearchCycle
  ) -> [String] {
    let config = loaded.config
    let symbols = plan.sources.map { "\($0.symbol) (\($0.provider))" }.joined(separator: ", ")
    let count = NumberText.grouped(plan.sources.count)
    var steps = [
      "days: \(plan.first) through \(plan.last), bars of \(plan.interval)",
      config.outcomes.ensuresBeforePack
        ? "outcomes: \(count) symbols: \(symbols)" : "outcomes: switched off",
      config.regimes.ensuresBeforePack
        ? "regimes: \(count) symbols; risk vote of "
          + config.regimes.riskMembers.joined(separator: ", ")
        : "regimes: switched off",
      "packs: \(count) into \(loaded.paths.artifact(config.pack.outputDirectory))",
    ]
    for (entry, definition) in zip(config.strategies, loaded.definitions) {
      steps.append(
        "experiments: \(definition.name), \(NumberText.grouped(entry.grid.count)) trials"
      )
    }
    let folder = loaded.paths.artifact(config.evaluation.rankingsOutputDirectory)
    steps += [
      "artifacts: into \(loaded.paths.artifact(config.experiment.outputDirectory))",
      "evaluation: rankings into \(folder)",
    ]
    if config.notify.webhookURL != nil { steps.append("notice: to the webhook") }
    if let telegram = config.notify.telegram {
      steps.append("notice: to the Telegram chat \(telegram.chatID)")
    }
    return steps
  }
}
