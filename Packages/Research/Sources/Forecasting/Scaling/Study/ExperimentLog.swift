internal import DataLake

/// The log of a scaling study: a table of 22 columns to which entries are added, and a report made from it.
///
/// Processes wait for each other; each entry replaces the file as a whole, so that a killed process leaves the old
/// or the new table.
public struct ExperimentLog: Hashable, Sendable {
  /// The CSV file.
  public let path: String

  /// The Markdown report that each entry renews.
  public let reportPath: String

  /// Names the files of a log.
  public init(path: String, reportPath: String) {
    self.path = path
    self.reportPath = reportPath
  }

  /// The entries, oldest first; none when there is no file yet.
  ///
  /// - Throws: ``ScalingStudyError`` with the line that is not an entry.
  public func entries() throws(ScalingStudyError) -> [ExperimentEntry] {
    try read().entries
  }

  /// Adds an entry and renews the report.
  ///
  /// - Throws: ``ScalingStudyError``; the table is then unchanged.
  public func append(_ entry: ExperimentEntry) throws(ScalingStudyError) {
    // Searches of several budgets share one log.
    let lock = FolderLock(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    defer { withExtendedLifetime(lock) {} }
    var (bytes, entries) = try read()
    if bytes.isEmpty { bytes = Array(CSVRecord.line(ExperimentEntry.columns).utf8) }
    // A last line without its break would swallow the entry.
    if bytes.last != 0x0A { bytes.append(0x0A) }
    bytes += CSVRecord.line(ExperimentEntry.columns.map { entry[$0] }).utf8
    entries.append(entry)
    do {
      try AtomicFile.write(bytes, to: path)
      try AtomicFile.write(Self.report(entries), to: reportPath)
    } catch { throw .file("\(error)") }
  }

  private func read() throws(ScalingStudyError) -> (bytes: [UInt8], entries: [ExperimentEntry]) {
    let bytes: [UInt8]
    do { bytes = try AtomicFile.read(path) } catch {
      if case .notFound = error { return ([], []) }
      throw .file("\(error)")
    }
    guard let records = CSVRecord.records(bytes) else {
      throw .badFile(path: path, line: nil, expected: "closed quotes", found: "an open one")
    }
    guard !bytes.isEmpty else { return ([], []) }
    guard records.first?.fields == ExperimentEntry.columns else {
      throw .badFile(
        path: path,
        line: 1,
        expected: "the \(ExperimentEntry.columns.count) columns of an experiment log",
        found: (records.first?.fields ?? []).joined(separator: ",")
      )
    }
    var entries: [ExperimentEntry] = []
    for record in records.dropFirst() { entries.append(try entry(record.fields, record.line)) }
    return (bytes, entries)
  }

  private func entry(
    _ fields: [String],
    _ line: Int
  ) throws(ScalingStudyError) -> ExperimentEntry {
    guard fields.count == ExperimentEntry.columns.count else {
      throw .badFile(
        path: path,
        line: line,
        expected: "\(ExperimentEntry.columns.count) fields",
        found: "\(fields.count)"
      )
    }
    var values = Dictionary(uniqueKeysWithValues: zip(ExperimentEntry.columns, fields))
    let timestamp = values.removeValue(forKey: "timestamp") ?? ""
    let experiment = values.removeValue(forKey: "experiment") ?? ""
    let word = values.removeValue(forKey: "status") ?? ""
    guard let status = ExperimentEntry.Status(rawValue: word) else {
      throw .badFile(
        path: path,
        line: line,
        expected: "a status among "
          + ExperimentEntry.Status.allCases.map(\.rawValue).joined(separator: ", "),
        found: "'\(word)'"
      )
    }
    return try ExperimentEntry(
      timestamp: timestamp,
      experiment: experiment,
      status: status,
      values: values
    )
  }

  /// The report of entries: totals, the share that succeeded, a table for each phase.
  public static func report(_ entries: [ExperimentEntry]) -> String {
    let succeeded = entries.count(where: { $0.status == .success })
    var text = "# Experiments\n\n"
    for status in ExperimentEntry.Status.allCases {
      text += "* \(status.rawValue): \(entries.count(where: { $0.status == status }))\n"
    }
    let share =
      entries.isEmpty ? "none" : "\(rounded(100 * Double(succeeded) / Double(entries.count), 1)) %"
    text += "* total: \(entries.count), success rate: \(share)\n"
    var phases: [String] = []
    for entry in entries where !phases.contains(entry["phase"]) { phases.append(entry["phase"]) }
    for phase in phases {
      text += "\n## Phase \(phase.isEmpty ? "not given" : phase)\n\n"
      text += markdownTable(
        ["Budget", "Task", "Status", "Val Loss"],
        entries.filter { $0["phase"] == phase }.map {
          [$0["budget"], $0["task"], $0["status"], $0["val_loss"]]
        }
      )
    }
    return text
  }
}
