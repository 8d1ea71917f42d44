/// One place in a list of assets that cannot be used.
public struct UniverseFileProblem: Hashable, Sendable, CustomStringConvertible {
  /// The line, counted from one.
  public let line: Int

  /// The column, or `nil` for the whole line.
  public let column: String?

  /// What would have been accepted.
  public let expected: String

  /// What stands there.
  public let found: String

  /// `line: column: expected …, found …`.
  public var description: String {
    "\(line): \(column.map { "\($0): " } ?? "")expected \(expected), found \(found)"
  }
}

/// An error that lists everything that is wrong with a list of assets.
public struct UniverseFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the list.
  public let source: String

  /// The problems, by line.
  public let problems: [UniverseFileProblem]

  /// One line for each problem.
  public var description: String {
    problems.map { "\(source):\($0)" }.joined(separator: "\n")
  }
}

/// The lines of a small list with a header.
struct ListedLines {
  /// The lines after the header with their numbers, blank ones left out.
  private(set) var rows: [(line: Int, fields: [String])] = []

  /// The names of the columns in lower case, by position.
  private(set) var header: [String] = []

  /// What is wrong so far.
  private(set) var problems: [UniverseFileProblem] = []

  private let source: String

  /// Splits a text; the last column takes whatever commas remain.
  init(_ text: String, source: String, required: [String], known: [String]) {
    self.source = source
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      let trimmed = ListedLines.trimmed(line)
      guard !trimmed.isEmpty else { continue }
      if header.isEmpty {
        header = ListedLines.split(trimmed, count: .max).map { $0.lowercased() }
        checkHeader(line: index + 1, required: required, known: known)
        continue
      }
      let fields = ListedLines.split(trimmed, count: header.count)
      guard fields.count == header.count else {
        add(index + 1, nil, "\(header.count) fields", "\(fields.count)")
        continue
      }
      rows.append((index + 1, fields))
    }
    if header.isEmpty {
      add(1, nil, "a header with \(required.joined(separator: ", "))", "nothing")
    }
  }

  /// The position of a column, or `nil`.
  func position(of column: String) -> Int? { header.firstIndex(of: column) }

  mutating func add(_ line: Int, _ column: String?, _ expected: String, _ found: String) {
    problems.append(
      UniverseFileProblem(line: line, column: column, expected: expected, found: found)
    )
  }

  func throwIfAny() throws(UniverseFileError) {
    guard problems.isEmpty else { throw UniverseFileError(source: source, problems: problems) }
  }

  private mutating func checkHeader(line: Int, required: [String], known: [String]) {
    for name in required where !header.contains(name) {
      add(line, name, "a column of this name", header.joined(separator: ","))
    }
    for (index, name) in header.enumerated() {
      if !known.contains(name) {
        add(line, name, "one of \(known.joined(separator: ", "))", "another column")
      } else if header[..<index].contains(name) {
        add(line, name, "one column of this name", "several")
      }
    }
  }

  private static func split(_ line: Substring, count: Int) -> [String] {
    line.split(separator: ",", maxSplits: count - 1, omittingEmptySubsequences: false)
      .map { field in
        var text = trimmed(field)
        if text.count >= 2, text.first == "\"", text.last == "\"" {
          text = text.dropFirst().dropLast()
        }
        return String(text)
      }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var slice = text
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return slice
  }
}
