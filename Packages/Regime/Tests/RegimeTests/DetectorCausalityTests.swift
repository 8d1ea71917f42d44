import Features
import MarketModel
import Regime
import Testing

/// A detector of regimes, by name, over the bars of several symbols.
struct NamedDetector: Sendable, CustomStringConvertible {
  let name: String
  let subject: @Sendable () -> CausalitySubject<BarWorld>

  var description: String { name }
}

@Suite("Every detector of regimes")
struct DetectorCausalityTests {
  static let settings = RegimeSettings.standard

  static let detectors: [NamedDetector] = [
    NamedDetector(name: "rules of a symbol") {
      CausalitySubject(regimeName: "rules of a symbol") { world in
        RegimeRecord.records(
          of: world.bars[0],
          calendar: .usEquities,
          spreads: nil,
          settings: settings,
          configHash: "0"
        )
      }
    },
    NamedDetector(name: "risk vote of a market") {
      CausalitySubject(regimeName: "risk vote of a market") { world in
        RegimeRecord.records(
          ofMarket: world.bars,
          scope: RegimeRecord.equities,
          calendar: .usEquities,
          settings: settings,
          configHash: "0"
        )
      }
    },
    NamedDetector(name: "composite score") {
      CausalitySubject(name: "composite score", kind: "regime", claim: .causal, lookback: nil) {
        world in
        let (one, two) = (world.bars[0], world.bars[1])
        var detector = CompositeRegimeDetector(settings: .standard(.five))
        var states: [String] = []
        for row in 0..<one.count {
          // The score is the lead of one symbol over the other in the last five bars.
          let score: Double? =
            row >= 5 && row < two.count
            ? 40 * (one.close[row] / one.close[row - 5] - two.close[row] / two.close[row - 5]) : nil
          let move = row > 0 ? one.close[row] / one.close[row - 1] - 1 : nil
          let reading = try detector.update(
            score: score.flatMap { $0.isFinite ? $0 : nil },
            bitcoinReturn: move
          )
          states.append("\(reading.state.label) \(reading.age)")
        }
        return [ReleasedColumn(name: "state", visibleAt: one.closeTimes, labels: states)]
      }
    },
  ]

  static let world: BarWorld? = {
    let made = (["SPY", "TLT"] as [Symbol]).enumerated().compactMap { number, symbol in
      try? MadeBars.daily(
        MadeBars.walk(
          seed: UInt64(9 + number),
          steps: (0..<220).map { $0 % 90 > 70 ? 0.04 : 0.01 }
        ),
        symbol: symbol
      )
    }
    return made.count == 2 ? BarWorld(made) : nil
  }()

  @Test("labels from the past alone", arguments: detectors)
  func isCausal(detector: NamedDetector) throws {
    let world = try #require(Self.world)
    let report = CausalityChecker(plan: .thorough(cuts: 12, seed: 3))
      .check(detector.subject(), over: world)
    #expect(report.violations == [])
    #expect(report.cuts == 12)
    #expect(report.comparisons > 10_000)
  }
}
