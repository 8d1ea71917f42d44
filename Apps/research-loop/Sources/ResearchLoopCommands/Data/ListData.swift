internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import MarketModel
internal import Reporting

/// Lists the series of a lake.
struct ListData: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the series of a lake.",
    discussion: """
      EXAMPLE:
        research-loop data list --lake lake --json
      """
  )

  @OptionGroup var lake: LakeOption

  @Flag(help: "Write JSON.")
  var json = false

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let lake = try context.openExistingLake(lake.directory)
    let catalog = try orFail { () throws(LakeError) in try lake.pin().catalog }
    if json {
      context.console.print(JSONValue.array(catalog.map(\.listing)).text(pretty: true))
      return
    }
    guard !catalog.isEmpty else {
      context.console.print("\(lake.directory): the lake is empty")
      return
    }
    var table = ConsoleTable(columns: [
      .init("table"), .init("symbol"), .init("interval", .trailing), .init("provider"),
      .init("horizon", .trailing), .init("first"), .init("last"), .init("rows", .trailing),
      .init("content"),
    ])
    for entry in catalog {
      table.append([
        .init(entry.table.rawValue), .init(entry.symbol.name),
        .init(entry.key["timeframe"] ?? entry.interval?.description ?? NumberText.undefined),
        .init(entry.provider ?? NumberText.undefined),
        .init(entry.horizon ?? NumberText.undefined),
        .init(entry.first.description), .init(entry.last.description),
        .init(NumberText.grouped(entry.rows)),
        .init(String(entry.contentHash.hex.prefix(12)), .muted),
      ])
    }
    context.console.print(table.rendered(in: context.console.style))
  }
}

extension CatalogEntry {
  /// The window of outcomes, such as `5m`.
  fileprivate var horizon: String? {
    key["horizon_seconds"].flatMap { Int64($0) }.flatMap { BarInterval(seconds: $0) }?.description
  }

  fileprivate var listing: JSONValue {
    .object([
      JSONMember("table", .string(table.rawValue)),
      JSONMember("symbol", .string(symbol.name)),
      JSONMember("interval", JSONValue(key["timeframe"] ?? interval?.description)),
      JSONMember("provider", JSONValue(provider)),
      JSONMember("horizon_seconds", JSONValue(key["horizon_seconds"].flatMap { Int($0) })),
      JSONMember("first", .string(first.description)),
      JSONMember("last", .string(last.description)),
      JSONMember("end", .string(end.description)),
      JSONMember("rows", .integer(Int64(rows))),
      JSONMember("content_hash", .string(contentHash.hex)),
      JSONMember("derived_from", JSONValue(derivedFrom)),
    ])
  }
}
