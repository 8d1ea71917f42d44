internal import Backtest
internal import ConfigValidation
internal import MarketModel
internal import Reporting

/// A strategy as `strategies list` and `strategies show` present it.
struct DescribedStrategy {
  /// What a strategy replays.
  enum Replay {
    /// Bars of these intervals, and whether all symbols are traded as one instance.
    case bars(intervals: [String], isCrossSectional: Bool)

    /// Ticks, and what of them it cannot do without.
    case ticks(needs: [String])
  }

  let name: String
  let summary: String
  let schema: ParameterSchema
  let replay: Replay

  init(_ definition: StrategyDefinition) {
    name = definition.name
    summary = definition.summary
    schema = definition.schema
    let usual: [BarInterval] = [
      .minute, .fiveMinutes, .fifteenMinutes, .hour, .fourHours, .day, .week,
    ]
    replay = .bars(
      intervals: usual.filter { definition.supports($0) }.map(\.description),
      isCrossSectional: definition.isCrossSectional
    )
  }

  init(_ definition: TickStrategyDefinition) {
    name = definition.name
    summary = definition.summary
    schema = definition.schema
    replay = .ticks(needs: definition.needs.names)
  }

  /// Lines for a terminal, without a line break at the end.
  func rendered(in style: ConsoleStyle) -> String {
    var lines = [style.painted(name, .strong), "  \(summary)", "  \(replay.text)"]
    if schema.parameters.isEmpty {
      lines.append("  no parameters")
    } else {
      var table = ConsoleTable(columns: [
        .init("  parameter"), .init("accepts"), .init("default", .trailing),
        .init("meaning", canShrink: true),
      ])
      for parameter in schema.parameters {
        table.append([
          .init("  \(parameter.name)"), .init(parameter.domain.description),
          .init(parameter.defaultValue.description), .init(parameter.summary),
        ])
      }
      lines.append(table.rendered(in: style))
    }
    return lines.joined(separator: "\n")
  }

  /// The same for machines.
  var json: JSONValue {
    .object(
      [JSONMember("name", .string(name)), JSONMember("summary", .string(summary))]
        + replay.members
        + [JSONMember("parameters", .array(schema.parameters.map(\.json)))]
    )
  }
}

extension DescribedStrategy.Replay {
  fileprivate var text: String {
    switch self {
    case .bars(let intervals, _): "bars: \(intervals.joined(separator: ", "))"
    case .ticks(let needs):
      needs.isEmpty ? "ticks: quotes or trades" : "ticks: \(needs.joined(separator: " and "))"
    }
  }

  fileprivate var members: [JSONMember] {
    switch self {
    case .bars(let intervals, let isCrossSectional):
      [
        JSONMember("replays", .string("bars")),
        JSONMember("cross_sectional", .bool(isCrossSectional)),
        JSONMember("intervals", .array(intervals.map { .string($0) })),
      ]
    case .ticks(let needs):
      [
        JSONMember("replays", .string("ticks")),
        JSONMember("needs", .array(needs.map { .string($0) })),
      ]
    }
  }
}

extension StrategyRegistry {
  /// All strategies, those on bars first, each in their order.
  var described: [DescribedStrategy] {
    definitions.map { DescribedStrategy($0) } + tickDefinitions.map { DescribedStrategy($0) }
  }

  /// The strategy with a name, on bars or on ticks.
  func described(named name: String) throws(BacktestError) -> DescribedStrategy {
    if let definition = try? definition(named: name) { return DescribedStrategy(definition) }
    return DescribedStrategy(try tickDefinition(named: name))
  }
}

extension TickContent {
  /// What the content has, in words.
  fileprivate var names: [String] {
    [(hasQuotes, "quotes"), (hasTrades, "trades"), (hasReceivedTimes, "times of receipt")]
      .filter(\.0).map(\.1)
  }
}
