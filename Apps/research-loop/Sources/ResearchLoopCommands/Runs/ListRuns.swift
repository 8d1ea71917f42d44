internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import Reporting

/// Lists recorded runs, the newest first.
struct ListRuns: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List recorded runs, the newest first.",
    discussion: """
      EXAMPLE:
        research-loop runs list --lake lake --strategy EmaCrossStrategy --limit 20
      """
  )

  @OptionGroup var options: RegistryOptions

  @Option(help: "Only runs of this strategy.")
  var strategy: String?

  @Option(help: "Only runs of this cycle.")
  var cycle: String?

  @Option(help: "The largest number of runs to list; 0 lists all.")
  var limit = 50

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    guard limit >= 0 else {
      throw ValidationError("expected 0 or more for --limit, found \(limit)")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let registry = try options.open(context)
    let records: [RunRecord]
    do throws(RegistryError) {
      records = try registry.runs(
        matching: RunQuery(
          strategy: strategy.map { (try? strategies.definition(named: $0))?.name ?? $0 },
          cycleID: cycle,
          status: nil,
          limit: limit == 0 ? nil : limit
        )
      )
    } catch {
      throw CommandFailure.failed(error)
    }
    if json {
      context.console.print(JSONValue.array(records.map(\.listing)).text(pretty: true))
      return
    }
    guard !records.isEmpty else {
      context.console.print("\(registry.path): no runs are recorded")
      return
    }
    context.console.print(table(of: records).rendered(in: context.console.style))
  }

  private func table(of records: [RunRecord]) -> ConsoleTable {
    var table = ConsoleTable(columns: [
      .init("run"), .init("strategy", maximumWidth: 70, canShrink: true), .init("status"),
      .init("gross", .trailing), .init("net", .trailing), .init("Sharpe", .trailing),
      .init("max dd", .trailing), .init("trades", .trailing), .init("b/e bps", .trailing),
      .init("begun"),
    ])
    for record in records {
      let summary = record.summary
      let values = record.parameters.elements.map { "\($0.name)=\($0.value)" }
      table.append([
        .init(record.id.short),
        .init(([record.strategyClass] + values).joined(separator: " ")),
        .init(record.status.rawValue, record.status == .failed ? .bad : .plain),
        .init(NumberText.percent(summary?.grossReturn, decimals: 2)),
        .init(NumberText.percent(summary?.netReturn, decimals: 2)),
        .init(NumberText.fixed(summary?.sharpe, decimals: 2)),
        .init(NumberText.percent(summary?.maximumDrawdown, decimals: 2)),
        .init(summary.map { NumberText.grouped($0.trades) } ?? NumberText.undefined),
        .init(NumberText.fixed(summary?.breakEvenCostBasisPoints, decimals: 1)),
        .init(record.begunAt.description, .muted),
      ])
    }
    return table
  }
}

extension RunRecord {
  /// The record as JSON, for programs.
  fileprivate var listing: JSONValue {
    .object([
      JSONMember("run_id", .string(id.short)),
      JSONMember("run_hash", .string(id.hex)),
      JSONMember("strategy_id", .string(strategyID)),
      JSONMember("strategy_class", .string(strategyClass)),
      JSONMember("strategy_params", parameters.json),
      JSONMember("status", .string(status.rawValue)),
      JSONMember("attempts", .integer(Int64(attempts))),
      JSONMember("begun_at", .string(begunAt.description)),
      JSONMember("ended_at", JSONValue(endedAt?.description)),
      JSONMember("failure", JSONValue(failure)),
      JSONMember("gross_return", JSONValue(summary?.grossReturn)),
      JSONMember("net_return", JSONValue(summary?.netReturn)),
      JSONMember("sharpe", JSONValue(summary?.sharpe)),
      JSONMember("max_drawdown", JSONValue(summary?.maximumDrawdown)),
      JSONMember("trades", JSONValue(summary?.trades)),
      JSONMember("break_even_cost_bps", JSONValue(summary?.breakEvenCostBasisPoints)),
    ])
  }
}
