/// An error of a journal, with what is needed to act on it.
public enum StudyJournalError: Error, Hashable, Sendable {
  /// What is wrong with a line.
  public enum LineFault: Hashable, Sendable {
    /// The line does not follow the one before it: it was edited, or lines are missing, added or exchanged.
    case brokenChain

    /// The line follows the one before it and says nothing that a journal can say there.
    case noMeaning

    /// The line ends in no hash: it was damaged.
    case noHash
  }

  /// The system refused something.
  case file(path: String, operation: String, reason: String)

  /// The disk or the quota is full; the journal holds what it held before.
  case diskFull(path: String)

  /// The file exists and does not begin as a journal.
  case notAJournal(path: String, found: String)

  /// The file was written by a newer version of this library.
  case newerVersion(path: String, expected: Int, found: Int)

  /// A line that is not the last one is damaged.
  case damagedLine(path: String, line: Int, fault: LineFault)

  /// Another process works on the study; `holder` is what it said of itself.
  case held(path: String, holder: String)

  /// The study is not the one that the journal keeps.
  case differs(path: String, differences: [DefinitionDifference])

  /// The journal was told something before it was opened, or of a trial that is not running.
  case outOfTurn(path: String, trial: Int)
}

extension StudyJournalError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .file(let path, let operation, let reason): "\(path): cannot \(operation): \(reason)"
    case .diskFull(let path): "\(path): the disk is full; the journal holds what it held before"
    case .notAJournal(let path, let found):
      "\(path): expected the journal of a study, found \(found)"
    case .newerVersion(let path, let expected, let found):
      "\(path): expected version \(expected) or older, found version \(found); update this program"
    case .damagedLine(let path, let line, let fault): "\(path):\(line): \(fault)"
    case .held(let path, let holder): "\(path): another process works on this study (\(holder))"
    case .differs(let path, let differences):
      "\(path): keeps another study; use another file, or the study that it keeps:\n"
        + differences.map { "  \($0)" }.joined(separator: "\n")
    case .outOfTurn(let path, let trial):
      "\(path): expected a trial of the newest batch that is running, found trial \(trial)"
    }
  }
}

extension StudyJournalError.LineFault: CustomStringConvertible {
  /// The fault in words.
  public var description: String {
    switch self {
    case .brokenChain:
      "the line does not follow the one before it: lines were edited, removed, added or exchanged"
    case .noMeaning: "expected a batch or the end of a running trial, found something else"
    case .noHash: "expected a line that ends in its hash, found a damaged one"
    }
  }
}
