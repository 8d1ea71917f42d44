import ConfigValidation
import Features
import MarketModel
import Testing

@Suite("FeatureSet")
struct FeatureSetTests {
  static func node(_ content: ConfigNode.Content, line: Int) -> ConfigNode {
    ConfigNode(content, mark: ConfigMark(file: "features.yaml", line: line))
  }

  static func mapping(_ entries: KeyValuePairs<String, String>, line: Int) -> ConfigNode {
    node(
      .mapping(entries.map { ConfigEntry(key: $0, value: node(.text($1), line: line)) }),
      line: line
    )
  }

  static func read(_ features: ConfigNode) throws -> FeatureSet {
    let document = node(.mapping([ConfigEntry(key: "features", value: features)]), line: 1)
    return try decode(document) { $0.required("features", .featureSet()) }
  }

  @Test("reads a list and a mapping of expressions alike")
  func readsBothForms() throws {
    let list = Self.node(
      .sequence([
        Self.mapping(
          ["name": "trend", "expression": "close / sma(close, 20) - 1", "summary": "Distance."],
          line: 2
        ),
        Self.mapping(
          ["name": "weekly_rsi", "expression": "rsi(close, 14)", "timeframe": "1w"],
          line: 3
        ),
      ]),
      line: 1
    )
    let map = Self.node(
      .mapping([
        ConfigEntry(
          key: "trend",
          value: Self.mapping(
            ["expression": "close / sma(close, 20) - 1", "summary": "Distance."],
            line: 2
          )
        ),
        ConfigEntry(key: "weekly_rsi", value: Self.node(.text("rsi(close, 14) @ 1w"), line: 3)),
      ]),
      line: 1
    )
    let expected = try FeatureSet([
      .init("trend", .close / .close.sma(20) - 1, summary: "Distance."),
      .init("weekly_rsi", .close.rsi(14).on(.week)),
    ])
    #expect(try Self.read(list) == expected)
    #expect(try Self.read(map) == expected)
  }

  @Test("reports every problem of a document at once")
  func reportsEverything() throws {
    let list = Self.node(
      .sequence([
        Self.mapping(["name": "a b", "expression": "clse + sma(opne, 3)"], line: 2),
        Self.mapping(["name": "twice", "expression": "close"], line: 3),
        Self.mapping(["name": "twice", "expression": "open", "timefrane": "1w"], line: 4),
        Self.mapping(["name": "nested", "expression": "close @ 1w", "timeframe": "1mo"], line: 5),
        Self.mapping(["name": "bad", "expression": "close", "timeframe": "weekly"], line: 6),
        Self.mapping(["expression": "lag(close, -3)"], line: 7),
      ]),
      line: 1
    )
    let error = try #require(throws: ConfigurationError.self) { try Self.read(list) }
    #expect(
      error.description.split(separator: "\n").map(String.init) == [
        "features.yaml:2: features[0].name: "
          + "expected a name of letters, digits and '_', found 'a b'",
        "features.yaml:2: features[0].expression: character 1: "
          + "'clse' is no field, function or indicator; did you mean 'close'?",
        "features.yaml:2: features[0].expression: character 12: "
          + "'opne' is no field, function or indicator; did you mean 'open'?",
        "features.yaml:4: features[2].timefrane: is not a known field; did you mean 'timeframe'?",
        "features.yaml:4: features[2]: expected each name once, found 'twice' twice",
        "features.yaml:5: features[3].timeframe: "
          + "expected one timeframe, found another in the expression",
        "features.yaml:6: features[4].timeframe: "
          + "expected a timeframe such as 1w, 3d, 1mo, 5b or 1h, found 'weekly'",
        "features.yaml:7: features[5].name: is required; "
          + "expected a name of letters, digits and '_', found nothing",
        "features.yaml:7: features[5].expression: character 1: "
          + "lag: bars: expected an integer in 0...100000, found -3",
      ]
    )
  }

  @Test(
    "refuses documents that are no features",
    arguments: [
      ConfigNode.Content.text("close"), .sequence([]), .mapping([]), .integer(3),
    ]
  )
  func refusesOtherContent(content: ConfigNode.Content) {
    #expect(throws: ConfigurationError.self) { try Self.read(Self.node(content, line: 1)) }
  }

  @Test("refuses names that are none or stand twice")
  func refusesNames() {
    #expect(
      throws: FeatureSetError(problems: [
        .invalidName(position: 0, name: "1a"), .duplicateName("b"),
      ])
    ) {
      try FeatureSet([.init("1a", .close), .init("b", .close), .init("b", .open)])
    }
  }

  @Test("selects and appends entries")
  func selects() throws {
    let set = try FeatureSet([.init("a", .close), .init("trend", .open)])
    #expect(try set.selecting(["trend"]).names == ["trend"])
    #expect(try set.appending(FeatureSet([.init("c", .low)])).names == ["a", "trend", "c"])
    #expect(throws: FeatureSetError(problems: [.unknownName("trnd", suggestion: "trend")])) {
      try set.selecting(["trnd"])
    }
  }

  @Test("fills a frame as the single expressions and the stream do, bit for bit")
  func framesEqualStreams() throws {
    let calendar = TradingCalendar.usEquities
    let series = try SessionBars.daily(calendar, from: .on(2019, 1, 2), count: 90)
    var generator = GeneratedExpressions(seed: 99)
    let set = try FeatureSet((0..<12).map { .init("f\($0)", generator.number(depth: 3)) })
    let frame = try set.frame(over: series, calendar: calendar)
    #expect(frame.names == set.names)
    #expect(frame.openTimes == series.openTimes)
    var stream = try set.stream(of: .day, calendar: calendar)
    for row in 0..<series.count {
      stream.update(series[row])
      for (position, column) in frame.columns.enumerated() {
        #expect(stream[position]?.bitPattern == column[row]?.bitPattern)
      }
    }
    for entry in set.entries {
      let alone = try entry.expression.column(
        over: series,
        named: entry.name,
        calendar: calendar
      )
      #expect(frame[entry.name] == alone, "\(entry.expression)")
    }
    let empty = try set.frame(over: series.slice(0..<0), calendar: calendar)
    #expect(empty.isEmpty)
  }

  @Test("describes its columns")
  func dictionary() throws {
    let set = try FeatureSet([
      .init("a", .close.sma(3).on(.week) - .open, summary: "A distance."),
      .init("b", .atr(14)),
    ])
    let lines = set.dictionary(of: .day, calendar: .usEquities)
    #expect(
      lines.map(\.description) == [
        "a = sma(close, period=3) @ 1w - open; look-back 15 bars; A distance.",
        "b = atr(period=14); look-back 14 bars",
      ]
    )
    #expect(lines[0].fields == [.open, .close])
    #expect(lines[0].timeframes == [.week])
    #expect(lines[1].fields == [.open, .high, .low, .close, .volume])
  }
}
