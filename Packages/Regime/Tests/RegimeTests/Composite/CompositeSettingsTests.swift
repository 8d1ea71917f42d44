import ConfigValidation
import Regime
import Testing

@Suite("CompositeSettings and CompositeWeights")
struct CompositeSettingsTests {
  /// A document from JSON, which holds the same nodes as YAML.
  static func node(_ entries: [(String, ConfigNode.Content)]) -> ConfigNode {
    let mark = ConfigMark(file: "experiment.yaml", line: 1)
    return ConfigNode(
      .mapping(entries.map { ConfigEntry(key: $0.0, value: ConfigNode($0.1, mark: mark)) }),
      mark: mark
    )
  }

  static func decode(
    _ entries: [(String, ConfigNode.Content)]
  ) throws(ConfigurationError) -> CompositeSettings {
    try ConfigValidation.decode(
      node([("state_mapping", node(entries).content)])
    ) { root in root.required("state_mapping", .compositeState) }
  }

  /// The path and reason of each issue of a mapping.
  static func issues(_ entries: [(String, ConfigNode.Content)]) -> [String] {
    do throws(ConfigurationError) {
      _ = try decode(entries)
      return []
    } catch {
      return error.issues.map { "\($0.path): \($0.reason)" }
    }
  }

  @Test("have the documented numbers where a document is silent")
  func defaults() throws {
    #expect(try Self.decode([]) == .standard(.five))
    #expect(try Self.decode([("n_regimes", .integer(3))]) == .standard(.three))
  }

  @Test("read every key of a document")
  func readsEveryKey() throws {
    let found = try Self.decode([
      ("n_regimes", .integer(5)),
      (
        "thresholds",
        Self.node([
          ("low", .number(-0.4)), ("high", .number(0.6)), ("strong_low", .integer(-1)),
          ("strong_high", .integer(2)),
        ]).content
      ),
      (
        "hysteresis",
        Self.node([("low_band", .number(-0.2)), ("high_band", .number(0.1))]).content
      ),
      (
        "persistence",
        Self.node([
          ("min_duration_days", .integer(7)), ("requires_stronger_signal", .flag(false)),
          ("young_factor", .integer(2)),
        ]).content
      ),
      (
        "high_volatility_gate",
        Self.node([("enabled", .flag(true)), ("return_limit", .number(0.2))]).content
      ),
    ])
    let expected = try CompositeSettings(
      resolution: .five,
      thresholds: .init(low: -0.4, high: 0.6, strongLow: -1, strongHigh: 2),
      hysteresis: .init(lowBand: -0.2, highBand: 0.1),
      persistence: .init(minimumRows: 7, youngFactor: 2, requiresStrongerSignal: false),
      volatilityGate: 0.2
    )
    #expect(found == expected)
  }

  @Test("switch the gate off by name")
  func gateOff() throws {
    let gate = Self.node([("enabled", .flag(false))]).content
    #expect(try Self.decode([("high_volatility_gate", gate)]).volatilityGate == nil)
  }

  @Test("refuse unknown keys, with the nearest known one")
  func unknownKeys() {
    let found = Self.issues([
      ("n_regime", .integer(5)),
      ("thresholds", Self.node([("lo", .number(-1))]).content),
      ("backtest", Self.node([]).content),
    ])
    #expect(found.count == 3)
    #expect(
      found.contains(
        "state_mapping.n_regime: is not a known field; did you mean 'n_regimes'?"
      )
    )
    #expect(found.contains { $0.hasPrefix("state_mapping.thresholds.lo: is not a known field") })
    #expect(found.contains { $0.hasPrefix("state_mapping.backtest: is not a known field") })
  }

  @Test("name every field that contradicts another or its meaning, all at once")
  func contradictions() {
    let found = Self.issues([
      ("n_regimes", .integer(4)),
      (
        "thresholds",
        Self.node([
          ("low", .number(0.7)), ("strong_low", .number(0.8)), ("strong_high", .number(0.1)),
        ]).content
      ),
      (
        "hysteresis",
        Self.node([("low_band", .number(0.3)), ("high_band", .number(-0.3))]).content
      ),
      (
        "persistence",
        Self.node([("min_duration_days", .integer(-1)), ("young_factor", .number(0.5))]).content
      ),
    ])
    #expect(
      found.sorted() == [
        "state_mapping.hysteresis.high_band: expected a number not below zero, found -0.3",
        "state_mapping.hysteresis.low_band: expected a number not above zero, found 0.3",
        "state_mapping.n_regimes: expected 3 or 5, found 4",
        "state_mapping.persistence.min_duration_days: expected an integer in 0...1000000, found -1",
        "state_mapping.persistence.young_factor: expected a number not below one, found 0.5",
        "state_mapping.thresholds.low: expected a number below high (0.5), found 0.7",
        "state_mapping.thresholds.strong_high: expected a number not below high (0.5), found 0.1",
        "state_mapping.thresholds.strong_low: expected a number not above low (0.7), found 0.8",
      ]
    )
  }

  @Test("throw the same reasons when they are made in code")
  func typedError() throws {
    let error = try #require(throws: RegimeSettingsError.self) {
      try CompositeSettings(
        resolution: .five,
        thresholds: .init(low: 0.5, high: 0.5, strongLow: .nan, strongHigh: 1),
        hysteresis: .init(lowBand: 0.1, highBand: 0.3),
        persistence: .init(minimumRows: -2, youngFactor: 1.5, requiresStrongerSignal: true),
        volatilityGate: -1
      )
    }
    #expect(
      error.problems.map(\.field) == [
        "thresholds.low", "thresholds.strong_low", "hysteresis.low_band",
        "persistence.min_duration_days", "high_volatility_gate.return_limit",
      ]
    )
    #expect(
      error.description.hasPrefix("thresholds.low: expected a number below high (0.5), found")
    )
  }

  @Test("leave strong thresholds unread with three states")
  func threeStatesIgnoreStrong() throws {
    let thresholds = CompositeSettings.Thresholds(low: -2, high: 2, strongLow: 0, strongHigh: 0)
    let standard = CompositeSettings.standard(.three)
    let settings = try CompositeSettings(
      resolution: .three,
      thresholds: thresholds,
      hysteresis: standard.hysteresis,
      persistence: standard.persistence,
      volatilityGate: nil
    )
    #expect(settings.staticState(of: 1.9) == .balanced)
    #expect(settings.staticState(of: 2.1) == .riskOnMajors)
  }

  @Test("add signed terms, an undefined z-score counting zero")
  func score() throws {
    let weights = try CompositeWeights([.init("a", 0.5), .init("b", -0.25), .init("c", 2)])
    #expect(try weights.score(of: [1, 2, 3]) == 6)
    #expect(try weights.score(of: [1, 2, nil]) == 0)
    #expect(try weights.score(of: [nil, nil, nil]) == 0)
    #expect(throws: RegimeInputError.countMismatch(field: "z-scores", expected: 3, found: 1)) {
      try weights.score(of: [1])
    }
    #expect(throws: RegimeInputError.self) { try weights.score(of: [1, .nan, nil]) }
  }

  @Test("ship signed weights that turn breadth and momentum around")
  func presets() {
    #expect(CompositeWeights.full.entries.map(\.weight).map(abs).reduce(0, +).isNearly(1))
    #expect(CompositeWeights.baseline.entries.map(\.weight).map(abs).reduce(0, +).isNearly(1))
    for (signed, plain) in [
      (CompositeWeights.full, CompositeWeights.fullUnsigned),
      (.baseline, .baselineUnsigned),
    ] {
      #expect(signed.features == plain.features)
      let turned = zip(signed.entries, plain.entries).filter { $0.weight == -$1.weight }
      #expect(turned.map(\.0.feature) == ["alt_breadth_pct_up", "momentum_spread_7d"])
    }
  }

  @Test("read weights from a document and refuse what they cannot use")
  func decodesWeights() throws {
    func read(_ items: [[(String, ConfigNode.Content)]]) throws -> CompositeWeights {
      let list = ConfigNode.Content.sequence(items.map(Self.node))
      return try ConfigValidation.decode(Self.node([("features", list)])) { root in
        root.required("features", .compositeWeights(of: ["breadth", "dominance"]))
      }
    }
    let good = try read([
      [("id", .text("breadth")), ("weight", .number(-0.4))],
      [("id", .text("dominance")), ("weight", .integer(1))],
    ])
    #expect(try good == CompositeWeights([.init("breadth", -0.4), .init("dominance", 1)]))
    let bad: [[[(String, ConfigNode.Content)]]] = [
      [],
      [[("id", .text("bredth")), ("weight", .number(1))]],
      [[("id", .text("breadth"))]],
      [[("id", .text("breadth")), ("weight", .integer(1)), ("sign", .integer(1))]],
      [
        [("id", .text("breadth")), ("weight", .integer(1))],
        [("id", .text("breadth")), ("weight", .integer(2))],
      ],
    ]
    for items in bad { #expect(throws: ConfigurationError.self) { try read(items) } }
    #expect(throws: RegimeSettingsError.self) { try CompositeWeights([]) }
    #expect(throws: RegimeSettingsError.self) { try CompositeWeights([.init("a", .infinity)]) }
    #expect(throws: RegimeSettingsError.self) {
      try CompositeWeights([.init("a", 1), .init("a", 2)])
    }
  }
}

extension Double {
  /// Whether two numbers agree to rounding.
  func isNearly(_ other: Double) -> Bool { abs(self - other) <= 1e-12 * max(1, abs(other)) }
}
