public import Backtest
import ConfigValidation

/// A strategy that submits given orders at given rows, for tests of execution.
public struct ScriptedStrategy: BarStrategy {
  private let script: [(row: Int, order: Order)]
  private let options: [(row: Int, order: OptionOrder)]

  init(_ script: [(row: Int, order: Order)], options: [(row: Int, order: OptionOrder)]) {
    self.script = script
    self.options = options
  }

  /// Submits what the script says for the row.
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    for entry in script where entry.row == bar.index { context.submit(entry.order) }
    for entry in options where entry.row == bar.index { context.submit(entry.order) }
  }

  /// The definition of a strategy that follows a script.
  public static func definition(
    _ script: [(row: Int, order: Order)],
    options: [(row: Int, order: OptionOrder)] = []
  ) -> StrategyDefinition {
    StrategyDefinition(
      name: "ScriptedStrategy",
      summary: "Submits given orders at given rows.",
      schema: ParameterSchema([]),
      supports: { _ in true },
      make: { (_, _) throws(BacktestError) in ScriptedStrategy(script, options: options) }
    )
  }
}
