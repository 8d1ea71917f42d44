internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import MarketModel
internal import Reporting

struct StrategiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategies",
    abstract: "Show the strategies that configurations may name.",
    subcommands: [List.self]
  )

  struct List: LoopCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List strategies with their parameters, ranges and defaults.",
      discussion: """
        EXAMPLE:
          research-loop strategies list --json
        """
    )

    @Flag(help: "Write JSON.")
    var json = false

    func run(strategies: StrategyRegistry, context: CommandContext) async throws {
      if json {
        let list = strategies.definitions.map(\.json)
        context.console.print(JSONValue.array(list).text(pretty: true))
        return
      }
      for (index, definition) in strategies.definitions.enumerated() {
        if index > 0 { context.console.print("") }
        context.console.print(context.console.style.painted(definition.name, .strong))
        context.console.print("  \(definition.summary)")
        context.console.print("  bars: \(definition.supportedIntervals.joined(separator: ", "))")
        guard !definition.schema.parameters.isEmpty else {
          context.console.print("  no parameters")
          continue
        }
        var table = ConsoleTable(columns: [
          .init("  parameter"), .init("accepts"), .init("default", .trailing),
          .init("meaning", canShrink: true),
        ])
        for parameter in definition.schema.parameters {
          table.append([
            .init("  \(parameter.name)"), .init(parameter.domain.description),
            .init(parameter.defaultValue.description), .init(parameter.summary),
          ])
        }
        context.console.print(table.rendered(in: context.console.style))
      }
    }
  }
}

extension StrategyDefinition {
  /// The usual intervals that the strategy supports, as text.
  fileprivate var supportedIntervals: [String] {
    [
      BarInterval.minute, .fiveMinutes, .fifteenMinutes, .hour, .fourHours, .day, .week,
    ].filter { supports($0) }.map(\.description)
  }

  fileprivate var json: JSONValue {
    .object([
      JSONMember("name", .string(name)),
      JSONMember("summary", .string(summary)),
      JSONMember("cross_sectional", .bool(isCrossSectional)),
      JSONMember("intervals", .array(supportedIntervals.map { .string($0) })),
      JSONMember("parameters", .array(schema.parameters.map(\.json))),
    ])
  }
}

extension ParameterSchema.Parameter {
  fileprivate var json: JSONValue {
    var members = [JSONMember("name", .string(name))]
    switch domain {
    case .integer(let range):
      members += [
        JSONMember("type", .string("integer")),
        JSONMember("minimum", .integer(Int64(range.lowerBound))),
        JSONMember("maximum", .integer(Int64(range.upperBound))),
      ]
    case .number(let range):
      members += [
        JSONMember("type", .string("number")),
        JSONMember("minimum", .number(range.lowerBound)),
        JSONMember("maximum", .number(range.upperBound)),
      ]
    case .flag: members.append(JSONMember("type", .string("flag")))
    case .choice(let names):
      members += [
        JSONMember("type", .string("choice")),
        JSONMember("choices", .array(names.map { .string($0) })),
      ]
    }
    members += [
      JSONMember("default", defaultValue.json), JSONMember("summary", .string(summary)),
    ]
    return .object(members)
  }
}

extension ParameterValue {
  fileprivate var json: JSONValue {
    switch self {
    case .integer(let value): .integer(Int64(value))
    case .number(let value): .number(value)
    case .flag(let value): .bool(value)
    case .text(let value): .string(value)
    }
  }
}
