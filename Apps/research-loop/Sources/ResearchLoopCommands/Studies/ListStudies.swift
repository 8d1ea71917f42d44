internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import Optimizer
internal import Reporting

/// Lists the searches of a registry, the newest first.
struct ListStudies: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the searches of a registry, the newest first.",
    discussion: """
      EXAMPLE:
        research-loop studies list --lake lake
      """
  )

  @OptionGroup var options: RegistryOptions

  @Flag(help: "Write JSON.")
  var json = false

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let registry = try options.open(context)
    let records = try orFail { () throws(RegistryError) in try registry.studies() }
    if json {
      context.console.print(JSONValue.array(records.map(\.json)).text(pretty: true))
      return
    }
    guard !records.isEmpty else {
      context.console.print("\(registry.path): no studies are kept")
      return
    }
    var table = ConsoleTable(columns: [
      .init("study"), .init("strategy", maximumWidth: 40, canShrink: true), .init("method"),
      .init("objective", maximumWidth: 30, canShrink: true), .init("status"),
      .init("trials", .trailing), .init("complete", .trailing), .init("pruned", .trailing),
      .init("failed", .trailing), .init("running", .trailing), .init("updated"),
    ])
    for record in records {
      table.append([
        .init(record.definition.name), .init(record.purpose.strategyID ?? "-"),
        .init(record.method), .init(record.purpose.objective),
        .init(record.status.rawValue, record.status == .failed ? .bad : .plain),
        .init(NumberText.grouped(record.counts.total)),
        .init(NumberText.grouped(record.counts.complete)),
        .init(NumberText.grouped(record.counts.pruned)),
        .init(
          NumberText.grouped(record.counts.failed),
          record.counts.failed > 0 ? .bad : .plain
        ),
        .init(NumberText.grouped(record.counts.running)),
        .init(record.updatedAt.description, .muted),
      ])
    }
    context.console.print(table.rendered(in: context.console.style))
  }
}
