import Backtest
import ConfigValidation
import MarketModel
import Synchronization

/// Strategies that know what they cannot know, each in another way, and some that only look so.
enum CheatingStrategies {
  /// Follows a table of closes, by the position of the bar.
  struct Peek: BarStrategy {
    let closes: [Double]
    let ahead: Int

    mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
      let later = bar.index + ahead
      guard later < closes.count else { return }
      let wants = closes[later] > closes[later - 1] ? 1.0 : -1.0
      if wants * context.position <= 0 { context.submit(.signal(wants)) }
    }
  }

  /// A column of the next closes of a table.
  struct NextClose: CausalTransform {
    let closes: [Double]
    var row = -1
    var lookback: Int { 0 }

    mutating func update(_ bar: Bar) -> Double? {
      row += 1
      return row + 1 < closes.count ? closes[row + 1] : nil
    }
  }

  /// Buys while a column lies above the close.
  struct Column: BarStrategy {
    let next: Backtest.Column

    mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
      guard let value = bar[next] else { return }
      let wants = value > bar.close ? 1.0 : 0.0
      if (wants == 1) != (context.position > 0) { context.submit(.signal(wants)) }
    }
  }

  /// Remembers the bars of the run before.
  final class Memory: Sendable {
    let closes = Mutex<[Int: Double]>([:])
  }

  struct Remember: BarStrategy {
    let memory: Memory

    mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
      let (index, close) = (bar.index, bar.close)
      let next = memory.closes.withLock { closes in
        closes[index] = close
        return closes[index + 1]
      }
      let wants = (next ?? 0) > close ? 1.0 : 0.0
      if (wants == 1) != (context.position > 0) { context.submit(.signal(wants)) }
    }
  }

  /// Rests orders of every kind, which fill bars after they were decided.
  struct Resting: BarStrategy {
    mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
      switch bar.index % 7 {
      case 0: context.cancelAll()
      case 1:
        let bracket = Bracket(stop: .fraction(0.01), target: .fraction(0.02))
        context.submit(Order(.limit(bar.close * 0.995), .units(10), bracket: bracket))
      case 2: context.submit(Order(.stop(bar.close * 1.004), .units(5), timeInForce: .day))
      case 3:
        let kind = Order.Kind.stopLimit(stop: bar.close * 1.002, limit: bar.close * 1.01)
        context.submit(Order(kind, .units(3)))
      case 4 where context.position > 0:
        context.submit(Order(.trailingStop(.fraction(0.01)), .units(-context.position)))
      case 5: context.submit(.targetWeight(0.4))
      default: break
      }
    }
  }

  static func peek(at bars: BarSeries, ahead: Int) -> StrategyDefinition {
    let closes = bars.close
    return definition("Peek") { _ in Peek(closes: closes, ahead: ahead) }
  }

  static func column(of bars: BarSeries) -> StrategyDefinition {
    let closes = bars.close
    return definition("Column") { plan in
      Column(next: plan.addOutputs(of: NextClose(closes: closes), identity: "table")[0])
    }
  }

  static func remember() -> StrategyDefinition {
    let memory = Memory()
    return definition("Remember") { _ in Remember(memory: memory) }
  }

  static let resting = definition("Resting") { _ in Resting() }

  private static func definition<S: BarStrategy>(
    _ name: String,
    _ make: @escaping @Sendable (inout ColumnPlan) -> S
  ) -> StrategyDefinition {
    StrategyDefinition(
      name: "\(name)Strategy",
      summary: "A strategy for tests of causality.",
      schema: ParameterSchema([]),
      supports: { _ in true },
      make: { (_, plan) throws(BacktestError) in make(&plan) }
    )
  }
}
