import QuantMath
import Regime
import Testing

@Suite("CompositeRegimeDetector")
struct CompositeRegimeDetectorTests {
  /// A walk of scores with undefined ones and returns of bitcoin, some beyond the gate.
  static func rows(seed: UInt64, count: Int) -> (scores: [Double?], returns: [Double?]) {
    var stream = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
    var score = 0.0
    var (scores, returns): ([Double?], [Double?]) = ([], [])
    for _ in 0..<count {
      score = 0.9 * score + 1.2 * (stream.uniform() - 0.5)
      scores.append(stream.uniform() < 0.03 ? nil : score)
      returns.append(stream.uniform() < 0.05 ? nil : 0.5 * (stream.uniform() - 0.5))
    }
    return (scores, returns)
  }

  @Test("takes the first state from the thresholds, which belong to the milder side")
  func firstRow() throws {
    let expected: [(Double?, CompositeState, CompositeState)] = [
      (-1.51, .strongRiskOnAlts, .riskOnAlts), (-1.5, .weakRiskOnAlts, .riskOnAlts),
      (-0.5, .balanced, .balanced), (nil, .balanced, .balanced), (0.5, .balanced, .balanced),
      (0.51, .weakRiskOnMajors, .riskOnMajors), (1.51, .strongRiskOnMajors, .riskOnMajors),
    ]
    for (score, five, three) in expected {
      var detectors = [CompositeState.Resolution.five, .three].map {
        CompositeRegimeDetector(settings: .standard($0))
      }
      #expect(try detectors[0].update(score: score, bitcoinReturn: nil).state == five)
      #expect(try detectors[1].update(score: score, bitcoinReturn: nil).state == three)
    }
  }

  @Test("counts the age from the row on which a state began")
  func countsAge() throws {
    var detector = CompositeRegimeDetector(settings: .standard(.five))
    let scores = [0.7, 0.1, 0.1, 0.1, 0.7, 1.6]
    let found = try scores.map { try detector.update(score: $0, bitcoinReturn: nil) }
    #expect(found.map(\.age) == [0, 1, 2, 0, 0, 0])
    #expect(
      found.map(\.state) == [
        .weakRiskOnMajors, .weakRiskOnMajors, .weakRiskOnMajors, .balanced, .weakRiskOnMajors,
        .strongRiskOnMajors,
      ]
    )
  }

  @Test("caps the score of majors when bitcoin moves too far, either way")
  func capsScore() throws {
    let settings = CompositeSettings.standard(.five)
    #expect(settings.gated(2, bitcoinReturn: 0.151) == 0.5)
    #expect(settings.gated(2, bitcoinReturn: -0.151) == 0.5)
    #expect(settings.gated(2, bitcoinReturn: 0.15) == 2)
    #expect(settings.gated(2, bitcoinReturn: nil) == 2)
    #expect(settings.gated(0.4, bitcoinReturn: 0.9) == 0.4)
    #expect(settings.gated(-2, bitcoinReturn: 0.9) == -2)

    var detector = CompositeRegimeDetector(settings: settings)
    let strong = try detector.update(score: 2, bitcoinReturn: 0.1)
    let capped = try detector.update(score: 2, bitcoinReturn: 0.2)
    #expect(!strong.isCapped && strong.state == .strongRiskOnMajors)
    #expect(capped.isCapped && capped.rawScore == 2 && capped.state == .weakRiskOnMajors)
  }

  @Test("gives in one go what it gives row by row, and looks at no later row", arguments: 0..<8)
  func batchEqualsStream(seed: UInt64) throws {
    let (scores, returns) = Self.rows(seed: seed, count: 400)
    for resolution in CompositeState.Resolution.allCases {
      let settings = CompositeSettings.standard(resolution)
      let batch = try CompositeRegimeDetector.readings(
        scores: scores,
        bitcoinReturns: returns,
        settings: settings
      )
      var detector = CompositeRegimeDetector(settings: settings)
      let stream = try zip(scores, returns).map {
        try detector.update(score: $0, bitcoinReturn: $1)
      }
      #expect(batch == stream)
      #expect(Set(batch.map(\.state)).isSubset(of: resolution.states))
      for cut in [1, 57, 200, 399] {
        let past = try CompositeRegimeDetector.readings(
          scores: Array(scores[..<cut]),
          bitcoinReturns: Array(returns[..<cut]),
          settings: settings
        )
        #expect(past == Array(batch[..<cut]))
      }
    }
  }

  @Test("continues from a copy as if there had been no break")
  func copiesContinue() throws {
    let (scores, returns) = Self.rows(seed: 5, count: 200)
    let settings = CompositeSettings.standard(.five)
    var first = CompositeRegimeDetector(settings: settings)
    let head = try (0..<120).map { try first.update(score: scores[$0], bitcoinReturn: returns[$0]) }
    var second = first
    let tail = try (120..<200).map {
      try second.update(score: scores[$0], bitcoinReturn: returns[$0])
    }
    let whole = try CompositeRegimeDetector.readings(
      scores: scores,
      bitcoinReturns: returns,
      settings: settings
    )
    #expect(head + tail == whole)
  }

  @Test("switches less often with hysteresis than without, and less when young states resist")
  func hysteresisCalms() throws {
    let (scores, returns) = Self.rows(seed: 11, count: 3000)
    let standard = CompositeSettings.standard(.five)
    func switches(band: Double, resists: Bool) throws -> Int {
      let settings = try CompositeSettings(
        resolution: .five,
        thresholds: standard.thresholds,
        hysteresis: .init(lowBand: -band, highBand: band),
        persistence: .init(minimumRows: 3, youngFactor: 1.5, requiresStrongerSignal: resists),
        volatilityGate: nil
      )
      let states = try CompositeRegimeDetector.readings(
        scores: scores,
        bitcoinReturns: returns,
        settings: settings
      ).map(\.state)
      return zip(states, states.dropFirst()).filter { $0 != $1 }.count
    }
    let (none, banded, resisting) = (
      try switches(band: 0, resists: false), try switches(band: 0.3, resists: false),
      try switches(band: 0.3, resists: true)
    )
    #expect(none > banded && banded > resisting && resisting > 0)
  }

  @Test("refuses numbers that are not finite and is then unchanged")
  func refusesNotFinite() throws {
    var detector = CompositeRegimeDetector(settings: .standard(.five))
    _ = try detector.update(score: 0.7, bitcoinReturn: nil)
    let before = detector
    #expect(throws: RegimeInputError.self) { try detector.update(score: .nan, bitcoinReturn: nil) }
    #expect(throws: RegimeInputError.notFinite(field: "bitcoin return", row: 1, value: .infinity)) {
      try detector.update(score: 0, bitcoinReturn: .infinity)
    }
    #expect(detector == before)
    #expect(
      throws: RegimeInputError.countMismatch(field: "bitcoin returns", expected: 2, found: 1)
    ) {
      try CompositeRegimeDetector.readings(
        scores: [0, 1],
        bitcoinReturns: [0],
        settings: .standard(.five)
      )
    }
  }
}
