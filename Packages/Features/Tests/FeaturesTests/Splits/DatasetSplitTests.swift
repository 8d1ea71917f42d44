import Features
import QuantMath
import Testing

@Suite("DatasetSplit")
struct DatasetSplitTests {
  private func split(
    _ method: SplitMethod,
    rows: Int = 8_073,
    context: Int = 60,
    horizon: Int = 1
  ) throws -> DatasetSplit {
    try DatasetSplit(
      SampleLayout(rowCount: rows, contextLength: context, horizon: horizon),
      method,
      validationShare: 0.15,
      testShare: 0.15
    )
  }

  @Test("counts samples as rows less context less horizon plus one")
  func countsSamples() throws {
    let layout = try SampleLayout(rowCount: 8_073, contextLength: 60, horizon: 5)
    #expect(layout.sampleCount == 8_009)
    #expect(layout.contextRows(of: 0) == 0..<60)
    #expect(layout.decisionRow(of: 0) == 59)
    #expect(layout.labelRows(of: 8_008) == 8_068..<8_073)
  }

  @Test("scatters 132 chunks of 8,073 rows into 19 and 19 samples", arguments: [UInt64(0), 42, 7])
  func scattersChunks(seed: UInt64) throws {
    let split = try split(.scattered(seed: seed))
    #expect(split.validation.count == 19)
    #expect(split.test.count == 19)
    #expect((split.validation + split.test).allSatisfy { $0 % 61 == 0 && $0 < 132 * 61 })
    #expect(Set(split.validation + split.test).count == 38)
    #expect(split.validation == split.validation.sorted())
    #expect(split.firstOverlap() == nil)
    // A start is training exactly when its 61 rows touch no held-out chunk.
    let held = Set((split.validation + split.test).map { $0 / 61 })
    let expected = (0..<8_013).filter { start in
      !held.contains(start / 61) && !held.contains((start + 60) / 61)
    }
    #expect(split.training == expected)
  }

  @Test("draws the same chunks for a seed and others for another")
  func isSeeded() throws {
    #expect(try split(.scattered(seed: 42)) == split(.scattered(seed: 42)))
    #expect(
      try split(.scattered(seed: 42)).test != split(.scattered(seed: 43)).test
    )
    #expect(try split(.scattered(seed: 42)).validation.prefix(3) == [488, 1_403, 1_525])
    #expect(try split(.scattered(seed: 42)).test.suffix(3) == [7_686, 7_808, 7_991])
  }

  @Test("takes the last chunks for the test and those before them for validation")
  func contiguous() throws {
    let split = try split(.contiguous)
    #expect(split.test == (113..<132).map { $0 * 61 })
    #expect(split.validation == (94..<113).map { $0 * 61 })
    #expect(split.training == Array(0...94 * 61 - 61))
  }

  @Test("keeps the order of time with an embargo of at least the horizon", arguments: [0, 3, 20])
  func chronological(embargo: Int) throws {
    let split = try split(.chronological(embargo: embargo), horizon: 5)
    let gap = max(5, embargo)
    #expect(split.test == Array(6_808..<8_009))
    #expect(split.validation == Array(6_808 - gap - 1_201..<6_808 - gap))
    #expect(split.training == Array(0..<6_808 - 2 * gap - 1_201))
    // Each outcome is known before the first decision of the next part.
    let known = try #require(split.training.last.map { split.layout.labelRows(of: $0).upperBound })
    #expect(known - 1 < split.layout.decisionRow(of: split.validation[0]))
  }

  @Test("never lets a training sample overlap a held-out label, over 5,000 random layouts")
  func neverOverlaps() throws {
    var stream = PhiloxStream(seed: 2_024, purpose: 1, trial: 0, path: 0)
    var divided = 0
    for _ in 0..<5_000 {
      let context = 1 + stream.index(below: 12)
      let horizon = 1 + stream.index(below: 8)
      let layout = try SampleLayout(
        rowCount: context + horizon + stream.index(below: 150),
        contextLength: context,
        horizon: horizon
      )
      let methods: [SplitMethod] = [
        .chronological(embargo: stream.index(below: 12)), .scattered(seed: stream.next()),
        .contiguous,
      ]
      let shares = (0.02 + 0.45 * stream.uniform(), 0.02 + 0.45 * stream.uniform())
      for method in methods {
        guard
          let split = try? DatasetSplit(
            layout,
            method,
            validationShare: shares.0,
            testShare: shares.1
          )
        else { continue }
        divided += 1
        let overlap = split.firstOverlap()
        let rows = Set(split.trainingRows.rows)
        let sees = (split.validation + split.test).contains { sample in
          layout.labelRows(of: sample).contains { rows.contains($0) }
        }
        guard overlap == nil, !sees, !split.training.isEmpty, !split.validation.isEmpty,
          !split.test.isEmpty
        else {
          Issue.record("\(method) \(layout) \(shares): \(String(describing: overlap))")
          return
        }
      }
    }
    #expect(divided > 7_500)
  }

  @Test("finds an overlap where there is one")
  func findsOverlaps() throws {
    let layout = try SampleLayout(rowCount: 30, contextLength: 3, horizon: 2)
    let leaking = DatasetSplit(
      unchecked: layout,
      .contiguous,
      training: [0, 1],
      validation: [2],
      test: [20]
    )
    // Sample 1 touches rows 1 to 5; the label of sample 2 depends on rows 5 and 6.
    let overlap = try #require(leaking.firstOverlap())
    #expect((overlap.trainingSample, overlap.heldOutSample, overlap.row) == (1, 2, 5))
  }

  @Test("takes a seeded share of the training samples")
  func takesSubsets() throws {
    let split = try split(.chronological(embargo: 1))
    let some = try split.trainingSubset(fraction: 0.3, seed: 1)
    #expect(some.count == Int(Double(split.training.count) * 0.3))
    #expect(zip(some, some.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Set(some).isSubset(of: Set(split.training)))
    #expect(try split.trainingSubset(fraction: 0.3, seed: 1) == some)
    #expect(try split.trainingSubset(fraction: 0.3, seed: 2) != some)
    #expect(try split.trainingSubset(fraction: 1, seed: 2) == split.training)
    #expect(throws: SplitError.fraction(found: 0)) {
      try split.trainingSubset(fraction: 0, seed: 1)
    }
  }

  @Test("names what is wrong with lengths and shares")
  func namesProblems() throws {
    #expect(throws: SplitError.tooFewRows(needed: 65, found: 64, for: "one sample")) {
      try SampleLayout(rowCount: 64, contextLength: 60, horizon: 5)
    }
    #expect(throws: SplitError.outOfRange(field: "horizon", expected: 1...10_000, found: 0)) {
      try SampleLayout(rowCount: 64, contextLength: 60, horizon: 0)
    }
    #expect(throws: SplitError.tooFewRows(needed: 305, found: 304, for: "five chunks of 61")) {
      try split(.scattered(seed: 1), rows: 304)
    }
    #expect(throws: SplitError.emptyPart(.training, samples: 11, embargo: 5)) {
      try split(.chronological(embargo: 5), rows: 71)
    }
    let layout = try SampleLayout(rowCount: 500, contextLength: 3, horizon: 2)
    #expect(throws: SplitError.shares(validation: 0.5, test: 0.5)) {
      try DatasetSplit(layout, .contiguous, validationShare: 0.5, testShare: 0.5)
    }
  }
}
