public import Optimizer

/// An error that the registry throws, with what is needed to act on it.
public enum RegistryError: Error, Hashable, Sendable {
  /// What the registry was doing.
  public enum Operation: String, Hashable, Sendable {
    /// Opening the file.
    case open
    /// Creating or migrating its tables.
    case migrate
    /// Reading rows.
    case read
    /// Writing rows.
    case write
  }

  /// There is no registry at the path, and none was to be created.
  case notFound(path: String)

  /// The file or its folder cannot be opened or created.
  case cannotOpen(path: String, reason: String)

  /// The file exists and is not a registry, or is damaged.
  case notARegistry(path: String, detail: String)

  /// The file was written by a newer version of this library.
  case newerSchema(path: String)

  /// Another process kept the registry locked for the whole waiting time.
  case busy(path: String, waitedSeconds: Double)

  /// Another process holds the lock of the registry's cycles; `holder` is what it said of itself.
  case lockHeld(path: String, holder: String, waitedSeconds: Double)

  /// The file or its disk may not be written to.
  case readOnly(path: String)

  /// The disk has no room left; nothing was written.
  case diskFull(path: String)

  /// SQLite reported an error of another kind.
  case sqlite(path: String, operation: Operation, code: Int, message: String)

  /// A stored value is not what the registry itself wrote there.
  case damagedRow(path: String, table: String, key: String, column: String)

  /// A stored document does not match its digest.
  case damagedDocument(run: RunID, kind: String)

  /// The end of the trial ledger is not what the registry left there, so nothing is appended.
  case brokenLedger(path: String, fault: LedgerFault)

  /// No run begins with the given digits.
  case noSuchRun(prefix: String)

  /// More than one run begins with the given digits.
  case ambiguousRun(prefix: String, candidates: [RunID])

  /// A run is completed or failed that was never begun.
  case runNotBegun(RunID)

  /// A run differs from another one and has the same first 16 digits.
  case shortIDCollision(RunID, existing: RunID)

  /// No cycle has the identifier.
  case noSuchCycle(String)

  /// No study has the name; `suggestion` is the nearest name that one has.
  case noSuchStudy(name: String, suggestion: String?)

  /// Another process works on the study; `holder` is what it said of itself.
  case studyHeld(name: String, holder: String)

  /// A storage was told of trials of a study that it had not opened.
  case studyNotOpen(name: String)

  /// The study is not the one that was kept under its name.
  case studyDiffers(name: String, differences: [DefinitionDifference])
}

extension RegistryError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): expected a registry, found no file"
    case .cannotOpen(let path, let reason):
      "\(path): the registry cannot be opened: \(reason)"
    case .notARegistry(let path, let detail):
      "\(path): expected a registry, found another or a damaged file (\(detail))"
    case .newerSchema(let path):
      "\(path): was written by a newer version; update this program to read it"
    case .busy(let path, let seconds):
      "\(path): another process kept the registry locked for \(seconds) s; try again when it is done"
    case .lockHeld(let path, let holder, let seconds):
      "\(path): a cycle is running on this registry (\(holder)); waited \(seconds) s for it to end"
    case .readOnly(let path):
      "\(path): the registry is read-only; expected a file that may be written to"
    case .diskFull(let path):
      "\(path): the disk is full; nothing was written"
    case .sqlite(let path, let operation, let code, let message):
      "\(path): SQLite error \(code) during \(operation.rawValue): \(message)"
    case .damagedRow(let path, let table, let key, let column):
      "\(path): row \(key) of table \(table) has an unreadable \(column)"
    case .damagedDocument(let run, let kind):
      "run \(run.short): the stored \(kind) document does not match its digest"
    case .brokenLedger(let path, let fault):
      "\(path): the trial ledger was changed from outside: \(fault)"
    case .noSuchRun(let prefix):
      "expected a run that begins with '\(prefix)', found none"
    case .ambiguousRun(let prefix, let candidates):
      "'\(prefix)' fits several runs: \(candidates.map(\.short).joined(separator: ", "))"
    case .runNotBegun(let run):
      "run \(run.short) ends without having begun"
    case .shortIDCollision(let run, let existing):
      "run \(run) shares its first 16 digits with \(existing)"
    case .noSuchCycle(let id):
      "expected a cycle '\(id)', found none"
    case .noSuchStudy(let name, let suggestion?):
      "expected a study '\(name)', found none; did you mean '\(suggestion)'?"
    case .noSuchStudy(let name, nil):
      "expected a study '\(name)', found none"
    case .studyHeld(let name, let holder):
      "study '\(name)': another process works on it (\(holder))"
    case .studyNotOpen(let name):
      "study '\(name)': expected the study to be opened first, found it is not"
    case .studyDiffers(let name, let differences):
      "study '\(name)' was kept with another definition; use another name, or what was kept:\n"
        + differences.map { "  \($0)" }.joined(separator: "\n")
    }
  }
}
