import MarketModel

/// One change of a lake in the making; holds the lock of the lake while it exists.
final class LakeWriter {
  private let lake: Lake
  private let lock: FileLock
  private let base: LakePointer?
  private var manifest: LakeManifest
  private var written: [String] = []

  init(_ lake: Lake) throws(LakeError) {
    self.lake = lake
    lock = try lake.lockForWriting()
    base = try lake.pointer()
    manifest = try lake.pin().manifest
  }

  /// Merges the rows of a change and writes their files, which nothing refers to yet.
  func stage(_ change: LakeChange) throws(LakeError) -> [MergeCounts] {
    let rows: ColumnTable
    do throws(SchemaMismatch) {
      rows = try change.table.schema.conforming(change.rows)
    } catch {
      throw .schema(table: change.table, issues: error.issues)
    }
    var counts: [MergeCounts] = []
    var conflicts = ConflictReport(count: 0, rows: [])
    var pieces: [(file: LakeManifest.File, rows: SeriesRows)] = []
    for series in SeriesRows.split(rows, of: change.table) {
      var total = MergeCounts(series: series.key, inserted: 0, unchanged: 0, replaced: 0)
      let stretches = Stretching(series.key).cut(series)
      if case .exact(let isReplacing) = change.policy {
        let skipped = skippedFiles(of: series, besides: stretches.map(\.name))
        total.removed += skipped.reduce(0) { $0 + $1.rows }
        if isReplacing { remove(skipped, from: series.key) } else { conflicts.add(series, skipped) }
      }
      for (stretch, rows) in stretches {
        let merge = RowMerge(
          stored: try stored(series.key, stretch),
          new: rows,
          within: series,
          policy: change.policy
        )
        total.add(merge.counts)
        conflicts.add(merge.conflicts)
        guard conflicts.count == 0, let merged = merge.merged else { continue }
        try merged.checkBars()
        try merged.checkDays()
        pieces.append((try file(stretch, merged), merged))
      }
      counts.append(total)
    }
    guard conflicts.count == 0 else { throw .conflicts(conflicts) }
    for (file, rows) in pieces { try write(file, rows) }
    for series in counts.map(\.series) { try setDerivation(change.derivedFrom, of: series) }
    return counts
  }

  /// Makes the staged changes the present content of the lake.
  func commit() throws(LakeError) {
    let bytes = try manifest.encoded()
    let hash = ContentHash(of: bytes).hex
    guard hash != base?.manifest, !manifest.series.isEmpty else { return }
    let history = base.map { [$0.manifest] + $0.previous } ?? []
    let pointer = LakePointer(
      format: LakeManifest.currentFormat,
      manifest: hash,
      previous: Array(history.filter { $0 != hash }.prefix(LakePointer.remembered))
    )
    let pointerBytes = try encodeJSON(pointer, lake.pointerPath)
    do throws(FileError) {
      try AtomicFile.write(bytes, to: lake.manifestPath(hash))
      try AtomicFile.write(pointerBytes, to: lake.pointerPath)
      written = []
    } catch {
      throw .file(error)
    }
  }

  /// Removes the files of a change that was not committed.
  func abandon() {
    for path in written { try? Folder.remove(path) }
    written = []
  }

  /// The stored files that lie between the first and the last of new rows and hold none of their
  /// stretches.
  private func skippedFiles(
    of series: SeriesRows,
    besides stretches: [String]
  ) -> [LakeManifest.File] {
    guard let first = series.times.first, let last = series.times.last else { return [] }
    return (manifest.series(series.key)?.files ?? []).filter {
      $0.first >= first && $0.last <= last && !stretches.contains($0.stretch)
    }
  }

  private func remove(_ files: [LakeManifest.File], from key: SeriesKey) {
    guard !files.isEmpty, var series = manifest.series(key) else { return }
    series.files.removeAll { files.contains($0) }
    manifest.set(series)
  }

  private func stored(_ key: SeriesKey, _ stretch: String) throws(LakeError) -> SeriesRows? {
    guard let file = manifest.series(key)?.files.first(where: { $0.stretch == stretch }) else {
      return nil
    }
    let snapshot = LakeSnapshot(lake: lake, manifest: manifest, manifestHash: nil)
    return SeriesRows(key: key, sorted: try snapshot.read(key, [file], []))
  }

  private func file(
    _ stretch: String,
    _ rows: SeriesRows
  ) throws(LakeError) -> LakeManifest.File {
    let content = ContentHash(of: rows.table)
    let identity = ContentHash(of: "\(rows.key)\n\(stretch)\n\(content)")
    let folder = "tables/\(rows.key.table.rawValue)/\(PathName.encode(rows.key.values[0]))"
    let last = rows.times[rows.count - 1]
    let isDaily = rows.key.table.dailyValueColumn != nil
    return LakeManifest.File(
      stretch: stretch,
      path: "\(folder)/\(stretch)/\(identity.hex.prefix(32)).parquet",
      contentHash: content.hex,
      rows: rows.count,
      first: rows.times[0],
      last: last,
      end: rows.closeTimes?.last ?? (isDaily ? last + dayLength : last)
    )
  }

  private func write(_ file: LakeManifest.File, _ rows: SeriesRows) throws(LakeError) {
    let path = lake.directory + "/" + file.path
    // A file of this name is complete and holds these rows: it was renamed into place.
    if !Folder.exists(path) {
      do throws(ParquetError) {
        try ParquetFile.write(
          rows.table,
          precededBy: rows.partitionTerms,
          to: path,
          database: lake.database
        )
      } catch {
        throw .parquet(error)
      }
      written.append(path)
    }
    var series =
      manifest.series(rows.key)
      ?? LakeManifest.Series(
        table: rows.key.table,
        values: rows.key.values,
        files: [],
        derivedFrom: nil
      )
    series.files.removeAll { $0.stretch == file.stretch }
    series.files.insert(file, at: series.files.partitionPoint { $0.first >= file.first })
    for (earlier, later) in zip(series.files, series.files.dropFirst())
    where earlier.end > later.first {
      throw .invalidRow(
        series: rows.key,
        time: Timestamp(nanoseconds: later.first),
        reason: "it opens before the bar before it closes"
      )
    }
    manifest.set(series)
  }

  private func setDerivation(_ source: String?, of key: SeriesKey) throws(LakeError) {
    guard var series = manifest.series(key), series.derivedFrom != source else { return }
    series.derivedFrom = source
    manifest.set(series)
  }
}

private let dayLength: Int64 = 86_400_000_000_000

extension SeriesRows {
  /// Checks that every daily fact is keyed by the first instant of a UTC day.
  fileprivate func checkDays() throws(LakeError) {
    guard key.table.dailyValueColumn != nil else { return }
    guard let time = times.first(where: { $0 % dayLength != 0 }) else { return }
    throw .invalidRow(
      series: key,
      time: Timestamp(nanoseconds: time),
      reason: "a daily fact is keyed by the first instant of its UTC day"
    )
  }

  /// When each row ends, for bars.
  var closeTimes: [Int64]? {
    guard key.table == .bars, case .timestamp(let values)? = table["close_time"]?.values else {
      return nil
    }
    return values
  }

  /// The partition columns as SQL: files hold them, memory need not.
  fileprivate var partitionTerms: [(name: String, expression: String)] {
    zip(key.table.partition, key.values).map { field, value in
      (field.name, "CAST(\(SQL.text(value)) AS \(field.type.sqlName))")
    }
  }

  /// Checks that every bar closes after it opens and not after the next one opens.
  fileprivate func checkBars() throws(LakeError) {
    guard let closes = closeTimes else { return }
    for row in 0..<count {
      let reason: String
      if closes[row] <= times[row] {
        reason = "it closes at \(Timestamp(nanoseconds: closes[row])), not after it opens"
      } else if row + 1 < count, closes[row] > times[row + 1] {
        reason =
          "it closes at \(Timestamp(nanoseconds: closes[row])), after the next bar opens at "
          + "\(Timestamp(nanoseconds: times[row + 1]))"
      } else {
        continue
      }
      throw .invalidRow(series: key, time: Timestamp(nanoseconds: times[row]), reason: reason)
    }
  }
}

extension MergeCounts {
  fileprivate mutating func add(_ other: MergeCounts) {
    inserted += other.inserted
    unchanged += other.unchanged
    replaced += other.replaced
    removed += other.removed
  }
}

extension ConflictReport {
  fileprivate mutating func add(_ other: ConflictReport) {
    count += other.count
    rows += other.rows.prefix(max(0, Self.listed - rows.count))
  }

  /// Refuses all rows of stored files, of which the first one is named.
  fileprivate mutating func add(_ series: SeriesRows, _ files: [LakeManifest.File]) {
    for file in files {
      count += file.rows
      guard rows.count < Self.listed else { continue }
      rows.append(.absent(series.key, at: file.first, sequence: 0))
    }
  }
}
