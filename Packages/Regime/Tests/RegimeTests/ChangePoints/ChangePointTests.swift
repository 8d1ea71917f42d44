import Foundation
import QuantMath
import Regime
import Testing

/// What ruptures and scipy found.
struct ChangePointReference: Decodable {
  struct Found: Decodable {
    var penalty: Double
    var minimumRows: Int
    var positions: [Int]
    var rupturesPositions: [Int]
    var cost: Double
  }

  struct Bayesian: Decodable {
    var expectedRunRows: Double
    var mean: Double
    var meanRows: Double
    var variance: Double
    var varianceRows: Double
    var mostProbableRun: [Int]
    var within5: [Double]
    var last: [Double]
  }

  var steps: [Double]
  var bursts: [Double]
  var pair: [[Double]]
  var meanShift: [Found]
  var meanAndVariance: [Found]
  var pairMeanShift: [Found]
  var pairMeanAndVariance: [Found]
  var bayesian: Bayesian
}

@Suite("Change points")
struct ChangePointTests {
  let peer: ChangePointReference

  init() throws { peer = try reference("change-points", as: ChangePointReference.self) }

  @Test("finds the changes of ruptures at their cost")
  func findsTheChangesOfRuptures() throws {
    let variance = ChangePointCost.meanAndVariance(varianceFloor: 1e-9)
    let cases: [([[Double]], ChangePointCost, [ChangePointReference.Found])] = [
      (peer.steps.map { [$0] }, .meanShift, peer.meanShift),
      (peer.bursts.map { [$0] }, variance, peer.meanAndVariance),
      (peer.pair, .meanShift, peer.pairMeanShift),
      (peer.pair, variance, peer.pairMeanAndVariance),
    ]
    for (rows, cost, expected) in cases {
      for expected in expected {
        let search = ChangePointSearch(
          cost: cost,
          penalty: expected.penalty,
          minimumRows: expected.minimumRows
        )
        let found = try search.changePoints(in: table(rows))
        #expect(found.positions == expected.positions)
        #expect(found.positions == expected.rupturesPositions)
        #expect(abs(found.cost - expected.cost) < 1e-9 * abs(expected.cost))
        #expect(found.segments.map(\.count).reduce(0, +) == rows.count)
      }
    }
  }

  @Test("drops no candidate that could have been best", arguments: 1...12)
  func isExact(seed: Int) throws {
    let made = MadeRegimes.chain(
      seed: UInt64(seed),
      count: 70,
      means: [[0], [1], [-1]],
      deviations: [1, 0.4, 2],
      leaving: 0.1
    )
    for minimum in [2, 5, 13] {
      for penalty in [0.5, 4, 15] {
        for cost in [ChangePointCost.meanShift, .meanAndVariance(varianceFloor: 0.05)] {
          let search = ChangePointSearch(cost: cost, penalty: penalty, minimumRows: minimum)
          let found = try search.changePoints(in: table(made.rows)).penalisedCost
          let expected = exhaustive(made.rows.map { $0[0] }, search)
          #expect(abs(found - expected) < 1e-9 * (1 + abs(expected)))
        }
      }
    }
  }

  @Test("refuses searches without meaning")
  func refusesSearches() throws {
    let rows = try table([[1], [2], [3]])
    #expect(throws: RegimeModelError.tooFewRows(required: 4, found: 3)) {
      try ChangePointSearch(cost: .meanShift, penalty: 1, minimumRows: 4).changePoints(in: rows)
    }
    #expect(throws: RegimeModelError.self) {
      try ChangePointSearch(cost: .meanShift, penalty: .nan, minimumRows: 1).changePoints(in: rows)
    }
  }

  /// The smallest penalised cost over all segmentations, from the definitions.
  private func exhaustive(_ values: [Double], _ search: ChangePointSearch) -> Double {
    func moments(_ part: ArraySlice<Double>) -> (mean: Double, variance: Double) {
      let mean = part.reduce(0, +) / Double(part.count)
      return (mean, part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(part.count))
    }
    let whole = moments(values[...]).variance
    func cost(_ part: ArraySlice<Double>) -> Double {
      let (count, variance) = (Double(part.count), moments(part).variance)
      guard case .meanAndVariance(let floor) = search.cost else { return count * variance }
      let kept = max(variance, floor * whole)
      return count * (log(kept) + variance / kept - 1)
    }
    var best = [-search.penalty] + [Double](repeating: .infinity, count: values.count)
    for end in search.minimumRows...values.count {
      for start in 0...(end - search.minimumRows) where best[start] < .infinity {
        best[end] = min(best[end], best[start] + cost(values[start..<end]) + search.penalty)
      }
    }
    return best[values.count]
  }
}

@Suite("Detectors of change that see the past alone")
struct OnlineChangeTests {
  let peer: ChangePointReference

  init() throws { peer = try reference("change-points", as: ChangePointReference.self) }

  func settings(longestRun: Int) -> BayesianChangeSettings {
    BayesianChangeSettings(
      expectedRunRows: peer.bayesian.expectedRunRows,
      mean: peer.bayesian.mean,
      meanRows: peer.bayesian.meanRows,
      variance: peer.bayesian.variance,
      varianceRows: peer.bayesian.varianceRows,
      longestRun: longestRun
    )
  }

  @Test("gives every run length the probability that scipy's densities do")
  func agreesWithScipy() throws {
    var detector = try BayesianChangeDetector(settings(longestRun: 400))
    #expect(detector.mostProbableRun == nil)
    for (row, value) in peer.bursts.enumerated() {
      try detector.update(value)
      #expect(detector.mostProbableRun == peer.bayesian.mostProbableRun[row])
      #expect(abs(detector.changeProbability(within: 5) - peer.bayesian.within5[row]) < 1e-11)
    }
    let last = zip(detector.runProbabilities, peer.bayesian.last).map { abs($0 - $1) }
    #expect(last.count == peer.bursts.count)
    #expect(last.allSatisfy { $0 < 1e-11 })
  }

  @Test("forgets the longest runs without losing the newest change")
  func boundedMemory() throws {
    var (short, long) = (
      try BayesianChangeDetector(settings(longestRun: 60)),
      try BayesianChangeDetector(settings(longestRun: 400))
    )
    for value in peer.bursts {
      try short.update(value)
      try long.update(value)
      #expect(abs(short.runProbabilities.reduce(0, +) - 1) < 1e-12)
      #expect(
        abs(short.changeProbability(within: 20) - long.changeProbability(within: 20)) < 0.02
      )
    }
    #expect(short.runProbabilities.count == 60)
  }

  @Test("stays finite whatever comes")
  func survivesOutliers() throws {
    var detector = try BayesianChangeDetector(settings(longestRun: 10))
    for value in [0, 1e99, -1e99, 0, 1e-99, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3] {
      try detector.update(value)
      #expect(detector.runProbabilities.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(abs(detector.runProbabilities.reduce(0, +) - 1) < 1e-9)
    }
    #expect(throws: RegimeModelError.self) { try detector.update(.nan) }
    #expect(detector.rowCount == 16)
  }

  @Test("raises an alarm soon after a shift and says when it was")
  func raisesAlarms() throws {
    let made = MadeRegimes.chain(
      seed: 3,
      count: 400,
      means: [[0]],
      deviations: [1],
      leaving: 0
    ).rows.map { $0[0] }
    let shifted = made.enumerated().map { $0 < 200 ? $1 : $1 - 1.5 }
    var detector = try CUSUMDetector(learningRows: 80, allowance: 0.5, threshold: 8)
    let alarms = try shifted.compactMap { try detector.update($0) }
    let first = try #require(alarms.first)
    #expect(first.direction == .down)
    #expect((200..<225).contains(first.row))
    #expect((190..<210).contains(first.changedAfterRow))
    #expect(alarms.count == 1)
  }

  @Test("sums evidence as the textbook does")
  func textbookSums() throws {
    var detector = try CUSUMDetector(learningRows: 2, allowance: 0.5, threshold: 4)
    // Mean 0 and deviation √2 after two rows.
    for value in [-1.0, 1] { #expect(try detector.update(value) == nil) }
    let scale = 2.0.squareRoot()
    #expect(try detector.update(2 * scale) == nil)
    #expect(abs((detector.upwardEvidence ?? 0) - 1.5) < 1e-12)
    #expect(detector.downwardEvidence == 0)
    #expect(try detector.update(2 * scale) == nil)
    let alarm = try detector.update(2 * scale)
    #expect(alarm?.row == 4)
    #expect(alarm?.changedAfterRow == 1)
    #expect(alarm?.direction == .up)
    #expect(detector.upwardEvidence == nil)
  }

  @Test("what is known at a row does not change when later rows do", arguments: [1, 50, 130, 254])
  func isCausal(cut: Int) throws {
    func states(_ values: [Double]) throws -> [[Double]] {
      var bayesian = try BayesianChangeDetector(settings(longestRun: 50))
      var sums = try CUSUMDetector(learningRows: 20, allowance: 0.3, threshold: 4)
      return try values.map { value in
        try bayesian.update(value)
        let alarm = try sums.update(value)
        return Array(bayesian.runProbabilities) + [Double(alarm?.changedAfterRow ?? -1)]
      }
    }
    let whole = try states(peer.bursts)
    #expect(try states(Array(peer.bursts.prefix(cut))) == Array(whole.prefix(cut)))
    let altered = peer.bursts.prefix(cut) + peer.bursts.suffix(from: cut).map { 40 - 9 * $0 }
    #expect(try Array(states(Array(altered)).prefix(cut)) == Array(whole.prefix(cut)))
  }
}
