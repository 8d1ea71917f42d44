internal import ConfigValidation
internal import Reporting

/// The tables that experiment commands print, read off the documents that they write.
enum ExperimentTables {
  /// One row of figures for each experiment.
  static func figures(_ rows: [(name: String, metrics: JSONValue)]) -> ConsoleTable {
    var table = ConsoleTable(columns: [
      .init("experiment", canShrink: true), .init("days", .trailing), .init("return", .trailing),
      .init("CAGR", .trailing), .init("Sharpe", .trailing), .init("max DD", .trailing),
      .init("hit", .trailing), .init("exposed", .trailing), .init("costs", .trailing),
      .init("funding", .trailing), .init("switches/y", .trailing),
    ])
    for (name, metrics) in rows {
      func number(_ name: String) -> Double? { metrics[name]?.numberValue }
      func percent(_ name: String) -> ConsoleTable.Cell {
        .init(NumberText.percent(number(name), decimals: 1))
      }
      table.append([
        .init(name),
        .init(NumberText.grouped(Int(metrics["n_days"]?.integerValue ?? 0))),
        percent("total_return"), percent("cagr"),
        .init(NumberText.fixed(number("sharpe"), decimals: 2)),
        percent("max_drawdown"), percent("hit_rate"), percent("exposure"), percent("total_cost"),
        percent("total_funding"),
        .init(
          NumberText.fixed(metrics["stability"]?["switches_per_year"]?.numberValue, decimals: 1)
        ),
      ])
    }
    return table
  }

  /// What followed each regime, or `nil` where it was not asked.
  static func regimes(_ metrics: JSONValue) -> ConsoleTable? {
    guard let rows = metrics["regime_evaluation"]?["table"]?.arrayValue else { return nil }
    var table = ConsoleTable(columns: [
      .init("regime"), .init("days", .trailing), .init("mean return %", .trailing),
      .init("hit rate %", .trailing), .init("count", .trailing), .init("t-stat", .trailing),
      .init("p-value", .trailing), .init("t-stat NW", .trailing), .init("95 % of means", .trailing),
    ])
    for row in rows {
      func text(_ name: String, _ factor: Double, _ decimals: Int) -> String {
        NumberText.fixed(row[name]?.numberValue.map { $0 * factor }, decimals: decimals)
      }
      let low = text("mean_ci_low", 100, 2)
      table.append([
        .init(row["regime"]?.stringValue ?? ""),
        .init("\(row["horizon_days"]?.integerValue ?? 0)"),
        .init(text("mean_return", 100, 3)), .init(text("hit_rate", 100, 1)),
        .init(NumberText.grouped(Int(row["count"]?.integerValue ?? 0))),
        .init(text("t_stat", 1, 2)), .init(text("p_value", 1, 4)), .init(text("t_stat_nw", 1, 2)),
        .init(
          low == NumberText.undefined ? low : "\(low) … \(text("mean_ci_high", 100, 2))"
        ),
      ])
    }
    return table
  }

  /// Everything that the measures of one experiment say.
  static func story(of name: String, _ metrics: JSONValue, in style: ConsoleStyle) -> String {
    var parts = [figures([(name, metrics)]).rendered(in: style)]
    if let table = regimes(metrics) {
      parts.append("Alts less Bitcoin after each regime:\n" + table.rendered(in: style))
    }
    if let text = stability(metrics) { parts.append(text) }
    return parts.joined(separator: "\n\n")
  }

  /// How long regimes last and how often each occurs, in one line, or `nil` where it was not asked.
  static func stability(_ metrics: JSONValue) -> String? {
    guard let stability = metrics["stability"],
      let shares = stability["regime_distribution"]?.objectValue
    else { return nil }
    let parts = shares.map { "\($0.name) \(NumberText.fixed($0.value.numberValue, decimals: 1)) %" }
    let length = NumberText.fixed(
      stability["avg_regime_duration_days"]?.numberValue,
      decimals: 1
    )
    return "regimes last \(length) days on average: \(parts.joined(separator: ", "))"
  }
}
