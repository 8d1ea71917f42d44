import ConfigValidation
import ExperimentRegistry
import MarketModel
import Testing

@Suite("Runs")
struct RunTests {
  private let summary = RunSummary(
    grossReturn: 0.12,
    netReturn: 0.1,
    sharpe: nil,
    maximumDrawdown: 0.05,
    trades: 7,
    breakEvenCostBasisPoints: 11.5
  )

  private func registration(_ identity: RunIdentity) -> RunRegistration {
    RunRegistration(identity: identity, strategyClass: "EmaCross", specID: nil)
  }

  private func completion(_ identity: RunIdentity, _ text: String = "{}") -> RunCompletion {
    RunCompletion(
      id: identity.runID,
      summary: summary,
      documents: [RunDocument(kind: "run", content: Array(text.utf8))]
    )
  }

  @Test("a complete run is reused with its documents, another one is computed")
  func reusesCompleteRuns() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let (known, new) = (identity(fast: 1), identity(fast: 2))
    #expect(try registry.existing(known.runID) == nil)
    #expect(try registry.begin([registration(known)], at: noon) == [.compute])
    #expect(try registry.existing(known.runID) == nil)
    try registry.complete([completion(known, "{\"a\":1}")], at: noon.advanced(bySeconds: 5))

    let record = try #require(try registry.existing(known.runID))
    #expect(record.summary == summary && record.status == .complete && record.attempts == 1)
    #expect(record.parameters == known.parameters && record.identityText == known.canonicalText)
    #expect(record.begunAt == noon && record.endedAt == noon.advanced(bySeconds: 5))
    #expect(
      try registry.begin([registration(new), registration(known)], at: noon)
        == [.compute, .reuse(record)]
    )
    let document = try registry.document("run", of: known.runID)
    #expect(document?.content == Array("{\"a\":1}".utf8))
    #expect(try registry.document("equity", of: known.runID) == nil)
  }

  @Test("a run that failed or was left unfinished is computed again")
  func recomputesUnfinishedRuns() throws {
    let folder = try TemporaryFolder()
    let run = identity(fast: 1)
    #expect(try folder.registry().begin([registration(run)], at: noon) == [.compute])
    let registry = try folder.registry()
    #expect(try registry.begin([registration(run)], at: noon) == [.compute])
    try registry.fail(run.runID, reason: "no bars", at: noon)
    let failed = try registry.run(beginningWith: run.runID.short)
    #expect(failed.status == .failed && failed.failure == "no bars" && failed.attempts == 2)
    #expect(try registry.existing(run.runID) == nil)
    #expect(try registry.begin([registration(run)], at: noon) == [.compute])
    try registry.complete([completion(run)], at: noon)
    try registry.complete([completion(run)], at: noon)
    #expect(try registry.existing(run.runID)?.attempts == 3)
    #expect(try registry.existing(run.runID)?.failure == nil)
  }

  @Test("a run cannot end without having begun, and nothing of the batch is stored")
  func refusesUnknownRuns() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let (begun, unknown) = (identity(fast: 1), identity(fast: 2))
    _ = try registry.begin([registration(begun)], at: noon)
    #expect(throws: RegistryError.runNotBegun(unknown.runID)) {
      try registry.complete([completion(begun), completion(unknown)], at: noon)
    }
    #expect(try registry.existing(begun.runID) == nil)
    #expect(throws: RegistryError.runNotBegun(unknown.runID)) {
      try registry.fail(unknown.runID, reason: "", at: noon)
    }
  }

  @Test("runs are found by the first digits of their identifier")
  func findsByPrefix() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let runs = (1...40).map { identity(fast: $0) }
    _ = try registry.begin(runs.map(registration), at: noon)
    for run in runs {
      #expect(try registry.run(beginningWith: run.runID.short).id == run.runID)
    }
    // Forty runs share sixteen first digits, so some digit must stand for several.
    let byDigit = Dictionary(grouping: runs.map(\.runID), by: { String($0.hex.prefix(1)) })
    let (digit, candidates) = try #require(byDigit.first { $0.value.count > 1 })
    #expect(
      throws: RegistryError.ambiguousRun(
        prefix: digit,
        candidates: Array(candidates.sorted().prefix(10))
      )
    ) { try registry.run(beginningWith: digit) }
    for wrong in ["", "xyz", String(repeating: "0", count: 64), "%"] {
      #expect(throws: RegistryError.noSuchRun(prefix: wrong)) {
        try registry.run(beginningWith: wrong)
      }
    }
  }

  @Test("lists by strategy, status, cycle and limit")
  func listsRuns() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let ema = (1...3).map { identity(fast: $0) }
    let rsi = identity(fast: 1, strategy: "RSI_V1")
    for (offset, run) in (ema + [rsi]).enumerated() {
      let at = noon.advanced(bySeconds: Int64(offset))
      let name = run == rsi ? "RsiReversion" : "EmaCross"
      _ = try registry.begin(
        [RunRegistration(identity: run, strategyClass: name, specID: nil)],
        at: at
      )
    }
    try registry.complete([completion(ema[1])], at: noon)
    func ids(_ query: RunQuery) throws -> [RunID] {
      try registry.runs(matching: query).map(\.id)
    }
    #expect(try ids(RunQuery()) == [rsi, ema[2], ema[1], ema[0]].map(\.runID))
    #expect(try ids(RunQuery(strategy: "EmaCross", limit: 2)) == [ema[2], ema[1]].map(\.runID))
    #expect(try ids(RunQuery(strategy: "RSI_V1")) == [rsi.runID])
    #expect(try ids(RunQuery(status: .complete)) == [ema[1].runID])

    try registry.beginCycle(id: "c1", configuration: "{}", at: noon)
    let used = [ema[2], rsi, ema[0]].map { CycleRun(run: $0.runID, tag: "t", isReused: false) }
    try registry.add(Array(used.prefix(2)), toCycle: "c1")
    try registry.add(Array(used.suffix(1)), toCycle: "c1")
    #expect(try ids(RunQuery(cycleID: "c1")) == used.map(\.run))
    #expect(
      try ids(RunQuery(strategy: "EmaCross", cycleID: "c1")) == [ema[2], ema[0]].map(\.runID)
    )
    #expect(try ids(RunQuery(cycleID: "other")).isEmpty)
  }

  @Test("a cycle that begins again forgets its runs; an unknown one is refused")
  func cycles() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let run = identity(fast: 1)
    _ = try registry.begin([registration(run)], at: noon)
    try registry.beginCycle(id: "c1", configuration: "a", at: noon)
    try registry.add([CycleRun(run: run.runID, tag: "sweep_0", isReused: true)], toCycle: "c1")
    try registry.endCycle(id: "c1", failure: "disk full", at: noon)
    #expect(try registry.cycles(limit: 5).map(\.status) == [.failed])
    #expect(try registry.cycleRuns("c1").map(\.tag) == ["sweep_0"])
    try registry.beginCycle(id: "c1", configuration: "b", at: noon)
    #expect(try registry.cycleRuns("c1").isEmpty)
    try registry.endCycle(id: "c1", failure: nil, at: noon.advanced(bySeconds: 1))
    let cycle = try #require(try registry.cycles(limit: 5).first)
    #expect(cycle.status == .complete && cycle.configuration == "b" && cycle.failure == nil)
    #expect(throws: RegistryError.noSuchCycle("c2")) { try registry.add([], toCycle: "c2") }
    #expect(throws: RegistryError.noSuchCycle("c2")) {
      try registry.endCycle(id: "c2", failure: nil, at: noon)
    }
  }

  @Test("files and specifications are recorded once")
  func recordsFilesAndSpecs() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let run = identity(fast: 1).runID
    let first = ArtifactFile(run: run, kind: "run", path: "a.json", content: [1])
    let second = ArtifactFile(run: run, kind: "run", path: "a.json", content: [1, 2])
    try registry.record([first], at: noon)
    try registry.record([second], at: noon)
    #expect(try registry.artifacts(of: run) == [second])
    #expect(second.byteCount == 2 && first.digest != second.digest)
    let spec: JSONValue = ["strategy": "EmaCross", "sweep": ["fast": [1, 2]]]
    let id = try registry.recordSpec(spec, at: noon)
    #expect(try registry.recordSpec(spec, at: noon) == id)
    #expect(try registry.spec(id) == (try JSONValue(parsing: spec.canonicalText)))
    #expect(try registry.spec("none") == nil)
  }

  @Test("a document that was changed on disk is refused")
  func refusesDamagedDocuments() throws {
    let folder = try TemporaryFolder()
    let run = identity(fast: 1).runID
    try folder.registry().store(RunDocument(kind: "run", content: [1, 2, 3]), run: run)
    try folder.tamper("UPDATE documents SET content = x'010204'")
    let registry = try folder.registry()
    #expect(throws: RegistryError.damagedDocument(run: run, kind: "run")) {
      try registry.document("run", of: run)
    }
  }

  @Test(
    "a row that the registry cannot have written is named with its column",
    arguments: [("parameters", "'[1]'"), ("summary", "'{}'"), ("summary", "'{'")]
  )
  func namesDamagedRows(column: String, value: String) throws {
    let folder = try TemporaryFolder()
    let run = identity(fast: 1)
    _ = try folder.registry().begin([registration(run)], at: noon)
    try folder.tamper("UPDATE runs SET \(column) = \(value)")
    let registry = try folder.registry()
    let expected = RegistryError.damagedRow(
      path: folder.registryPath,
      table: "runs",
      key: run.runID.hex,
      column: column
    )
    #expect(throws: expected) { try registry.runs(matching: RunQuery()) }
  }
}
