import Features
import Forecasting
import Testing

/// Splits that skfolio made.
private struct Reference: Decodable {
  struct Fold: Decodable {
    var train: [[Int]]
    var test: [[Int]]
  }

  struct Case: Decodable {
    var samples: Int
    var groups: Int
    var tested: Int
    var purged: Int
    var embargo: Int
    var splits: Int
    var paths: Int
    var pathIds: [[Int]]
    var folds: [Fold]
  }

  var cases: [Case]
}

@Suite("CombinatorialGroups")
struct CombinatorialReferenceTests {
  @Test("makes the splits, gaps and paths of skfolio's CombinatorialPurgedCV")
  func equalsReference() throws {
    for expected in try reference("combinatorial-folds", as: Reference.self).cases {
      // Its purge is the horizon, its embargo what later inputs still hold of held-out labels.
      let layout = try SampleLayout(
        rowCount: expected.samples + expected.purged + expected.embargo,
        contextLength: expected.embargo + 1,
        horizon: expected.purged
      )
      try #require(layout.sampleCount == expected.samples)
      let spacing = try FoldSpacing(
        layout,
        featureLookback: 0,
        separation: .labels,
        embargo: nil
      )
      let groups = try CombinatorialGroups(
        groupCount: expected.groups,
        testedCount: expected.tested
      )
      #expect(groups.splitCount == expected.splits)
      #expect(groups.pathCount == expected.paths)
      #expect(groups.pathIndices == expected.pathIds)
      let plan = try FoldPlan.combinatorialPurged(groups, layout: layout, spacing: spacing)
      for (fold, other) in zip(plan.folds, expected.folds) {
        // Two held-out neighbours may leave a training stretch of nothing, which has no range here.
        #expect(fold.trainingRanges == other.train.map { $0[0]..<$0[1] })
        #expect(fold.testRanges == other.test.map { $0[0]..<$0[1] })
      }
    }
  }

  @Test("gives every group to every path once", arguments: [(6, 2), (5, 4), (10, 3), (4, 1)])
  func pathsCoverGroups(groups: Int, tested: Int) throws {
    let choice = try CombinatorialGroups(groupCount: groups, testedCount: tested)
    #expect(choice.paths.count == choice.pathCount)
    for path in choice.paths {
      for (group, split) in path.enumerated() {
        #expect(choice.testedGroups[split].contains(group))
      }
    }
    // No split's forecasts of a group are used by two paths.
    for group in 0..<groups {
      #expect(Set(choice.paths.map { $0[group] }).count == choice.pathCount)
    }
  }

  @Test("refuses more splits than anybody would fit, and counts out of range")
  func refuses() {
    #expect(throws: FoldError.tooManySplits(limit: 100_000, groups: 40, tested: 20)) {
      try CombinatorialGroups(groupCount: 40, testedCount: 20)
    }
    #expect(throws: FoldError.outOfRange(field: "groups held out", expected: 1...4, found: 5)) {
      try CombinatorialGroups(groupCount: 5, testedCount: 5)
    }
    #expect(throws: FoldError.outOfRange(field: "groups", expected: 2...1_000, found: 1)) {
      try CombinatorialGroups(groupCount: 1, testedCount: 1)
    }
  }
}
