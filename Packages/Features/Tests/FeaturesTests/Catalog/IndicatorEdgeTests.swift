import ConfigValidation
import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Indicators at the edges of their domains")
struct IndicatorEdgeTests {
  static let bars = GeneratedBars(seed: 23, count: 320).bars

  @Test("keep their contract at small periods", arguments: IndicatorCatalog.all)
  func keepContractAtSmallPeriods(definition: IndicatorDefinition) throws {
    let suite = CausalitySuite(bars: Array(Self.bars.prefix(120)), cuts: [1, 2, 3, 30, 90])
    let smallest = try Self.smallest(of: definition, above: 0)
    let found = suite.violations(of: smallest).filter { violation in
      // A window of one value has no deviation: an output may come late or never, but not early.
      guard case .wrongLookback(_, let declared, let first) = violation else { return true }
      return first.map { $0 < declared } ?? false
    }
    #expect(found == [])
    #expect(suite.violations(of: try Self.smallest(of: definition, above: 1)) == [])
  }

  @Test("stay finite through a halt and through absurd prices", arguments: IndicatorCatalog.all)
  func stayFinite(definition: IndicatorDefinition) throws {
    let absurd = FutureChange.poisoned.applied(to: Self.bars, after: 280)
    for bars in [Self.halted(movingVolume: true), Self.halted(movingVolume: false), absurd] {
      for column in try Self.columns(definition.makeTransform([:]), over: bars) {
        let broken = column.values.firstIndex { !$0.isFinite }
        #expect(broken == nil, "\(column.name) at \(broken ?? 0)")
      }
    }
  }

  /// Outputs that cannot leave a range, whatever the bars do.
  static let ranges: [(name: String, output: String, range: ClosedRange<Double>)] = [
    ("aroon", "up", 0...100), ("aroon", "down", 0...100), ("aroon", "oscillator", -100...100),
    ("bop", "value", -1...1), ("cmf", "value", -1...1), ("cmo", "value", -100...100),
    ("correlation", "value", -1...1), ("autocorrelation", "value", -1...1),
    ("drawdown", "value", -1...0), ("efficiency_ratio", "value", 0...1),
    ("fast_stochastic", "k", 0...100), ("fast_stochastic", "d", 0...100),
    ("mfi", "value", 0...100), ("permutation_entropy", "value", 0...1),
    ("r_squared", "value", 0...1), ("rsi", "value", 0...100),
    ("stochrsi", "k", 0...100), ("stochrsi", "d", 0...100),
    ("ultimate_oscillator", "value", 0...100), ("williams_r", "value", -100...0),
    ("supertrend", "direction", -1...1), ("ulcer_index", "value", 0...100),
  ]

  @Test("keep to their ranges", arguments: ranges)
  func keepToRanges(name: String, output: String, range: ClosedRange<Double>) throws {
    let jumpy = GeneratedBars(seed: 5, count: 2_000, step: 0.3).bars
    let slack = 1e-9 * max(abs(range.lowerBound), abs(range.upperBound))
    let transform = try IndicatorCatalog.makeTransform(named: name, [:])
    let columns = try Self.columns(transform, over: jumpy)
    let column = try #require(columns.first { $0.name == output })
    for index in 0..<column.count {
      guard let value = column[index] else { continue }
      #expect(value >= range.lowerBound - slack && value <= range.upperBound + slack)
    }
  }

  @Test(
    "have no value where the formula divides nothing by nothing",
    arguments: [
      "aroon": false, "autocorrelation": true, "beta": true, "bop": true, "cci": true,
      "chaikin_volatility": true, "choppiness": true, "cmo": true, "correlation": true,
      "efficiency_ratio": true, "fast_stochastic": true, "garch": true, "har": true,
      "kurtosis": true, "mass_index": true, "r_squared": true, "rsi": true, "skewness": true,
      "stochrsi": true, "ultimate_oscillator": true, "variance_ratio": true, "vortex": true,
      "williams_r": true,
    ]
  )
  func areUndefinedOnFlatBars(name: String, isUndefined: Bool) throws {
    let flat = Self.bars.map { bar in
      var copy = bar
      (copy.open, copy.high, copy.low, copy.close, copy.volume) = (0.3, 0.3, 0.3, 0.3, 7)
      return copy
    }
    let transform = try IndicatorCatalog.makeTransform(named: name, [:])
    let columns = try Self.columns(transform, over: flat)
    // Of a forecast model only the forecast is; the volatilities of flat bars are zero.
    let last = try #require(columns.last)
    #expect(last.isDefined.contains(true) != isUndefined)
  }

  @Test(
    "have no value without volume",
    arguments: ["vwap", "vwma", "cmf", "relative_volume", "pvo", "ease_of_movement", "mfi"]
  )
  func areUndefinedWithoutVolume(name: String) throws {
    let untraded = Self.bars.map { bar in
      var copy = bar
      copy.volume = 0
      return copy
    }
    let transform = try IndicatorCatalog.makeTransform(named: name, [:])
    for column in try Self.columns(transform, over: untraded) {
      #expect(!column.isDefined.contains(true), "\(column.name)")
    }
  }

  @Test("rounding in the typical price is no flow of money")
  func roundingIsNoFlow() {
    var index = MoneyFlowIndex(period: 2)
    // Both last bars have the typical price 26.688973666…, by different sums.
    let prices = [
      (27.0, 26, 26.5), (26.858271, 26.410133, 26.798517), (26.977772, 26.44001, 26.649139),
    ]
    var last: Double?
    for (bar, price) in zip(Self.bars, prices) {
      var copy = bar
      (copy.high, copy.low, copy.close) = price
      last = index.update(copy)
    }
    #expect(last == 100)
  }

  @Test("a strength that rests has no place in its range")
  func restingStrengthIsUndefined() {
    var index = StochasticRelativeStrength(period: 14, fastK: 5, fastD: 3, input: .close)
    for bar in Self.bars.prefix(60) { _ = index.update(bar) }
    let outputs = (0..<12).map { _ in index.update(value: 101.7) }
    #expect(outputs[2].k != nil)
    #expect(outputs[5...].allSatisfy { $0.k == nil && $0.d == nil })
  }

  @Test("the session's average starts afresh at its hour")
  func sessionAverageStartsAfresh() throws {
    let minutes = GeneratedBars(
      seed: 2,
      count: 180,
      start: Timestamp(seconds: 1_577_923_200 + 23 * 3_600)
    ).bars
    var midnight = SessionVolumeWeightedPrice(startHour: 0, input: .close)
    var later = SessionVolumeWeightedPrice(startHour: 1, input: .close)
    for (index, bar) in minutes.enumerated() {
      let (first, second) = (midnight.update(bar), later.update(bar))
      #expect((first == bar.close) == (index == 0 || index == 60), "\(index)")
      #expect((second == bar.close) == (index == 0 || index == 120), "\(index)")
    }
  }

  /// Every whole number a little above its lower end, rising where the indicator allows that.
  private static func smallest(
    of definition: IndicatorDefinition,
    above margin: Int
  ) throws -> any CausalTransform {
    let integers = definition.schema.parameters.compactMap { parameter -> (String, Int)? in
      guard case .integer(let range) = parameter.domain else { return nil }
      return (parameter.name, range.lowerBound + margin)
    }
    let equal = integers.map(\.1)
    let rising = equal.enumerated().map { $0.element + $0.offset }
    for values in margin == 0 ? [equal, rising] : [rising, equal] {
      let set = zip(integers, values).reduce(into: ParameterSet()) { set, pair in
        set[pair.0.0] = .integer(pair.1)
      }
      if let transform = try? definition.makeTransform(set) { return transform }
    }
    return try definition.makeTransform([:])
  }

  /// Bars that stand still from the hundredth to the two hundredth.
  private static func halted(movingVolume: Bool) -> [Bar] {
    bars.enumerated().map { index, bar in
      guard (100..<200).contains(index) else { return bar }
      var copy = bar
      let price = bars[99].close
      (copy.open, copy.high, copy.low, copy.close) = (price, price, price, price)
      if !movingVolume { copy.volume = 0 }
      return copy
    }
  }

  private static func columns(
    _ transform: any CausalTransform,
    over bars: [Bar]
  ) throws -> [FeatureColumn] {
    transform.columns(over: try BarSeries(symbol: "TEST", interval: .minute, bars: bars))
  }
}
