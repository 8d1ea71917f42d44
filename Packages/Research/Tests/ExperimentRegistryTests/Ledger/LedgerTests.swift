import ConfigValidation
import ExperimentRegistry
import MarketModel
import Testing

@Suite("Trial ledger")
struct LedgerTests {
  @Test("row hashes equal those that Python computes")
  func equalsReference() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let rows = try #require(try Reference.load()["values"]?["ledger"]?.arrayValue)
    for (parameters, row) in zip(Reference.parameters, rows) {
      try registry.append(
        [CountedTrial(of: Reference.identity(parameters))],
        at: Timestamp(nanoseconds: try #require(row["recorded_at"]?.integerValue))
      )
    }
    let stored = try registry.ledgerRows(after: 0, limit: 10)
    #expect(stored.map(\.hash) == rows.map { $0["row_hash"]?.stringValue })
    #expect(try registry.ledgerHead() == LedgerHead(count: 3, hash: stored[2].hash))
  }

  @Test("a trial counted before adds no row, within a batch and later")
  func isIdempotent() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let first = try registry.append(trials(1...3) + trials(2...4), at: noon)
    #expect(first.added == 4 && first.alreadyCounted == 2)
    let later = noon.advanced(bySeconds: 60)
    let second = try registry.append(trials(3...5), at: later)
    #expect(second.added == 1 && second.alreadyCounted == 2 && second.head.count == 5)
    let rows = try registry.ledgerRows(after: 0, limit: 100)
    #expect(rows.map(\.sequence) == [1, 2, 3, 4, 5])
    #expect(rows.map(\.trial) == trials(1...5))
    #expect(rows.map(\.recordedAt) == [noon, noon, noon, noon, later])
    #expect(try registry.ledgerRows(after: 3, limit: 1).map(\.sequence) == [4])
    #expect(try registry.verifyLedger() == .intact(second.head))
  }

  @Test("counts what was tried up to the last of some trials, whatever came later")
  func countsUpToTrials() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    try registry.append(trials(1...3), at: noon)
    try registry.append([CountedTrial(of: identity(fast: 1, strategy: "RSI_V1"))], at: noon)
    try registry.append(trials(4...6), at: noon)
    let first = identity(fast: 1)
    func count(_ range: ClosedRange<Int>) throws -> Int {
      try registry.trialTotals(
        through: trials(range),
        dataSetID: first.dataSetID,
        strategyID: first.strategyID
      ).trials
    }
    #expect(try count(1...2) == 2)
    #expect(try count(2...3) == 3)
    #expect(try count(3...4) == 4)
    #expect(try count(9...9) == 0)
  }

  @Test("a newer engine evaluates the same trial; other data or settings make another")
  func countsWhatWasTried() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let same = [identity(fast: 1), identity(fast: 1, engine: "2")]
    #expect(try registry.append(same.map { CountedTrial(of: $0) }, at: noon).added == 1)
    let others = [
      identity(fast: 1, packs: ["other"]), identity(fast: 1, statistics: ["mc_seed": 1]),
      identity(fast: 1, strategy: "RSI_V1"), identity(fast: 2),
    ]
    #expect(try registry.append(others.map { CountedTrial(of: $0) }, at: noon).added == 4)

    let data = identity(fast: 1).dataSetID
    let all = try registry.trialTotals(dataSetID: nil, strategyID: nil)
    #expect(all.trials == 5 && all.parameterSets == 3)
    let onData = try registry.trialTotals(dataSetID: data, strategyID: nil)
    #expect(onData.trials == 4 && onData.parameterSets == 3)
    let both = try registry.trialTotals(dataSetID: data, strategyID: "EMA_CROSS_V1")
    #expect(both.trials == 3 && both.parameterSets == 2)
    let none = try registry.trialTotals(dataSetID: "nothing", strategyID: nil)
    #expect(none.trials == 0 && none.parameterSets == 0)
  }

  @Test("survives closing and opening again")
  func survivesReopening() throws {
    let folder = try TemporaryFolder()
    let head = try folder.registry().append(trials(1...10), at: noon).head
    let again = try folder.registry()
    #expect(try again.ledgerHead() == head)
    #expect(try again.append(trials(5...12), at: noon).added == 2)
    #expect(try again.verifyLedger(expecting: [head]) == .intact(try again.ledgerHead()))
  }

  @Test("appends a large sweep in one durable transaction")
  func appendsLargeBatches() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let batch = trials(1...10_000)
    let clock = ContinuousClock()
    var result: LedgerAppend?
    let duration = try clock.measure { result = try registry.append(batch, at: noon) }
    #expect(result?.added == 10_000)
    #expect(try registry.append(batch, at: noon).added == 0)
    // The promise is 10,000 rows a second in a release build; this bound only catches a row-by-row commit.
    #expect(duration < .seconds(20))
  }
}
