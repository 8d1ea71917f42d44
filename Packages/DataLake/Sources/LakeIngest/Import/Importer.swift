public import DataLake
import MarketModel

/// Brings bars, facts and ticks from files into a lake.
///
/// Each file is one atomic change: it is read and checked whole, then merged. Importing a file again
/// changes nothing, a longer one adds its new rows, and rows that contradict stored ones are
/// refused with their lines unless the request replaces them. The order of rows matters for ticks
/// only.
public struct Importer: Sendable {
  let lake: Lake

  /// Creates an importer.
  public init(lake: Lake) {
    self.lake = lake
  }

  /// Imports all files of a request, in order.
  ///
  /// - Parameters:
  ///   - request: What to import.
  ///   - progress: Called before, between and after the stages of each file.
  /// - Returns: What became of each file.
  /// - Throws: ``ImportFailure`` at the first file that cannot be stored; files before it are.
  public func run(
    _ request: ImportRequest,
    progress: (ImportProgress) -> Void = { _ in }
  ) throws(ImportFailure) -> ImportReport {
    try importAll(request.files, progress: progress) { () throws(IngestError) in
      try request.validate()
    } read: { (file) throws(IngestError) in
      let (series, warnings) = try read(file, request)
      return CheckedFile(rows: series.reduce(0) { $0 + $1.bars.count }, warnings: warnings) {
        () throws(IngestError) in try store(series, file: file, request)
      }
    }
  }

  /// A file that was read and checked, and how its rows are stored.
  struct CheckedFile {
    var rows: Int
    var warnings: [ImportWarning]
    var store: () throws(IngestError) -> [MergeCounts]
  }

  /// Reads, checks and stores files one after the other, telling what happens.
  func importAll(
    _ files: [String],
    progress: (ImportProgress) -> Void,
    validate: () throws(IngestError) -> Void,
    read: (String) throws(IngestError) -> CheckedFile
  ) throws(ImportFailure) -> ImportReport {
    var report = ImportReport(files: [])
    var rows = 0
    do throws(IngestError) {
      try validate()
      for (index, file) in files.enumerated() {
        func tell(_ stage: ImportProgress.Stage) {
          progress(
            ImportProgress(
              file: file,
              index: index,
              fileCount: files.count,
              stage: stage,
              rows: rows
            )
          )
        }
        tell(.reading)
        let checked = try read(file)
        rows += checked.rows
        tell(.storing)
        let counts = try checked.store()
        report.files.append(
          ImportedFile(file: file, rows: checked.rows, counts: counts, warnings: checked.warnings)
        )
        tell(.done)
      }
    } catch {
      throw ImportFailure(
        completed: report,
        remaining: Array(files.dropFirst(report.files.count)),
        cause: error
      )
    }
    return report
  }

  /// Reads and checks one file without storing anything.
  func read(
    _ file: String,
    _ request: ImportRequest
  ) throws(IngestError) -> (series: [ImportedSeries], warnings: [ImportWarning]) {
    let raw =
      request.format == .parquet
      ? try readParquetBars(file, options: request.fileOptions, database: lake.database)
      : try readBarFile(file, options: request.fileOptions)
    let clock = BarClock(
      calendar: request.calendar,
      interval: request.interval,
      stamp: request.stamp,
      timeZone: request.timeZone
    )
    var log = ProblemLog(file: file)
    var series: [ImportedSeries] = []
    var warnings: [ImportWarning] = []
    for (symbol, group) in try chooseSymbols(raw, request) {
      var assembly = BarAssembly(
        group,
        symbol: symbol,
        clock: clock,
        offSessionRows: request.offSessionRows
      )
      if let kind = raw.kind, let bars = assembly.series(kind: kind, log: &log) {
        series.append(bars)
      }
      if raw.nullRows > 0 {
        warnings.append(
          ImportWarning(
            kind: .nullRows,
            symbol: symbol,
            count: raw.nullRows,
            firstLine: raw.firstNullLine
          )
        )
      }
      warnings += assembly.warnings
    }
    try log.throwIfAny()
    guard !series.isEmpty else { throw .empty(file: file) }
    return (series, warnings)
  }

  /// Returns the groups of rows to import with the symbols to store them under.
  private func chooseSymbols(
    _ raw: RawBarFile,
    _ request: ImportRequest
  ) throws(IngestError) -> [(Symbol, RawBars)] {
    var chosen: [(Symbol, RawBars)] = []
    for group in raw.groups where group.count > 0 {
      if let name = group.symbol {
        let isOnly = raw.groups.count == 1 && request.format != .csv && request.format != .parquet
        // A file of one symbol may spell it in the vendor's way, such as `SPY.US`.
        guard let wanted = request.symbol else {
          chosen.append((name, group))
          continue
        }
        if wanted == name || isOnly { chosen.append((wanted, group)) }
      } else {
        guard let symbol = request.symbol ?? Symbol(namedByFile: raw.file) else {
          throw .unusableRequest(
            option: "symbol",
            expected: "a symbol, because neither the rows nor the name of \(raw.file) give one",
            found: "nothing"
          )
        }
        chosen.append((symbol, group))
      }
    }
    guard !chosen.isEmpty else {
      let names = raw.groups.compactMap { $0.symbol?.name }.prefix(20).joined(separator: ", ")
      throw .unusableRequest(
        option: "symbol",
        expected: "one of the symbols of \(raw.file): \(names)",
        found: request.symbol?.name ?? "nothing"
      )
    }
    return chosen.sorted { $0.0 < $1.0 }
  }

  private func store(
    _ series: [ImportedSeries],
    file: String,
    _ request: ImportRequest
  ) throws(IngestError) -> [MergeCounts] {
    let policy: MergePolicy = request.replacesConflicts ? .replace : .refuseConflicts
    let changes = series.map {
      LakeChange(bars: $0.bars, provider: request.provider, policy: policy)
    }
    return try apply(changes, file: file) { line(of: $0, in: series) }
  }

  /// Applies the changes of one file in one step, naming the lines of refused rows.
  func apply(
    _ changes: [LakeChange],
    file: String,
    line: (ConflictReport.Row) -> Int?
  ) throws(IngestError) -> [MergeCounts] {
    do throws(LakeError) {
      return try lake.apply(changes)
    } catch {
      guard case .conflicts(let report) = error else { throw .lake(file: file, cause: error) }
      throw .conflicts(
        file: file,
        rows: report.rows.map { row in ConflictingRow(line: line(row), row: row) },
        count: report.count
      )
    }
  }

  private func line(of row: ConflictReport.Row, in series: [ImportedSeries]) -> Int? {
    guard let match = series.first(where: { $0.bars.symbol == row.series.symbol }) else {
      return nil
    }
    let position = match.bars.openTimes.partitionPoint { $0 >= row.time.nanoseconds }
    return position < match.lines.count ? match.lines[position] : nil
  }
}
