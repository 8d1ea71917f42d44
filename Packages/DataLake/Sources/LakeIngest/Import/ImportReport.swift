public import DataLake

/// What became of one file.
public struct ImportedFile: Hashable, Sendable {
  /// The path as it was given.
  public var file: String

  /// The rows that the file holds for the chosen symbols, repeated ones counted once.
  public var rows: Int

  /// What the lake did with them, by series.
  public var counts: [MergeCounts]

  /// What a person should know of.
  public var warnings: [ImportWarning]

  /// Rows that were new.
  public var added: Int { counts.reduce(0) { $0 + $1.inserted } }

  /// Rows that the lake held already.
  public var unchanged: Int { counts.reduce(0) { $0 + $1.unchanged } }

  /// Rows that took the place of others.
  public var replaced: Int { counts.reduce(0) { $0 + $1.replaced } }

  /// Stored rows that were removed, because they lie between rows of the file that lacks them.
  public var removed: Int { counts.reduce(0) { $0 + $1.removed } }
}

/// What became of all files of a request.
public struct ImportReport: Hashable, Sendable {
  /// The files, in the order of the request.
  public var files: [ImportedFile]

  /// Rows that were new.
  public var added: Int { files.reduce(0) { $0 + $1.added } }

  /// Rows that the lake held already.
  public var unchanged: Int { files.reduce(0) { $0 + $1.unchanged } }

  /// Rows that took the place of others.
  public var replaced: Int { files.reduce(0) { $0 + $1.replaced } }
}

extension ImportedFile {
  /// The warnings as sentences; one kind of warning of many symbols is one sentence.
  public var warningTexts: [String] {
    ImportWarning.Kind.allCases.flatMap { kind in
      let ofKind = warnings.filter { $0.kind == kind }
      guard ofKind.count > 3 else { return ofKind.map { "\($0)" } }
      let count = ofKind.reduce(0) { $0 + $1.count }
      let first = ofKind.compactMap(\.firstLine).min().map { " (first at line \($0))" } ?? ""
      return ["\(file): \(count) \(kind.rawValue), of \(ofKind.count) symbols\(first)"]
    }
  }
}

/// Where an import stands.
public struct ImportProgress: Hashable, Sendable {
  /// What happens to the file.
  public enum Stage: String, Hashable, Sendable {
    /// The file is about to be read.
    case reading

    /// Its rows have been checked and are about to be stored.
    case storing

    /// Its rows are in the lake.
    case done
  }

  /// The file.
  public var file: String

  /// The position of the file in the request, from zero.
  public var index: Int

  /// The number of files.
  public var fileCount: Int

  /// The stage.
  public var stage: Stage

  /// The rows of all files that were read so far.
  public var rows: Int
}

/// An error that stopped an import, with the files that are in the lake already.
///
/// The same request may be run again: files that are stored are found unchanged.
public struct ImportFailure: Error, Hashable, Sendable {
  /// The files that were stored before the failure.
  public var completed: ImportReport

  /// The file that failed and those after it.
  public var remaining: [String]

  /// What went wrong.
  public var cause: IngestError
}

extension ImportFailure: CustomStringConvertible {
  /// The cause, and how many files were stored before it.
  public var description: String {
    let stored = completed.files.count
    guard stored > 0 else { return "\(cause)" }
    return "\(cause)\n\(stored) files before it are stored; \(remaining.count) are not"
  }
}
