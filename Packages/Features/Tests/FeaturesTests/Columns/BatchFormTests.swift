import ConfigValidation
import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Columns equal the streaming form bit for bit")
struct BatchFormTests {
  static let walk = GeneratedBars(seed: 23, count: 400).bars

  /// A walk that stands still now and then, falls to zero, and jumps.
  static let rough: [Bar] = walk.enumerated().map { index, bar in
    var copy = bar
    switch index % 130 {
    case 40..<75:
      (copy.open, copy.high, copy.low, copy.close) = (99.5, 99.5, 99.5, 99.5)
    case 75..<100 where index > 130:
      (copy.open, copy.high, copy.low, copy.close, copy.volume) = (0, 0, 0, 0, 0)
    case 110: (copy.high, copy.close) = (copy.high * 1e6, copy.close * 1e6)
    default: break
    }
    return copy
  }

  @Test("with the declared and with other parameters", arguments: IndicatorCatalog.all)
  func equalsStreaming(definition: IndicatorDefinition) throws {
    for bars in [Self.walk, Self.rough] {
      for parameters in Self.variants(of: definition) {
        guard let transform = try? definition.makeTransform(parameters) else { continue }
        let lookback = transform.lookback
        let lengths = [0, 1, 2, lookback, lookback + 1, lookback + 6, 3 * lookback, bars.count]
        try check(transform, bars, lengths: lengths, "\(parameters.elements)")
      }
    }
  }

  @Test(
    "at every length",
    arguments: [
      "sma", "ema", "rsi", "macd", "bollinger", "atr", "adx", "stochastic", "obv", "zscore",
    ]
  )
  func equalsStreamingAtEveryLength(name: String) throws {
    let transform = try IndicatorCatalog.makeTransform(named: name, [:])
    try check(transform, Self.rough, lengths: Array(0...170), "")
  }

  @Test("after some bars have been consumed", arguments: IndicatorCatalog.all)
  func continuesWhereItStands(definition: IndicatorDefinition) throws {
    try checkContinued(definition.makeTransform([:]))
  }

  @Test("in memory that is used again", arguments: IndicatorCatalog.all)
  func recomputesInPlace(definition: IndicatorDefinition) throws {
    let transform = try definition.makeTransform([:])
    let (walk, rough) = (try Self.series(Self.walk), try Self.series(Self.rough))
    var columns = transform.columns(over: rough)
    let kept = columns
    transform.recompute(&columns, over: walk)
    #expect(columns == transform.columns(over: walk))
    #expect(kept == transform.columns(over: rough))
    let first = columns[0].values.withUnsafeBufferPointer { $0.baseAddress }
    transform.recompute(&columns, over: rough)
    #expect(columns == kept)
    #expect(columns[0].values.withUnsafeBufferPointer { $0.baseAddress } == first)
    let short = try Self.series(Array(Self.walk[..<7]))
    transform.recompute(&columns, over: short)
    #expect(columns == transform.columns(over: short))
  }

  /// Each parameter in turn at the lower end of its range and somewhat above; each choice.
  static func variants(of definition: IndicatorDefinition) -> [ParameterSet] {
    var sets: [ParameterSet] = [[:]]
    for parameter in definition.schema.parameters {
      let values: [ParameterValue]
      switch parameter.domain {
      case .integer(let range):
        values = [range.lowerBound, 5, 14, 33].map { .integer($0) }
      case .number(let range): values = [.number(range.lowerBound)]
      case .flag: values = [.flag(true), .flag(false)]
      case .choice(let names): values = names.map { .text($0) }
      }
      for value in values { sets.append([parameter.name: value]) }
    }
    return sets
  }

  private func check<Transform: CausalTransform>(
    _ fresh: Transform,
    _ bars: [Bar],
    lengths: [Int],
    _ what: String
  ) throws {
    var streaming = fresh
    let expected = bars.map { streaming.update($0) }
    for length in Set(lengths.map { min($0, bars.count) }).sorted() {
      let columns = fresh.columns(over: try Self.series(Array(bars[..<length])))
      #expect(columns.map(\.name) == Transform.Output.names)
      for (position, column) in columns.enumerated() {
        let difference = Self.firstDifference(column, expected[..<length], position)
        #expect(difference == nil, "\(column.name) of \(length) bars, \(what)")
      }
    }
  }

  private func checkContinued<Transform: CausalTransform>(_ fresh: Transform) throws {
    var streaming = fresh
    for consumed in [1, 7, 50, 51, 52, 53] {
      streaming = fresh
      for bar in Self.walk[..<consumed] { _ = streaming.update(bar) }
      let rest = Self.walk[consumed...]
      let columns = streaming.columns(over: try Self.series(Array(rest)))
      let expected = rest.map { streaming.update($0) }
      for (position, column) in columns.enumerated() {
        let difference = Self.firstDifference(column, expected[...], position)
        #expect(difference == nil, "\(column.name) after \(consumed) bars")
      }
    }
  }

  private static func firstDifference<Output: TransformOutput>(
    _ column: FeatureColumn,
    _ expected: ArraySlice<Output>,
    _ position: Int
  ) -> Int? {
    guard column.count == expected.count else { return -1 }
    for (row, output) in expected.enumerated() {
      let value = output.value(at: position)
      if column[row]?.bitPattern != value?.bitPattern { return row }
      if value == nil, column.values[row].bitPattern != 0 { return row }
    }
    return nil
  }

  private static func series(_ bars: [Bar]) throws -> BarSeries {
    try BarSeries(symbol: "TEST", interval: .minute, bars: bars)
  }
}
