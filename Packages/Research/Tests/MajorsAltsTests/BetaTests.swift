import MajorsAlts
import QuantMath
import Testing

@Suite("Betas")
struct BetaTests {
  static let settings = BetaSettings(
    windowDays: 60,
    minimumOverlap: 30,
    ridge: 0.1,
    winsorShare: 0.05,
    range: 0...3,
    fallback: 1
  )

  private func draw(
    _ stream: inout PhiloxStream,
    days: Int,
    _ first: Double,
    _ second: Double
  ) -> (asset: [Double?], bitcoin: [Double?], ether: [Double?]) {
    var columns: ([Double?], [Double?], [Double?]) = ([], [], [])
    for _ in 0..<days {
      let bitcoin = 0.03 * stream.normal()
      let ether = 0.035 * stream.normal()
      columns.0.append(first * bitcoin + second * ether + 0.01 * stream.normal())
      columns.1.append(bitcoin)
      columns.2.append(ether)
    }
    return columns
  }

  @Test(
    "are recovered within 15 % on average",
    arguments: [(0.6, 0.6), (1.2, 0.4), (0.5, 1.5)]
  )
  func recoversKnownBetas(first: Double, second: Double) {
    var stream = PhiloxStream(seed: 9, purpose: 2, trial: 0, path: 0)
    var sum = (0.0, 0.0)
    for _ in 0..<500 {
      let drawn = draw(&stream, days: 60, first, second)
      let betas = estimateBetas(
        of: drawn.asset,
        bitcoin: drawn.bitcoin,
        ether: drawn.ether,
        settings: Self.settings
      )
      sum.0 += betas.bitcoin / 500
      sum.1 += betas.ether / 500
    }
    #expect(abs(sum.0 / first - 1) < 0.15)
    #expect(abs(sum.1 / second - 1) < 0.15)
  }

  @Test("are those of least squares without penalty and tails")
  func equalsLeastSquares() {
    var settings = Self.settings
    settings.ridge = 0
    settings.winsorShare = 0
    let bitcoin: [Double?] = (0..<60).map { Double(($0 * 7) % 11) - 5 }
    let ether: [Double?] = (0..<60).map { Double(($0 * 5) % 13) - 6 }
    let asset: [Double?] = zip(bitcoin, ether).map { 0.3 + 0.7 * ($0 ?? 0) + 1.1 * ($1 ?? 0) }
    let betas = estimateBetas(of: asset, bitcoin: bitcoin, ether: ether, settings: settings)
    #expect(abs(betas.bitcoin - 0.7) < 1e-12)
    #expect(abs(betas.ether - 1.1) < 1e-12)
  }

  @Test("fall back without enough common days, and where the regressors are one")
  func fallsBack() {
    let one: [Double?] = (0..<60).map { Double($0 % 7) }
    let sparse: [Double?] = (0..<60).map { $0 < 40 ? nil : Double($0 % 5) }
    let fallback = MarketBetas(bitcoin: 1, ether: 1)
    let other: [Double?] = (0..<60).map { Double($0 % 3) }
    #expect(
      estimateBetas(of: sparse, bitcoin: one, ether: other, settings: Self.settings) == fallback
    )
    var plain = Self.settings
    plain.ridge = 0
    #expect(estimateBetas(of: other, bitcoin: one, ether: one, settings: plain) == fallback)
    let flat: [Double?] = (0..<60).map { _ in 0.5 }
    #expect(
      estimateBetas(of: other, bitcoin: flat, ether: one, settings: Self.settings) == fallback
    )
  }
}

@Suite("Capped weights")
struct CappedWeightTests {
  @Test("never exceed the cap and add up", arguments: 0..<200)
  func staysBelowTheCap(seed: Int) {
    var stream = PhiloxStream(seed: UInt64(seed), purpose: 3, trial: 0, path: 0)
    let count = 1 + stream.index(below: 30)
    let scores = (0..<count).map { _ in 0.001 + stream.uniform() * stream.uniform() * 100 }
    let cap = 0.02 + 0.5 * stream.uniform()
    let weights = cappedWeights(inProportionTo: scores, cap: cap)
    #expect(weights.allSatisfy { $0 > 0 && $0 <= cap * (1 + 1e-12) })
    let total = weights.reduce(0, +)
    #expect(abs(total - min(1, Double(count) * cap)) < 1e-9)
    // A name with a larger score never gets less.
    for (index, score) in scores.enumerated() {
      for (other, smaller) in scores.enumerated() where score > smaller {
        #expect(weights[index] >= weights[other] - 1e-12)
      }
    }
  }

  @Test("keep what a single renormalisation would push above the cap")
  func iterates() {
    // Capping 0.6 leaves 0.4 for 0.3 and 0.1: once renormalised, 0.3 becomes 0.375.
    let weights = cappedWeights(inProportionTo: [6, 3, 1], cap: 0.36)
    #expect(zip(weights, [0.36, 0.36, 0.28]).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}
