internal import MarketModel

/// Expressions compiled into steps that run once for each bar, common parts only once.
///
/// Every step writes registers that only later steps read. Steps without memory stand in the list
/// itself; those with memory lie in arrays of their kind, where they change in place.
struct FeatureProgram: Sendable {
  /// What one step does; numbers are registers, or positions in the arrays of stateful steps.
  enum Operation: Sendable {
    case field(BarField)
    case constant(Double)
    case unary(UnaryFunction, Int)
    case binary(BinaryFunction, Int, Int)
    case clamp(Int, lower: Double, upper: Double)
    case fill(Int, with: Double, after: Int)
    case conditional(Int, then: Int, otherwise: Int)
    case comparison(Comparison, Int, Int)
    case both(Int, Int)
    case either(Int, Int)
    case not(Int)
    case lag(Int, delay: Int)
    case difference(Int, delay: Int)
    case value(Int, step: Int)
    case bar(step: Int)
    case timeframe(step: Int)
    case columns(from: Int, count: Int)
  }

  /// One step with the first register that it writes.
  struct Step: Sendable {
    let operation: Operation
    let target: Int
  }

  var steps: [Step] = []
  var registers: [Double?] = []
  var outputs: [Int] = []
  var delays: [DelayLine] = []
  var valueSteps: [any ValueStep] = []
  var barSteps: [any BarStep] = []
  var timeframes: [TimeframeStep] = []
  /// Columns that were computed beforehand over the series that the program will see.
  var columns: [FeatureColumn] = []
  private var seen = 0

  /// The value of an output at the newest bar.
  func output(_ position: Int) -> Double? { registers[outputs[position]] }

  /// Runs every step for the next bar.
  mutating func update(_ bar: Bar) {
    for step in steps { run(step, bar) }
    seen += 1
  }

  /// Returns a column of every output over the bars of a series, without names yet.
  mutating func outputColumns(over series: BarSeries) -> [FeatureColumn] {
    guard !outputs.isEmpty else { return [] }
    let count = series.count
    var values = outputs.map { _ in [Double](repeating: 0, count: count) }
    var isDefined = outputs.map { _ in DefinedRows(count: count) }
    for row in 0..<count {
      update(series[row])
      for position in outputs.indices {
        if let value = output(position) {
          values[position][row] = value
        } else {
          isDefined[position].markUndefined(row)
        }
      }
    }
    return zip(values, isDefined).map { FeatureColumn(name: "", values: $0, isDefined: $1) }
  }

  private mutating func run(_ step: Step, _ bar: Bar) {
    let target = step.target
    switch step.operation {
    case .field(let field): store(bar[field], target)
    case .constant(let value): registers[target] = value
    case .unary(let function, let part): store(registers[part].map { function($0) }, target)
    case .binary(let function, let left, let right):
      store(pair(left, right).map { function($0.0, $0.1) }, target)
    case .clamp(let part, let lower, let upper):
      registers[target] = registers[part].map { min(max($0, lower), upper) }
    case .fill(let part, let value, let lookback):
      registers[target] = registers[part] ?? (seen >= lookback ? value : nil)
    case .conditional(let condition, let then, let otherwise):
      let chosen = pair(then, otherwise)
      registers[target] = registers[condition].flatMap { $0 != 0 ? chosen?.0 : chosen?.1 }
    case .comparison(let comparison, let left, let right):
      registers[target] = pair(left, right).map { comparison($0.0, $0.1) ? 1 : 0 }
    case .both(let left, let right):
      registers[target] = pair(left, right).map { $0.0 != 0 && $0.1 != 0 ? 1 : 0 }
    case .either(let left, let right):
      registers[target] = pair(left, right).map { $0.0 != 0 || $0.1 != 0 ? 1 : 0 }
    case .not(let part): registers[target] = registers[part].map { $0 == 0 ? 1 : 0 }
    case .lag(let part, let delay):
      registers[target] = delays[delay].push(registers[part])
    case .difference(let part, let delay):
      let older = delays[delay].push(registers[part])
      store(registers[part].flatMap { value in older.map { value - $0 } }, target)
    case .value(let part, let step):
      valueSteps[step].update(registers[part], &registers, at: target)
    case .bar(let step): barSteps[step].update(bar, &registers, at: target)
    case .timeframe(let step): timeframes[step].update(bar, &registers, at: target)
    case .columns(let first, let count):
      for position in 0..<count {
        registers[target + position] = columns[first + position][seen].finite
      }
    }
  }

  private mutating func store(_ value: Double?, _ target: Int) {
    registers[target] = value.finite
  }

  private func pair(_ left: Int, _ right: Int) -> (Double, Double)? {
    guard let left = registers[left], let right = registers[right] else { return nil }
    return (left, right)
  }
}

extension Double? {
  /// The value, or `nil` where it is NaN or infinite.
  var finite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}

/// The values of the last bars, undefined ones too.
struct DelayLine: Hashable, Sendable {
  private var ring: [Double?]
  private var next = 0

  init(bars: Int) {
    ring = [Double?](repeating: nil, count: bars)
  }

  /// Adds the newest value and returns the one of so many bars ago.
  mutating func push(_ value: Double?) -> Double? {
    if ring.isEmpty { return value }
    let older = ring[next]
    ring[next] = value
    next = next + 1 == ring.count ? 0 : next + 1
    return older
  }
}
