import ConfigValidation
import Optimizer
import Testing

@Suite("StudyJournal")
struct StudyJournalTests {
  private static func study(_ sampler: String = "tpe", batchSize: Int = 4) throws -> Study {
    try RestoreTests.study(sampler, batchSize: batchSize, isPruned: true)
  }

  /// Runs a study of 30 trials to its end and returns it.
  @discardableResult
  private static func run(
    _ file: TemporaryJournal,
    sampler: String = "tpe",
    workers: Int = 1,
    total: Int = 30
  ) async throws -> Study {
    var study = try study(sampler)
    try await study.optimize(
      totalTrials: total,
      workers: workers,
      storage: StudyJournal(path: file.path)
    ) { try RestoreTests.loss($0) }
    return study
  }

  @Test("keeps a study and reads it back", arguments: storageSamplers)
  func readsBack(sampler: String) async throws {
    let file = try TemporaryJournal()
    let study = try await Self.run(file, sampler: sampler)
    var alone = try Self.study(sampler)
    try alone.optimize(trials: 30, RestoreTests.loss)
    #expect(study.trials == alone.trials)
    let archive = try StudyArchive(journal: file.path)
    #expect(archive.history == alone.history)
    #expect(archive.definition == alone.definition(named: "study"))
    #expect(archive.study?.best == alone.best)
    #expect(archive.space?.canonicalForm == alone.space.canonicalForm)
  }

  @Test("has the same bytes for any number of workers and of stops")
  func isDeterministic() async throws {
    let alone = try TemporaryJournal()
    try await Self.run(alone)
    for workers in [2, 4, 16] {
      let file = try TemporaryJournal()
      try await Self.run(file, workers: workers)
      #expect(try file.bytes == alone.bytes)
      try await Self.run(file, workers: workers)
      #expect(try file.bytes == alone.bytes)
    }
    let stopped = try TemporaryJournal()
    for total in [4, 8, 20, 30] { try await Self.run(stopped, total: total) }
    #expect(try stopped.bytes == alone.bytes)
  }

  @Test("goes on from a file torn at any byte as if nothing had happened")
  func survivesTearing() async throws {
    let whole = try TemporaryJournal()
    try await Self.run(whole, total: 5)
    let bytes = try whole.bytes
    let trials = try StudyArchive(journal: whole.path).trials
    let header = try #require(bytes.firstIndex(of: 0x0A))
    let file = try TemporaryJournal()
    for count in header + 1...bytes.count {
      try file.write(bytes[..<count])
      let kept = try StudyArchive(journal: file.path).trials
      #expect(zip(kept, trials).allSatisfy { $0 == $1 || $0.state == .running })
      // Resuming flushes the disk; one place in a hundred and each end of a line say enough.
      guard count % 101 == 0 || bytes[count - 1] == 0x0A || bytes[count - 2] == 0x0A else {
        continue
      }
      let journal = StudyJournal(path: file.path)
      var study = try Self.study()
      _ = try journal.open(study.definition(named: "study"))
      let end = try #require(bytes[..<count].lastIndex(of: 0x0A)) + 1
      #expect(journal.cutByteCount == count - end)
      try await study.optimize(totalTrials: 5, workers: 1, storage: journal) {
        try RestoreTests.loss($0)
      }
      #expect(try file.bytes == bytes)
    }
  }

  @Test("cuts off half a character and zeros that a power cut left")
  func cutsGarbage() async throws {
    let file = try TemporaryJournal()
    try await Self.run(file, total: 8)
    let bytes = try file.bytes
    let tails: [[UInt8]] = [
      Array("{\"told\":8,\"state\":\"failed\",\"reason\":\"caf\u{e9}".utf8).dropLast(),
      [UInt8](repeating: 0, count: 4_096), [0xFF], Array("{\"asked\":8,\"par".utf8) + [0, 0, 0],
    ]
    for tail in tails {
      try file.write(bytes + tail)
      let archive = try StudyArchive(journal: file.path)
      #expect(archive.trials.count == 8)
      try await Self.run(file, total: 8)
      #expect(try file.bytes == bytes)
    }
  }

  @Test("names the line that was edited, removed, exchanged or added")
  func findsEdits() async throws {
    let file = try TemporaryJournal()
    try await Self.run(file, total: 12)
    let lines = try file.lines
    func fault(_ changed: [String]) throws -> StudyJournalError? {
      try file.write(lines: changed)
      do {
        _ = try StudyArchive(journal: file.path)
        return nil
      } catch { return error }
    }
    let path = file.path
    for line in 1..<lines.count {
      var edited = lines
      edited[line] = edited[line].replacingOccurrences("1", by: "2")
      let number = line + 1
      let broken = StudyJournalError.damagedLine(path: path, line: number, fault: .brokenChain)
      let lost = StudyJournalError.damagedLine(path: path, line: number, fault: .noHash)
      #expect(try [broken, lost].contains(#require(try fault(edited))))
      edited = lines
      edited.remove(at: line)
      #expect(try fault(edited) == (line == lines.count - 1 ? nil : broken))
      edited = lines
      edited.insert(edited[line], at: line)
      #expect(
        try fault(edited) == .damagedLine(path: path, line: number + 1, fault: .brokenChain)
      )
    }
    var swapped = lines
    swapped.swapAt(2, 3)
    #expect(try fault(swapped) == .damagedLine(path: path, line: 3, fault: .brokenChain))
    var torn = lines
    torn[4] = String(torn[4].dropLast(5))
    #expect(try fault(torn) == .damagedLine(path: path, line: 5, fault: .noHash))
    #expect(try fault(lines) == nil)
  }

  @Test("lists every difference of another study")
  func listsDifferences() async throws {
    let file = try TemporaryJournal()
    try await Self.run(file, total: 4)
    let space = try SearchSpace(
      [
        .integer("fast", 2...13), .integer("slow", 5...25, step: 5),
        .number("threshold", 0...1, step: 0.25), .choice("exit", ["trailing", "time"]),
        .integer("trail", 1...3).active(when: "exit", in: [.text("trailing")]),
      ],
      constraints: [SearchConstraint("fast", .less, "slow")]
    )
    var settings = TPESettings.standard
    settings.candidates = 24
    var other = try Study(
      space: space,
      sampler: TPESampler(settings),
      pruner: nil,
      directions: [.maximize],
      seed: 12,
      batchSize: 5
    )
    do {
      try await other.optimize(
        totalTrials: 8,
        workers: 1,
        storage: StudyJournal(path: file.path)
      ) { _ in 0 }
      Issue.record("expected the study to be refused")
    } catch {
      guard case .storage(.differs(_, let differences)) = error else { throw error }
      #expect(
        differences.map(\.description) == [
          "space.parameters.fast.max: expected 12, found 13",
          "space.parameters.trail.scale: expected \"log\", found \"linear\"",
          "directions[0]: expected \"minimize\", found \"maximize\"",
          "sampler.candidates: expected 48, found 24",
          "pruner: expected {\"rule\":\"median\",\"startup_trials\":3,\"first_step\":0,"
            + "\"step_interval\":1,\"least_trials\":2}, found null",
          "seed: expected \"11\", found \"12\"", "batch_size: expected 4, found 5",
        ]
      )
    }
    #expect(try StudyArchive(journal: file.path).trials.count == 4)
  }

  @Test("lets one journal work on a study at a time, and anybody read it")
  func excludesOthers() async throws {
    let file = try TemporaryJournal()
    let study = try await Self.run(file, total: 4)
    let definition = study.definition(named: "study")
    var first: StudyJournal? = StudyJournal(path: file.path, holder: "process 12")
    _ = try first?.open(definition)
    #expect(throws: StudyJournalError.held(path: file.path, holder: "process 12")) {
      try StudyJournal(path: file.path).open(definition)
    }
    #expect(try StudyArchive(journal: file.path).trials == study.trials)
    #expect(first?.studyName == "study")
    first = nil
    #expect(try StudyJournal(path: file.path).open(definition) == study.history)
  }

  @Test("refuses files that are no journals and leaves them as they are")
  func refusesOtherFiles() throws {
    let file = try TemporaryJournal()
    let definition = try Self.study().definition(named: "study")
    func refusal(_ text: String) throws -> StudyJournalError? {
      try file.write(text.utf8)
      defer { #expect((try? file.bytes).map { String(decoding: $0, as: UTF8.self) } == text) }
      do {
        _ = try StudyJournal(path: file.path).open(definition)
        return nil
      } catch { return error }
    }
    let path = file.path
    #expect(try refusal("date,close") == .notAJournal(path: path, found: "no whole line"))
    #expect(
      try refusal("date,close\n1,2\n")
        == .notAJournal(path: path, found: "a first line that is not JSON")
    )
    #expect(
      try refusal("{\"op\":0}\n") == .notAJournal(path: path, found: "another first line")
    )
    #expect(
      try refusal("{\"format\":\"assay-study\",\"version\":2}\n")
        == .newerVersion(path: path, expected: 1, found: 2)
    )
    #expect(
      try refusal("{\"format\":\"assay-study\",\"version\":1}\n")
        == .notAJournal(path: path, found: "a header without a study")
    )
  }

  @Test("says which folder it cannot use")
  func namesFolder() throws {
    let definition = try Self.study().definition(named: "study")
    let path = "/proc/none/study.jsonl"
    #expect(
      throws: StudyJournalError.file(
        path: path,
        operation: "lock",
        reason: "No such file or directory"
      )
    ) { try StudyJournal(path: path).open(definition) }
  }

  @Test("takes nothing out of turn")
  func refusesOutOfTurn() throws {
    let file = try TemporaryJournal()
    let journal = StudyJournal(path: file.path)
    var study = try Self.study()
    let asked = try study.ask()
    let refusal = StudyJournalError.outOfTurn(path: file.path, trial: 0)
    #expect(throws: refusal) { try journal.recordAsked(asked) }
    _ = try journal.open(study.definition(named: "study"))
    #expect(throws: refusal) { try journal.recordTold(asked) }
    try journal.recordAsked(asked)
    #expect(throws: refusal) { try journal.recordTold(asked) }
    try study.tell(1, .failed(reason: "no \"data\"\n\u{e9}"), notes: [JSONMember("a", [1, 2.5])])
    try journal.recordTold([study.trials[1]])
    let again = StudyJournalError.outOfTurn(path: file.path, trial: 1)
    #expect(throws: again) { try journal.recordTold([study.trials[1]]) }
    #expect(try StudyArchive(journal: file.path).history == study.history)
    var resumed = try Self.study()
    try resumed.restore(try StudyArchive(journal: file.path).history)
    #expect(resumed.running.map(\.number) == [0, 2, 3])
  }

  @Test("keeps failures with their reasons and goes on")
  func keepsFailures() async throws {
    let file = try TemporaryJournal()
    let space = try SearchSpace([.number("x", 0...1)])
    var study = try storageStudy("random", space: space, batchSize: 3, pruner: nil)
    try await study.optimize(
      totalTrials: 6,
      workers: 2,
      storage: StudyJournal(path: file.path)
    ) { trial in
      if trial.number == 1 { throw StudyError.notRunning(trial: 9) }
      return trial.number == 4 ? .nan : try trial.double("x")
    }
    let trials = try StudyArchive(journal: file.path).trials
    #expect(
      trials.map(\.state) == [
        .complete, .failed(reason: "trial 9: expected it to be running, found it is not"),
        .complete, .complete,
        .failed(reason: "objective 0: expected a finite value, found nan"), .complete,
      ]
    )
  }

  @Test("keeps no trial of constraints that nothing satisfies")
  func keepsNothingImpossible() async throws {
    let file = try TemporaryJournal()
    let space = try SearchSpace(
      [.integer("a", 10...20), .integer("b", 0...5)],
      constraints: [SearchConstraint("a", .less, "b")]
    )
    var study = try storageStudy("tpe", space: space, batchSize: 3, pruner: nil)
    do {
      try await study.optimize(
        totalTrials: 6,
        workers: 2,
        storage: StudyJournal(path: file.path)
      ) { _ in 0 }
      Issue.record("expected no point")
    } catch {
      guard case .study(.constraintsUnsatisfied(tries: 2_000)) = error else { throw error }
    }
    #expect(try StudyArchive(journal: file.path).trials.isEmpty)
  }

  @Test("runs the rest of a batch after a search was cancelled in it")
  func resumesCancelled() async throws {
    let (whole, file) = (try TemporaryJournal(), try TemporaryJournal())
    try await Self.run(whole, total: 12)
    let path = file.path
    let task = Task {
      var study = try Self.study()
      try await study.optimize(
        totalTrials: 12,
        workers: 1,
        storage: StudyJournal(path: path)
      ) { trial in
        if trial.number == 6 { try await Task.sleep(for: .seconds(60)) }
        return try RestoreTests.loss(trial)
      }
    }
    while (try? StudyArchive(journal: file.path).trials.count) ?? 0 < 8 {
      try await Task.sleep(for: .milliseconds(5))
    }
    task.cancel()
    try await task.value
    let kept = try StudyArchive(journal: file.path)
    #expect(kept.history.running.map(\.number) == [6, 7])
    try await Self.run(file, total: 12)
    #expect(try file.bytes == whole.bytes)
  }

  @Test("runs whole batches at once")
  func runsBatches() throws {
    let (first, second) = (try TemporaryJournal(), try TemporaryJournal())
    let space = try SearchSpace([.number("x", 0...1)])
    func run(_ file: TemporaryJournal, stopAt: Int?) throws -> Study {
      var study = try storageStudy("tpe", space: space, batchSize: 5, pruner: nil)
      try study.optimizeBatches(totalTrials: 23, storage: StudyJournal(path: file.path)) {
        study,
        batch in
        guard batch[0].number != stopAt else { return nil }
        #expect(!study.shouldPrune(batch[0].number, reports: [TrialReport(step: 0, value: 1)]))
        return batch.map { trial in
          TrialEnd(
            number: trial.number,
            outcome: .complete(values: [trial.point.values[0] ?? 0]),
            reports: [],
            notes: []
          )
        }
      }
      return study
    }
    let whole = try run(first, stopAt: nil)
    #expect(try run(second, stopAt: 10).trials.count == 15)
    #expect(try run(second, stopAt: nil).trials == whole.trials)
    #expect(try first.bytes == second.bytes)
  }
}

extension String {
  func replacingOccurrences(_ character: Character, by other: Character) -> String {
    String(map { $0 == character ? other : $0 })
  }
}
