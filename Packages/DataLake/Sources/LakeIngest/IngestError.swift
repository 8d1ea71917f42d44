public import DataLake

/// One place in a source file that cannot be used, with what was expected there.
public struct SourceProblem: Hashable, Sendable {
  /// The path of the file as it was given.
  public var file: String

  /// The line, counted from one; `nil` when the problem concerns the whole file.
  public var line: Int?

  /// The name of the column, or its number counted from one; `nil` for a whole line.
  public var column: String?

  /// What would have been accepted.
  public var expected: String

  /// What stands there.
  public var found: String

  /// Creates a problem.
  public init(file: String, line: Int?, column: String?, expected: String, found: String) {
    self.file = file
    self.line = line
    self.column = column
    self.expected = expected
    self.found = found
  }
}

extension SourceProblem: CustomStringConvertible {
  /// One line: `file:line: column: expected …, found …`.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    let field = column.map { "\($0): " } ?? ""
    return "\(place): \(field)expected \(expected), found \(found)"
  }
}

/// A row of a file that was refused because it contradicts a stored one.
public struct ConflictingRow: Hashable, Sendable {
  /// The line of the row, or the number of the element.
  public var line: Int?

  /// The row and the values that differ.
  public var row: ConflictReport.Row
}

extension ConflictingRow: CustomStringConvertible {
  /// `line: series time: column expected stored, found refused`.
  public var description: String {
    let values = row.differences.map {
      "\($0.column): expected \($0.stored), found \($0.refused)"
    }
    let place = line.map { "\($0): " } ?? ""
    return "\(place)\(row.series) \(row.time): \(values.joined(separator: "; "))"
  }
}

/// Why compressed data could not be read to its end.
public enum GzipFault: Hashable, Sendable {
  /// The file ends inside a compressed member.
  case truncated

  /// The bytes or a check sum are wrong; the text is zlib's.
  case corrupt(String)

  /// Bytes that are neither padding nor another member follow the last member.
  case trailingBytes

  /// Memory ran out.
  case outOfMemory
}

/// An error that names the file and the place at which an import stopped.
///
/// Nothing has been written to the lake for the file that is named.
public enum IngestError: Error, Hashable, Sendable {
  /// The file cannot be opened or read; `reason` is the system's.
  case unreadable(file: String, reason: String)

  /// The file is gzip and zlib cannot be loaded.
  case zlibMissing(file: String, searched: String, message: String)

  /// The compressed data ends or goes wrong at a byte of the compressed file.
  case badGzip(file: String, offset: Int, fault: GzipFault)

  /// The file holds no row.
  case empty(file: String)

  /// Rows, fields or columns are wrong; the first problems are listed, all are counted.
  case malformed(problems: [SourceProblem], count: Int)

  /// Rows contradict stored rows or each other; the first are listed, all are counted.
  case conflicts(file: String, rows: [ConflictingRow], count: Int)

  /// The Parquet file cannot be read.
  case parquet(file: String, cause: ParquetError)

  /// The lake could not take the rows of the file.
  case lake(file: String, cause: LakeError)

  /// The options of the request do not fit together or do not fit the format.
  case unusableRequest(option: String, expected: String, found: String)
}

extension IngestError: CustomStringConvertible {
  /// The sentence shown to a person; several lines when there are several problems.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      return "\(file): cannot be read: \(reason)"
    case .zlibMissing(let file, let searched, let message):
      return "\(file): is gzip, and zlib was not found (searched \(searched)): \(message)"
    case .badGzip(let file, let offset, let fault):
      return "\(file): compressed byte \(offset): \(fault)"
    case .empty(let file):
      return "\(file): expected at least one row, found none"
    case .malformed(let problems, let count):
      var lines = problems.map(\.description)
      if count > problems.count { lines.append("… and \(count - problems.count) more problems") }
      return lines.joined(separator: "\n")
    case .conflicts(let file, let rows, let count):
      var lines = ["\(file): \(count) rows contradict the lake; replace them or leave them out"]
      lines += rows.map { "\(file):\($0)" }
      if count > rows.count { lines.append("… and \(count - rows.count) more rows") }
      return lines.joined(separator: "\n")
    case .parquet(let file, let cause):
      let text = "\(cause)"
      return text.hasPrefix("\(file):") ? text : "\(file): \(text)"
    case .lake(let file, let cause):
      return "\(file): \(cause)"
    case .unusableRequest(let option, let expected, let found):
      return "\(option): expected \(expected), found \(found)"
    }
  }
}

extension GzipFault: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .truncated: "expected more compressed data, found the end of the file"
    case .corrupt(let text): "expected gzip data, found corruption (\(text))"
    case .trailingBytes: "expected the end or another gzip member, found other bytes"
    case .outOfMemory: "memory ran out while decompressing"
    }
  }
}

/// Collects problems of one file, keeping the first twenty and counting all.
struct ProblemLog {
  /// How many problems are kept for display.
  static let shown = 20

  let file: String
  private(set) var problems: [SourceProblem] = []
  private(set) var count = 0

  init(file: String) {
    self.file = file
  }

  mutating func add(line: Int?, column: String?, expected: String, found: String) {
    count += 1
    guard problems.count < ProblemLog.shown else { return }
    problems.append(
      SourceProblem(file: file, line: line, column: column, expected: expected, found: found)
    )
  }

  func throwIfAny() throws(IngestError) {
    if count > 0 { throw .malformed(problems: problems, count: count) }
  }
}
