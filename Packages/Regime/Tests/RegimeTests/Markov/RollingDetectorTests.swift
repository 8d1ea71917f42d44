import MarketModel
import QuantMath
import Regime
import RegimeTesting
import Testing

@Suite("Rolling detectors")
struct RollingDetectorTests {
  let walkForward = WalkForwardSettings(
    windowRows: 250,
    refitRows: 50,
    alignment: .emissions,
    restartGain: nil,
    minimumPersistenceRows: 0
  )

  let clusters = KMeansSettings(
    clusterCount: 3,
    start: .spread(count: 2, seed: 4, trial: 0),
    maximumIterations: 100,
    minimumClusterRows: 5,
    order: .byMean(feature: "b")
  )

  @Test(
    "labels keep their meaning across refits",
    arguments: [UInt64(1), 2, 3, 4],
    StateAlignment.allCases
  )
  func labelsKeepTheirMeaning(seed: UInt64, alignment: StateAlignment) throws {
    let made = MadeRegimes.clear(seed: seed, count: 600)
    var settings = walkForward
    settings.alignment = alignment
    settings.restartGain = seed.isMultiple(of: 2) ? 20 : nil
    var model = HMMSettings.made(states: 3, seed: seed, iterations: 20, tolerance: 1e-2)
    model.minimumStateRows = 10
    let found = try RollingHMMDetector.states(
      of: table(made.rows),
      walkForward: settings,
      model: model
    )
    let agreements = found.fits.compactMap(\.agreement)
    #expect(found.fits.count == 8)
    #expect(agreements.count >= 5)
    #expect(agreements.allSatisfy { $0 >= 0.95 })
    let labels = found.labels.compactMap(\.self)
    #expect(labels.count == 350)
    #expect(share(labels, Array(made.states.suffix(350))) >= 0.95)
  }

  @Test("without alignment the order of a search would show")
  func alignmentUndoesReordering() throws {
    let rows = try table(MadeRegimes.clear(seed: 5, count: 400).rows)
    let fit = try GaussianHMM.fit(rows, settings: .made(states: 3))
    for alignment in StateAlignment.allCases {
      for order in [[0, 1, 2], [2, 0, 1], [1, 0, 2]] {
        let shuffled = fit.reordered(order)
        #expect(try shuffled.aligned(to: fit, by: alignment, window: rows) == fit)
      }
    }
  }

  @Test("a row's state does not change when later rows do", arguments: [270, 300, 301])
  func isCausal(cut: Int) throws {
    let rows = MadeRegimes.clear(seed: 9, count: 360).rows
    var altered = rows
    for row in cut..<360 { altered[row] = [50 - Double(row), Double(row % 7)] }
    var settings = walkForward
    settings.minimumPersistenceRows = 3
    let model = HMMSettings.made(states: 3, starts: 1, iterations: 10)
    let whole = try RollingHMMDetector.states(
      of: table(rows),
      walkForward: settings,
      model: model
    )
    for changed in [altered, Array(rows.prefix(cut))] {
      let found = try RollingHMMDetector.states(
        of: table(changed),
        walkForward: settings,
        model: model
      )
      #expect(Array(found.states.prefix(cut)) == Array(whole.states.prefix(cut)))
      let centres = try RollingKMeansDetectorRun(table(changed), settings, clusters)
      let wholeCentres = try RollingKMeansDetectorRun(table(rows), settings, clusters)
      #expect(Array(centres.states.prefix(cut)) == Array(wholeCentres.states.prefix(cut)))
    }
  }

  @Test("passes the suite of detectors on bars")
  func passesTheSuite() throws {
    let closes = MadeBars.walk(seed: 3, steps: (0..<260).map { $0 % 80 > 50 ? 0.05 : 0.008 })
    let suite = RegimeCausalitySuite(
      series: try MadeBars.daily(closes),
      cuts: [121, 150, 151, 200, 240]
    )
    let settings = WalkForwardSettings(
      windowRows: 100,
      refitRows: 30,
      alignment: .overlap,
      restartGain: 0,
      minimumPersistenceRows: 3
    )
    let found = suite.violations { bars in
      var detector = try RollingHMMDetector(
        features: ["a"],
        walkForward: settings,
        model: .made(states: 2, starts: 1, iterations: 10)
      )
      return try (1..<max(1, bars.count)).compactMap { row in
        let state = try detector.update([bars.close[row] / bars.close[row - 1] - 1])
        return state.map { record(at: bars.closeTimes[row], $0) }
      }
    }
    #expect(found == [])
  }

  @Test("keeps the old model when a refit fails, and says so")
  func recordsFailures() throws {
    var rows = MadeRegimes.clear(seed: 3, count: 300).rows
    rows += (0..<400).map { _ in [0.25, -1] }
    let found = try RollingHMMDetector.states(
      of: table(rows),
      walkForward: walkForward,
      model: .made(states: 3, starts: 1, iterations: 10)
    )
    let last = try #require(found.fits.last)
    #expect(
      last.failure
        == .invalidObservations([
          .constant(feature: "a", value: 0.25), .constant(feature: "b", value: -1),
        ])
    )
    let fits = found.states.compactMap { $0?.fit }
    #expect(fits.last == found.fits.filter { $0.failure == nil }.count - 1)
    #expect(found.states.last != .some(nil))
  }

  @Test("centres keep their meaning across refits", arguments: [UInt64(1), 2, 3])
  func centresKeepTheirMeaning(seed: UInt64) throws {
    let made = MadeRegimes.chain(
      seed: seed,
      count: 900,
      means: [[0, -3], [3, 0], [0, 3]],
      deviations: [0.5, 0.5, 0.5],
      leaving: 0.05
    )
    for alignment in StateAlignment.allCases {
      var settings = walkForward
      settings.alignment = alignment
      settings.restartGain = alignment == .overlap ? 0 : nil
      let found = try RollingKMeansDetectorRun(table(made.rows), settings, clusters)
      #expect(found.fits.compactMap(\.agreement).allSatisfy { $0 >= 0.95 })
      #expect(share(found.labels, Array(made.states.suffix(650))) >= 0.95)
    }
  }

  @Test("refuses windows that are too short and rows without meaning")
  func refusesSettings() throws {
    var settings = walkForward
    settings.windowRows = 20
    #expect(throws: RegimeModelError.tooFewRows(required: 23, found: 20)) {
      try RollingHMMDetector(features: ["a", "b"], walkForward: settings, model: .made(states: 3))
    }
    var detector = try RollingHMMDetector(
      features: ["a", "b"],
      walkForward: walkForward,
      model: .made(states: 3)
    )
    #expect(
      throws: RegimeModelError.invalidObservations([
        .notUsable(feature: "b", row: 0, value: .infinity)
      ])
    ) { try detector.update([1, .infinity]) }
    #expect(detector.rowCount == 0)
  }

  private func record(at time: Int64, _ state: WalkForwardState) -> RegimeRecord {
    RegimeRecord(
      eventType: .symbol,
      scope: "TEST",
      timeframe: "1d",
      timestamp: Timestamp(nanoseconds: time),
      configHash: "0",
      volatility: nil,
      trend: nil,
      liquidity: nil,
      session: nil,
      risk: "\(state.label)",
      spreadPercent: nil,
      volumePercentile: nil,
      confidence: state.probabilities[state.rawLabel],
      isWarm: true,
      dataQualityFlags: 0,
      metricsJSON: "\(state.probabilities)"
    )
  }
}

/// The states that a rolling detector of clusters gives to a table.
struct RollingKMeansDetectorRun {
  var states: [WalkForwardState?] = []
  var fits: [WalkForwardFit]

  var labels: [Int] { states.compactMap { $0?.label } }

  init(
    _ table: ObservationTable,
    _ walkForward: WalkForwardSettings,
    _ model: KMeansSettings
  ) throws {
    var detector = try RollingKMeansDetector(
      features: table.features,
      walkForward: walkForward,
      model: model
    )
    for row in 0..<table.rowCount { states.append(try detector.update(table.row(row))) }
    fits = detector.fits
  }
}
