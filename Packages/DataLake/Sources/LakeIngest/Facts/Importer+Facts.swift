import DataLake
import MarketModel

extension Importer {
  /// Imports all files of a request for facts, in order.
  ///
  /// The guarantees are those of ``run(_:progress:)-(ImportRequest,_)``: each file is one atomic
  /// change, importing it again changes nothing, the order of rows never matters, and rows that
  /// contradict stored ones are refused with their lines unless the request replaces them.
  ///
  /// Prices must be positive; capitalisations, volumes and open interest must not be negative. Zeros
  /// among them are kept as they were published and counted in a warning.
  ///
  /// - Parameters:
  ///   - request: What to import.
  ///   - progress: Called before, between and after the stages of each file.
  /// - Returns: What became of each file.
  /// - Throws: ``ImportFailure`` at the first file that cannot be stored; files before it are.
  public func run(
    _ request: FactRequest,
    progress: (ImportProgress) -> Void = { _ in }
  ) throws(ImportFailure) -> ImportReport {
    try importAll(request.files, progress: progress) { () throws(IngestError) in
      try request.validate()
    } read: { (file) throws(IngestError) in
      let (series, warnings) = try read(file, request)
      return CheckedFile(rows: series.reduce(0) { $0 + $1.times.count }, warnings: warnings) {
        () throws(IngestError) in try store(series, file: file, request)
      }
    }
  }

  /// Reads and checks one file of facts without storing anything.
  func read(
    _ file: String,
    _ request: FactRequest
  ) throws(IngestError) -> (series: [ImportedFacts], warnings: [ImportWarning]) {
    let options = FactFileOptions(
      table: request.table,
      columns: request.columns,
      stampUnit: request.stampUnit ?? .automatic
    )
    let raw =
      request.format == .parquet
      ? try readParquetFacts(file, options: options, database: lake.database)
      : try readDelimitedFacts(file, options: options)
    var log = ProblemLog(file: file)
    let rows = judge(raw, FactRules(request), try seriesKeys(raw, request), log: &log)
    var series: [ImportedFacts] = []
    var warnings: [ImportWarning] = []
    for key in rows.keys.sorted() {
      var assembly = FactAssembly(key: key, fundingUnit: request.fundingUnit)
      series.append(assembly.series(rows[key] ?? [], log: &log))
      warnings += assembly.warnings
    }
    try log.throwIfAny()
    guard !series.isEmpty else { throw .empty(file: file) }
    return (series, warnings)
  }

  /// Judges each row by itself and gives it to its series; rows of other series are left out.
  private func judge(
    _ raw: RawFactFile,
    _ rules: FactRules,
    _ keys: [[SeriesKey?]],
    log: inout ProblemLog
  ) -> [SeriesKey: [FactAssembly.Row]] {
    var rows: [SeriesKey: [FactAssembly.Row]] = [:]
    for row in raw.rows {
      guard let key = keys[row.exchange][row.symbol] else { continue }
      let values = rules.values(of: row, in: raw, log: &log)
      switch rules.read(row.stamp) {
      case .impossible(let expected, let found):
        log.add(line: row.line, column: raw.dateColumn, expected: expected, found: found)
      case .time(let time, let stated):
        guard let values else { continue }
        rows[key, default: []].append(
          FactAssembly.Row(
            time: time,
            stated: stated,
            value: values.value,
            second: values.second,
            line: row.line
          )
        )
      }
    }
    return rows
  }

  /// The series of each exchange and symbol of a file, `nil` for those that are not wanted.
  private func seriesKeys(
    _ raw: RawFactFile,
    _ request: FactRequest
  ) throws(IngestError) -> [[SeriesKey?]] {
    let providers = try chosen(
      raw.exchanges,
      wanted: request.provider,
      option: "provider",
      file: raw.file
    )
    let symbols = try chosen(
      raw.symbols.map { $0?.name },
      wanted: request.symbol?.name,
      option: "symbol",
      file: raw.file
    )
    return providers.map { provider in
      symbols.map { symbol in
        guard let provider, let symbol else { return nil }
        return .market(request.table.lakeTable, Symbol(symbol), provider: provider)
      }
    }
  }

  /// The names to store rows under: those of the file, or the wanted one where the file has none.
  private func chosen(
    _ names: [String?],
    wanted: String?,
    option: String,
    file: String
  ) throws(IngestError) -> [String?] {
    if names == [nil] {
      guard let wanted else {
        throw .unusableRequest(
          option: option,
          expected: "a name, because the rows of \(file) give none",
          found: "nothing"
        )
      }
      return [wanted]
    }
    guard let wanted else { return names }
    guard names.contains(wanted) else {
      throw .unusableRequest(
        option: option,
        expected: "one of those of \(file): "
          + names.compactMap { $0 }.prefix(20).joined(separator: ", "),
        found: wanted
      )
    }
    return names.map { $0 == wanted ? $0 : nil }
  }

  private func store(
    _ series: [ImportedFacts],
    file: String,
    _ request: FactRequest
  ) throws(IngestError) -> [MergeCounts] {
    let policy: MergePolicy = request.replacesConflicts ? .replace : .refuseConflicts
    return try apply(series.map { $0.change(policy: policy) }, file: file) { row in
      guard let match = series.first(where: { $0.key == row.series }) else { return nil }
      let position = match.times.partitionPoint { $0 >= row.time.nanoseconds }
      return position < match.lines.count ? match.lines[position] : nil
    }
  }
}
