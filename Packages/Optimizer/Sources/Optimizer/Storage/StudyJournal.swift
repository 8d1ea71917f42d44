internal import ConfigValidation
internal import Synchronization

/// Keeps one study in a file of JSON lines that only grows.
///
/// ```swift
/// let journal = StudyJournal(path: "depth.jsonl")
/// try await study.optimize(totalTrials: 1_000, workers: 4, storage: journal) { trial in … }
/// ```
///
/// The first line says what the study is: space, directions, sampler and pruner with all settings, seed and
/// batch size. A study that differs is refused with a list of the differences. Then follow batches as they
/// are asked for and trials as they end. Every line carries the SHA-256 of itself and the line before, so
/// that edits are found. The bytes are the same for any number of workers and of interruptions.
///
/// A trial is safe from the death of the process when ``recordTold(_:)`` returns and from a power cut when
/// its batch ends. What a killed writer left of a last line is cut off by the next ``open(_:)``. One process
/// at a time works on a study; reading needs no lock.
public final class StudyJournal: StudyStorage {
  /// The path of the file.
  public let path: String

  /// The name of the study.
  public let studyName: String

  private let holder: String
  private let state = Mutex<Writer?>(nil)

  /// Creates a journal; its file is made or read by ``open(_:)``.
  ///
  /// - Parameters:
  ///   - path: The path of the file, in a folder that exists.
  ///   - studyName: The name of the study; the name of the file up to its first dot if `nil`.
  ///   - holder: What another process is told that wants the study; the number of this process if `nil`.
  public init(path: String, studyName: String? = nil, holder: String? = nil) {
    self.path = path
    let file = path.split(separator: "/").last ?? ""
    self.studyName = studyName ?? String(file.split(separator: ".").first ?? "study")
    self.holder = holder ?? processName()
  }

  /// How many bytes of an unfinished last line the last ``open(_:)`` cut off.
  public var cutByteCount: Int { state.withLock { $0?.cutByteCount ?? 0 } }

  /// Takes the study for this process until the journal goes out of use, and reads what was kept.
  ///
  /// - Throws: ``StudyJournalError``.
  /// - Complexity: O(bytes of the file).
  public func open(_ definition: StudyDefinition) throws(StudyJournalError) -> StudyHistory {
    try withState { (state) throws(StudyJournalError) in
      let kept = state?.lock
      let lock = if let kept { kept } else { try JournalLock(journal: path, holder: holder) }
      state = nil
      var bytes = try JournalFile.read(path) ?? []
      if bytes.isEmpty {
        var chain = JournalText.start
        bytes = JournalText.header(definition)
        JournalText.close(&bytes, chain: &chain)
        try JournalFile.create(path, bytes)
      }
      let text = try JournalText(bytes, path: path)
      let differences = text.definition.differences(to: definition)
      guard differences.isEmpty else { throw .differs(path: path, differences: differences) }
      state = Writer(
        lock: lock,
        file: try JournalFile(appendingTo: path, keeping: text.wholeCount),
        line: JournalLine(space: text.space),
        chain: text.chain,
        running: Set(text.history.running.map(\.number)),
        next: text.history.trials.count,
        cutByteCount: bytes.count - text.wholeCount
      )
      return text.history
    }
  }

  /// Appends a batch that is about to run.
  public func recordAsked(_ batch: [TrialRecord]) throws(StudyJournalError) {
    guard let first = batch.first else { return }
    try withWriter(first.number) { (writer) throws(StudyJournalError) in
      guard writer.running.isEmpty, first.number == writer.next else {
        throw .outOfTurn(path: path, trial: first.number)
      }
      try writer.append([writer.line.asked(batch)])
      writer.running = Set(batch.map(\.number))
      writer.next += batch.count
    }
  }

  /// Appends the ends of trials of the newest batch.
  public func recordTold(_ trials: [TrialRecord]) throws(StudyJournalError) {
    guard let first = trials.first else { return }
    try withWriter(first.number) { (writer) throws(StudyJournalError) in
      for trial in trials {
        guard trial.state != .running, writer.running.contains(trial.number) else {
          throw .outOfTurn(path: path, trial: trial.number)
        }
      }
      try writer.append(trials.map(writer.line.told))
      writer.running.subtract(trials.map(\.number))
    }
  }

  /// Flushes the file.
  public func commit() throws(StudyJournalError) {
    try withState { (state) throws(StudyJournalError) in try state?.file.flush() }
  }

  private func withWriter(
    _ trial: Int,
    _ body: (inout Writer) throws(StudyJournalError) -> Void
  ) throws(StudyJournalError) {
    try withState { (state) throws(StudyJournalError) in
      guard var writer = state else { throw .outOfTurn(path: path, trial: trial) }
      try body(&writer)
      state = writer
    }
  }

  private func withState<Value: Sendable>(
    _ body: (inout sending Writer?) throws(StudyJournalError) -> sending Value
  ) throws(StudyJournalError) -> Value {
    try state.withLock(body)
  }
}

/// What an open journal knows.
private struct Writer {
  let lock: JournalLock
  let file: JournalFile
  let line: JournalLine
  var chain: [UInt8]
  var running: Set<Int>
  var next: Int
  let cutByteCount: Int

  /// Appends lines in one write; after a failure nothing is changed.
  mutating func append(_ lines: [[UInt8]]) throws(StudyJournalError) {
    var (bytes, chain) = ([UInt8](), chain)
    for line in lines {
      var line = line
      JournalText.close(&line, chain: &chain)
      bytes += line
    }
    try file.append(bytes)
    self.chain = chain
  }
}
