import ConfigValidation
import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("FeatureExpression")
struct FeatureExpressionTests {
  static let bars = GeneratedBars(seed: 17, count: 160, interval: .day).bars

  static func column(_ text: String, over bars: [Bar] = bars) throws -> FeatureColumn {
    let series = try BarSeries(symbol: "TEST", interval: .day, bars: bars)
    return try FeatureExpression(parsing: text).column(
      over: series,
      named: "value",
      calendar: .alwaysOpen
    )
  }

  @Test("is the same tree in Swift and in text")
  func bothForms() throws {
    let pairs: [(Feature, String)] = [
      (.close.momentum(7).zscore(60), "zscore(momentum(close, 7), 60)"),
      (.close / .close.lagged(by: 5) - 1, "close / lag(close, 5) - 1"),
      (.log(.close / .open), "log(close / open)"),
      (.abs(-.close), "abs(-close)"),
      (Feature.min(.high, 3).clamped(to: -1...2.5), "clamp(min(high, 3), -1, upper=2.5)"),
      (.close.difference(over: 2).filled(with: 0), "fill(diff(close, bars=2), 0)"),
      (.atr(14) / .close, "atr() / close"),
      (.close.rsi(14).on(.week), "rsi(close, 14, smoothing=wilder) @ 1w"),
      (
        .close.indicator("bollinger", output: "percent_b", ["period": .integer(20)]),
        "bollinger(close, 20, 2).percent_b"
      ),
      (
        .where(
          .close < 15 || !(.close >= 25),
          0,
          .where((.close > .open) && Feature.low.equals(2), 1, 2)
        ),
        "where(close < 15 or not close >= 25, 0, where(close > open and low == 2, 1, 2))"
      ),
      (2 * (.high - .low) / -3, "2 * (high - low) / -3"),
      (.max(.max(.open, .close), 1), "max(open, close, 1)"),
    ]
    for (swift, text) in pairs {
      #expect(try FeatureExpression(parsing: text) == swift, "\(text)")
    }
  }

  @Test("writes every parameter and the fewest parentheses")
  func canonicalText() throws {
    let texts = [
      "rsi(close,14)@1w": "rsi(close, period=14, smoothing=wilder) @ 1w",
      "bollinger( close , 20 ).upper - low":
        "bollinger(close, period=20, deviations=2).upper - low",
      "((close - (open - 1))) * (2)": "(close - (open - 1)) * 2",
      "-(close + 1) / -2": "-(close + 1) / -2",
      "(-close) @ 3d": "(-close) @ 3d",
      "where((not (close<1)) and close != 2, 1e-7, .5)":
        "where(not close < 1 and close != 2, 1e-07, 0.5)",
      "obv()": "obv()",
    ]
    for (text, canonical) in texts {
      #expect(try FeatureExpression(parsing: text).description == canonical)
    }
  }

  @Test("has a text that reads back to itself", arguments: 0..<300)
  func roundTrip(seed: Int) throws {
    var generator = GeneratedExpressions(seed: UInt64(seed))
    let expression = generator.number(depth: 5)
    let text = expression.description
    let again = try FeatureExpression(parsing: text)
    #expect(again == expression, "\(text)")
    #expect(again.description == text)
  }

  @Test("computes what the plain formulas say")
  func values() throws {
    let bars = Self.bars
    let ratio = try Self.column("log(close / lag(close, 5))")
    let change = try Self.column("diff(high, 2)")
    let choice = try Self.column("where(close > open, high - close, -1)")
    let bounded = try Self.column("clamp(close - open, -0.5, 0.5)")
    for index in bars.indices {
      #expect(change[index] == (index < 2 ? nil : bars[index].high - bars[index - 2].high))
      let bar = bars[index]
      #expect(choice[index] == (bar.close > bar.open ? bar.high - bar.close : -1))
      #expect(bounded[index] == min(max(bar.close - bar.open, -0.5), 0.5))
      #expect((ratio[index] == nil) == (index < 5))
    }
    let mean = try Self.column("(open + high + low + close) / 4")
    #expect(mean[3] == (bars[3].open + bars[3].high + bars[3].low + bars[3].close) / 4)
  }

  @Test("feeds any expression to an indicator as the catalog computes it")
  func nestsIndicators() throws {
    let found = try Self.column("zscore(momentum(close, 7), 60)")
    var momentum = Momentum(period: 7, input: .close)
    var score = ZScore(period: 60, divisor: .sample, input: .close)
    for (index, bar) in Self.bars.enumerated() {
      let expected = momentum.update(bar).flatMap { score.update(value: $0) }
      #expect(found[index]?.bitPattern == expected?.bitPattern)
    }
    #expect(found.isDefined.firstIndex(of: true) == 66)
  }

  @Test("equals the indicator itself on a field", arguments: IndicatorCatalog.all.map(\.name))
  func equalsCatalog(name: String) throws {
    let transform = try IndicatorCatalog.makeTransform(named: name, [:])
    let series = try BarSeries(symbol: "TEST", interval: .day, bars: Self.bars)
    let columns = transform.columns(over: series)
    let input: Feature? = transform is any ValueTransform ? .close : nil
    for column in columns {
      let output = columns.count > 1 ? column.name : nil
      let expression = try FeatureExpression.indicator(name, of: input, output: output, [:])
      let found = try expression.column(over: series, named: column.name, calendar: .alwaysOpen)
      #expect(found == column, "\(name).\(column.name)")
      #expect(try FeatureExpression(parsing: expression.description) == expression)
    }
  }

  @Test("starts a rolling part afresh behind an undefined input")
  func gapsRestart() throws {
    // The logarithm is undefined at bar 10, where the close is zero.
    var bars = Self.bars
    bars[10].close = 0
    let mean = try Self.column("sma(log(close), 4)", over: bars)
    let defined = bars.indices.filter { mean[$0] != nil }
    #expect(defined == Array(3...9) + Array(14..<bars.count))
    let expected = try Self.column("sma(log(close), 4)", over: Array(bars[11...]))
    #expect(mean[20] == expected[9])
    // A fill closes the gap, and makes up nothing before the look-back.
    let filled = try Self.column("fill(lag(log(close), 3), -1)", over: bars)
    #expect(filled[2] == nil)
    #expect(filled[13] == -1)
  }

  @Test("never yields NaN or infinity")
  func staysFinite() throws {
    var bars = Self.bars
    bars[20].close = 0
    bars[30].close = -4
    bars[40].close = 1e300
    let texts = [
      "1 / close", "log(close)", "sqrt(close)", "exp(close)", "close * close", "close / 0",
      "sma(close * close, 3)", "log(-close)", "0 / (close - close)",
    ]
    for text in texts {
      let column = try Self.column(text, over: bars)
      #expect(!column.values.contains { !$0.isFinite }, "\(text)")
    }
    #expect(try Self.column("1 / close", over: bars)[20] == nil)
    #expect(try Self.column("exp(close)", over: bars)[40] == nil)
  }

  @Test("has the look-back of its longest chain")
  func lookbacks() throws {
    let expected = [
      "close": 0, "3": 0, "lag(close, 4)": 4, "diff(sma(close, 10), 2)": 11,
      "zscore(momentum(close, 7), 60)": 66, "atr(14) - rsi(close, 20)": 20,
      "where(close > sma(close, 50), close, open)": 49, "fill(zscore(close, 20), 0)": 19,
      "sma(close, 5) @ 5b": 25, "lag(sma(close, 5) @ 5b, 3)": 28,
    ]
    for (text, lookback) in expected {
      let expression = try FeatureExpression(parsing: text)
      let transform = try expression.transform(of: .day, calendar: .alwaysOpen)
      #expect(transform.lookback == lookback, "\(text)")
      #expect(
        try Self.column(text).isDefined.firstIndex(of: true) == lookback,
        "\(text)"
      )
    }
  }

  @Test(
    "is causal",
    arguments: [
      "zscore(momentum(close, 7), 60)", "log(close / lag(close, 5))", "sma(close, 3) @ 5b",
      "where(rsi(close, 5) > 50, diff(high, 2), lag(low, 3))",
      "bollinger(log(close), 10).percent_b - atr(5) / close",
    ]
  )
  func isCausal(text: String) throws {
    let suite = CausalitySuite(bars: Self.bars, denseThrough: 40)
    let transform = try FeatureExpression(parsing: text)
      .transform(of: .day, calendar: .alwaysOpen)
    #expect(suite.violations(of: transform) == [])
  }

  @Test("is causal and equal in both forms, whatever it says", arguments: 0..<40)
  func generatedAreCausal(seed: Int) throws {
    var generator = GeneratedExpressions(seed: UInt64(1_000 + seed))
    let expression = generator.number(depth: 4)
    let bars = try SessionBars.daily(.usEquities, from: .on(2019, 3, 6), count: 70)
    let all = (0..<bars.count).map { bars[$0] }
    let suite = CausalitySuite(bars: all, cuts: [1, 17, 33, 34, 52])
    func compute(_ bars: [Bar]) -> [FeatureColumn] {
      guard let series = try? BarSeries(symbol: "TEST", interval: .day, bars: bars),
        let column = try? expression.column(over: series, named: "v", calendar: .usEquities)
      else { return [] }
      return [column]
    }
    #expect(suite.violations(ofColumns: compute) == [], "\(expression)")
    var stream = try expression.transform(of: .day, calendar: .usEquities)
    let batch = compute(all)
    for (index, bar) in all.enumerated() {
      #expect(stream.update(bar)?.bitPattern == batch[0][index]?.bitPattern)
    }
  }

  @Test("knows no indicator that the vocabulary lacks")
  func ownVocabulary() throws {
    let sma = try IndicatorCatalog.definition(named: "sma")
    let small = FeatureVocabulary(indicators: [sma])
    let expression = try FeatureExpression(parsing: "sma(close, 3)", in: small)
    #expect(expression == .close.sma(3))
    #expect(throws: FeatureExpressionError.self) {
      try FeatureExpression(parsing: "rsi(close, 3)", in: small)
    }
    #expect(throws: FeatureExpressionError.self) {
      try Feature.close.rsi(3).transform(of: .day, calendar: .alwaysOpen, in: small)
    }
  }
}
