import Features
import Testing

@Suite("Errors of expression texts")
struct ExpressionErrorTests {
  static let cases: [(text: String, messages: [String])] = [
    ("", ["1:1: expected a field, a function, a number or '(', found the end"]),
    ("clse", ["1:1: 'clse' is no field, function or indicator; did you mean 'close'?"]),
    (
      "zscor(momentun(close, 7), 60)",
      ["1:1: 'zscor' is no field, function or indicator; did you mean 'zscore'?"]
    ),
    ("close +", ["1:8: expected a field, a function, a number or '(', found the end"]),
    ("close close", ["1:7: expected an operator or the end, found 'close'"]),
    ("(close", ["1:7: expected ')', found the end"]),
    ("close $ 2", ["1:7: expected an expression, found '$'"]),
    ("sma(close, 'x", ["1:12: expected a closing ', found the end of the line"]),
    ("rsi", ["1:1: expected '(' after rsi, found 'rsi' alone"]),
    (
      "rsi(close, perod=14)",
      ["1:12: rsi has no parameter 'perod'; did you mean 'period'?"]
    ),
    (
      "rsi(close, 0)",
      ["1:1: rsi: period: expected an integer in 1...100000, found 0"]
    ),
    (
      "rsi(close, 14, wilde)",
      ["1:1: rsi: smoothing: expected one of wilder, simple, found wilde"]
    ),
    ("rsi(close, 14, period=14)", ["1:16: rsi: expected period once, found it twice"]),
    (
      "rsi(close, period=14, wilder)",
      ["1:23: expected a name before an argument that follows a named one, found 'wilder'"]
    ),
    ("rsi()", ["1:1: rsi: expected a series as first argument, found 0"]),
    (
      "rsi(14)",
      ["1:5: expected a series as first argument of rsi, found the number 14"]
    ),
    (
      "rsi(close, 14, wilder, 3)",
      ["1:24: expected at most 2 parameters of rsi (period, smoothing), found the number 3"]
    ),
    (
      "atr(close, 14)",
      [
        "1:12: expected at most 1 parameters of atr (period), found the number 14"
      ]
    ),
    (
      "rsi(close, sma(close, 3))",
      ["1:12: rsi: period: expected a number or a name, found sma(…)"]
    ),
    (
      "macd(close)",
      ["1:1: macd has several outputs; expected '.' and one of line, signal, histogram"]
    ),
    (
      "macd(close).signl",
      [
        "1:13: macd has no output 'signl'; expected one of line, signal, histogram; "
          + "did you mean 'signal'?"
      ]
    ),
    ("macd(close, 30).line", ["1:1: macd: fast (30) must be smaller than slow (26)"]),
    ("close.high", ["1:7: expected an indicator before '.high', found 'close'"]),
    ("log(close).x", ["1:12: expected an indicator before '.x', found log(…)"]),
    (
      "lag(close, -1)",
      ["1:1: lag: bars: expected an integer in 0...100000, found -1"]
    ),
    ("lag(close, 1.5)", ["1:1: lag: bars: expected an integer in 0...100000, found 1.5"]),
    ("diff(close, 0)", ["1:1: diff: bars: expected an integer in 1...100000, found 0"]),
    ("lag(close)", ["1:1: lag: expected 2 arguments (x, bars), found 1"]),
    ("min(close)", ["1:1: min: expected at least 2 arguments (x, y, …), found 1"]),
    ("clamp(close, 2, 1)", ["1:1: clamp: lower (2.0) must not exceed upper (1.0)"]),
    ("where(close, 1, 2)", ["1:7: expected a condition, found 'close'"]),
    ("close > open", ["1:7: expected a number, found a condition"]),
    ("log(close > open)", ["1:11: expected a number, found a condition"]),
    ("close > open > low", ["1:14: expected an operator or the end, found '>'"]),
    (
      "close @ 1y",
      ["1:7: expected a timeframe such as 1w, 3d, 1mo, 5b or 1h, found '1y'"]
    ),
    (
      "sma(close @ 1w, 3) @ 1mo",
      ["1:20: expected one timeframe, found one inside another"]
    ),
    ("close @ 1w @ 1w", ["1:12: expected an operator or the end, found '@1w'"]),
    (
      "lag(clsoe, 3)\n  + rsi(close,\n perod=3)",
      [
        "1:5: 'clsoe' is no field, function or indicator; did you mean 'close'?",
        "3:2: rsi has no parameter 'perod'; did you mean 'period'?",
      ]
    ),
    ("1e999", ["1:1: expected a number that fits 64 bits, found 1e999"]),
  ]

  @Test("name the place, what was expected and what was found", arguments: cases)
  func messages(text: String, messages: [String]) throws {
    let error = try #require(throws: FeatureExpressionError.self) {
      try FeatureExpression(parsing: text)
    }
    #expect(error.issues.map(\.description) == messages)
  }

  @Test("stop at a depth instead of at the end of the stack")
  func depth() throws {
    let texts = [
      String(repeating: "(", count: 10_000) + "close" + String(repeating: ")", count: 10_000),
      String(repeating: "-", count: 10_000) + "close",
      Array(repeating: "close", count: 10_000).joined(separator: " + "),
      "where(" + String(repeating: "not ", count: 10_000) + "close > 1, 1, 2)",
      "max(" + Array(repeating: "close", count: 10_000).joined(separator: ", ") + ")",
    ]
    for text in texts {
      let error = try #require(throws: FeatureExpressionError.self) {
        try FeatureExpression(parsing: text)
      }
      #expect(error.issues.first?.reason == .tooDeep(limit: 64))
    }
  }
}
