import Backtest
import ConfigValidation
import MarketModel

/// An exponential average that starts at the first close.
struct ExponentialAverage: CausalTransform, Hashable {
  private let weight: Double
  private var value: Double?

  init(window: Int) { weight = 2 / Double(window + 1) }

  var lookback: Int { 0 }

  mutating func update(_ bar: Bar) -> Double? {
    if let value {
      self.value = value.addingProduct(weight, bar.close - value)
    } else {
      value = bar.close
    }
    return value
  }
}

/// Long while the fast average lies above the slow one; the averages live in the strategy.
struct SelfContainedCross: BarStrategy {
  private let fastWeight: Double
  private let slowWeight: Double
  private var fast = 0.0
  private var slow = 0.0
  private var wasAbove = false

  init(fast: Int, slow: Int) {
    fastWeight = 2 / Double(fast + 1)
    slowWeight = 2 / Double(slow + 1)
  }

  mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    let price = bar.close
    if bar.index == 0 {
      (fast, slow) = (price, price)
      return
    }
    fast = fast.addingProduct(fastWeight, price - fast)
    slow = slow.addingProduct(slowWeight, price - slow)
    let isAbove = fast > slow
    if isAbove != wasAbove {
      if isAbove {
        if context.position == 0 { context.submit(.signal(1)) }
      } else if context.position > 0 {
        context.submit(.signal(0))
      }
      wasAbove = isAbove
    }
  }
}

/// Long while the fast average lies above the slow one; the averages are shared columns.
struct ColumnCross: BarStrategy {
  private let fast: Column
  private let slow: Column
  private var wasAbove = false

  init(fast: Column, slow: Column) {
    self.fast = fast
    self.slow = slow
  }

  mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let (fast, slow) = bar[fast, slow] else { return }
    let isAbove = fast > slow
    if isAbove != wasAbove {
      if bar.index > 0 {
        if isAbove {
          if context.position == 0 { context.submit(.signal(1)) }
        } else if context.position > 0 {
          context.submit(.signal(0))
        }
      }
      wasAbove = isAbove
    }
  }
}

private let schema = ParameterSchema([
  .init("fast", .integer(2...500), default: .integer(20), summary: "The fast window in bars."),
  .init("slow", .integer(2...500), default: .integer(50), summary: "The slow window in bars."),
])

let selfContained = StrategyDefinition(
  name: "SelfContainedCross",
  summary: "Averages inside the strategy.",
  schema: schema,
  supports: { _ in true },
  make: { (parameters, _) throws(BacktestError) in
    SelfContainedCross(fast: parameters.integer("fast"), slow: parameters.integer("slow"))
  }
)

let columnCross = StrategyDefinition(
  name: "ColumnCross",
  summary: "Averages as shared columns.",
  schema: schema,
  supports: { _ in true },
  make: { (parameters, columns) throws(BacktestError) in
    ColumnCross(
      fast: columns.add(ExponentialAverage(window: parameters.integer("fast"))),
      slow: columns.add(ExponentialAverage(window: parameters.integer("slow")))
    )
  }
)
