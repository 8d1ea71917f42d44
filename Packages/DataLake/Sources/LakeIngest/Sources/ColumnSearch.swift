/// A header whose columns are given to parts one by one.
struct ColumnSearch {
  private let header: [String]
  private let ignored: [String]
  private let line: Int?
  private let lowered: [String]
  private var taken: Set<Int> = []

  init(header: [String], ignored: [String], line: Int?) {
    self.header = header
    self.ignored = ignored.map { $0.lowercased() }
    self.line = line
    lowered = header.map { $0.lowercased() }
  }

  /// Returns the position of a part's column, logging when it is doubled, or needed and absent.
  ///
  /// - Parameters:
  ///   - part: The name of the part, for messages.
  ///   - mapped: The name that the request gives the column.
  ///   - usual: Names in lower case under which it is looked for otherwise, the likeliest first.
  ///   - required: Whether the file must have it; a mapped name must exist in any case.
  ///   - log: Where problems go.
  /// - Returns: The position, or `nil` where the file has no such column.
  mutating func find(
    _ part: String,
    mapped: String?,
    usual: [String],
    required: Bool,
    log: inout ProblemLog
  ) -> Int? {
    let wanted = mapped.map { [$0.lowercased()] } ?? usual
    for name in wanted where !ignored.contains(name) {
      guard let position = lowered.firstIndex(of: name) else { continue }
      if lowered.lastIndex(of: name) != position {
        log.add(
          line: line,
          column: part,
          expected: "one column named '\(name)'",
          found: "\(lowered.count { $0 == name })"
        )
      }
      if taken.contains(position) {
        log.add(
          line: line,
          column: part,
          expected: "a column of its own",
          found: "'\(name)', which holds another part"
        )
      }
      taken.formUnion(lowered.indices.filter { lowered[$0] == name })
      return position
    }
    if required || mapped != nil {
      log.add(
        line: line,
        column: part,
        expected: "a column named \(wanted.map { "'\($0)'" }.joined(separator: " or "))",
        found: shown(header)
      )
    }
    return nil
  }

  /// Logs columns that were left out in vain, and those that are neither parts nor left out.
  ///
  /// - Parameters:
  ///   - table: What the file holds, for messages.
  ///   - known: Names in lower case of columns that are beside the point.
  ///   - log: Where problems go.
  mutating func refuseOthers(
    of table: String,
    besides known: Set<String> = [],
    log: inout ProblemLog
  ) {
    for name in ignored {
      let positions = lowered.indices.filter { lowered[$0] == name }
      if positions.isEmpty {
        log.add(
          line: line,
          column: "ignore",
          expected: "a column named '\(name)'",
          found: shown(header)
        )
      }
      taken.formUnion(positions)
    }
    for position in header.indices
    where !taken.contains(position) && !known.contains(lowered[position]) {
      log.add(
        line: line,
        column: shown([header[position]]),
        expected: "only columns of \(table) (a column may be mapped or ignored)",
        found: "a column that is none of them"
      )
    }
  }
}

/// Parses `part=column,…,ignore=column`; `ignore` may be repeated.
///
/// - Throws: ``IngestError/unusableRequest(option:expected:found:)`` for an unknown part, a repeated
///   one, or an item without a name.
func parseColumnMap<Part: Hashable>(
  _ text: String,
  parts: [String],
  part: (String) -> Part?
) throws(IngestError) -> (names: [Part: String], ignored: [String]) {
  var names: [Part: String] = [:]
  var ignored: [String] = []
  for item in text.split(separator: ",", omittingEmptySubsequences: false) {
    let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(trimmed)
    if sides.count == 2, !sides[1].isEmpty {
      if sides[0].lowercased() == "ignore" {
        ignored.append(sides[1])
        continue
      }
      if let part = part(sides[0]), names[part] == nil {
        names[part] = sides[1]
        continue
      }
    }
    throw .unusableRequest(
      option: "columns",
      expected: "part=column with each part once, of \(parts.joined(separator: ", ")), "
        + "or ignore=column",
      found: "'\(item)'"
    )
  }
  return (names, ignored)
}
