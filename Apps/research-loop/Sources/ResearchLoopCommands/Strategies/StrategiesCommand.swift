internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation

struct StrategiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategies",
    abstract: "Show the strategies that configurations may name.",
    subcommands: [List.self, Show.self]
  )

  struct List: LoopCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List strategies with what they replay, their parameters, ranges and defaults.",
      discussion: """
        EXAMPLE:
          research-loop strategies list --json
        """
    )

    @Flag(help: "Write JSON.")
    var json = false

    func run(strategies: StrategyRegistry, context: CommandContext) async throws {
      let all = strategies.described
      if json {
        context.console.print(JSONValue.array(all.map(\.json)).text(pretty: true))
        return
      }
      let style = context.console.style
      context.console.print(all.map { $0.rendered(in: style) }.joined(separator: "\n\n"))
    }
  }

  struct Show: LoopCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show one strategy with what it replays, its parameters, ranges and defaults.",
      discussion: """
        EXAMPLE:
          research-loop strategies show OFIMomentum
        """
    )

    @Argument(help: "The name, with or without the ending 'Strategy'.")
    var name: String

    @Flag(help: "Write JSON.")
    var json = false

    func run(strategies: StrategyRegistry, context: CommandContext) async throws {
      let shown: DescribedStrategy
      do throws(BacktestError) {
        shown = try strategies.described(named: name)
      } catch {
        throw CommandFailure.usage(error)
      }
      context.console.print(
        json ? shown.json.text(pretty: true) : shown.rendered(in: context.console.style)
      )
    }
  }
}
