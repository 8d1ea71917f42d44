internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import ExperimentRegistry
internal import Reporting

/// Checks that no row of the trial ledger was removed or edited.
struct VerifyLedger: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-ledger",
    abstract: "Check that no row of the trial ledger was removed or edited."
  )

  @OptionGroup var options: RegistryOptions

  @Flag(help: "Write JSON.")
  var json = false

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let registry = try options.open(context)
    let verdict = try orFail { () throws(RegistryError) in try registry.verifyLedger() }
    let totals = try orFail { () throws(RegistryError) in
      try registry.trialTotals(dataSetID: nil, strategyID: nil)
    }
    let (isIntact, text) =
      switch verdict {
      case .intact(let head):
        (true, "the ledger is intact, its last row has the hash \(head.hash.prefix(16))")
      case .broken(let fault): (false, "the ledger was changed from outside: \(fault)")
      }
    if json {
      let value = JSONValue.object([
        JSONMember("registry", .string(registry.path)),
        JSONMember("intact", .bool(isIntact)),
        JSONMember("verdict", .string(text)),
        JSONMember("trials", .integer(Int64(totals.trials))),
        JSONMember("parameter_sets", .integer(Int64(totals.parameterSets))),
      ])
      context.console.print(value.text(pretty: true))
    } else {
      if isIntact { context.console.print("\(registry.path): \(text)") }
      context.console.print(
        "\(NumberText.grouped(totals.trials)) trials, "
          + "\(NumberText.grouped(totals.parameterSets)) distinct parameter sets"
      )
    }
    if !isIntact { throw CommandFailure.failed("\(registry.path): \(text)") }
  }
}
