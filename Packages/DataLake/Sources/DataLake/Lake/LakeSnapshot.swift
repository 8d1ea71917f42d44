public import MarketModel

/// The content of a lake at one moment, unaffected by later changes.
public struct LakeSnapshot: Sendable {
  let lake: Lake
  let manifest: LakeManifest

  /// The name of the pinned manifest, or `nil` for a lake that nothing was written to.
  public let manifestHash: String?

  init(lake: Lake, manifest: LakeManifest, manifestHash: String?) {
    self.lake = lake
    self.manifest = manifest
    self.manifestHash = manifestHash
  }

  /// Every series, sorted by key.
  public var catalog: [CatalogEntry] { manifest.series.map { CatalogEntry($0) } }

  /// The entry of one series, or `nil`.
  public func entry(_ key: SeriesKey) -> CatalogEntry? {
    manifest.series(key).map { CatalogEntry($0) }
  }

  /// Returns the one provider of a series, whose other partition columns are given.
  ///
  /// - Parameters:
  ///   - provider: The provider, or `nil` when only one has the series.
  ///   - table: A table that is partitioned by provider.
  ///   - symbol: The symbol.
  ///   - interval: The bar interval, or `nil` for tables without one.
  /// - Returns: The provider.
  /// - Throws: ``LakeError/noSeries(table:symbol:wanted:available:)`` when there is no such
  ///   series, ``LakeError/ambiguousProvider(table:symbol:providers:)`` when one must be named.
  public func provider(
    _ provider: String?,
    of table: LakeTable,
    symbol: Symbol,
    interval: BarInterval?
  ) throws(LakeError) -> String {
    let ofSymbol = manifest.series.map(\.key).filter { $0.table == table && $0.symbol == symbol }
    let matching = ofSymbol.filter {
      (interval == nil || $0.interval == interval)
        && (provider == nil || $0.provider == provider)
    }
    let providers = Array(Set(matching.compactMap(\.provider))).sorted()
    guard let first = providers.first else {
      let wanted = [interval?.description, provider.map { "from \($0)" }].compactMap { $0 }
      throw .noSeries(
        table: table,
        symbol: symbol,
        wanted: wanted.joined(separator: " "),
        available: ofSymbol
      )
    }
    guard providers.count == 1 else {
      throw .ambiguousProvider(table: table, symbol: symbol, providers: providers)
    }
    return first
  }

  /// Reads bars.
  ///
  /// - Parameters:
  ///   - symbol: The symbol.
  ///   - interval: The nominal duration of the bars.
  ///   - provider: The provider, or `nil` when only one has such bars.
  ///   - first: The first open time, inclusive; `nil` reads from the oldest bar.
  ///   - last: The last open time, inclusive; `nil` reads through the newest bar.
  ///   - visibleBy: Only bars that are closed at this instant; `nil` for no such limit.
  /// - Returns: The bars, oldest first; none when the series has no bar in that range.
  /// - Throws: ``LakeError`` when there is no such series, several providers have it, or a file
  ///   cannot be read.
  /// - Complexity: O(rows) of the files that overlap the range.
  public func bars(
    symbol: Symbol,
    interval: BarInterval,
    provider: String?,
    from first: Timestamp?,
    through last: Timestamp?,
    visibleBy: Timestamp?
  ) throws(LakeError) -> BarSeries {
    let provider = try self.provider(provider, of: .bars, symbol: symbol, interval: interval)
    let key = SeriesKey.bars(symbol, interval, provider: provider)
    var condition = TimeCondition("open_time", from: first, through: last).terms
    if let visibleBy { condition.append("close_time <= \(visibleBy.sql)") }
    let table = try read(key, files(of: key, from: first, through: last), condition)
    return try BarSeries(key: key, symbol: symbol, interval: interval, table: table)
  }

  /// Reads rows of any series, without the partition columns, sorted by time.
  ///
  /// - Parameters:
  ///   - key: The name of the series.
  ///   - first: The first instant, inclusive; `nil` reads from the oldest row.
  ///   - last: The last instant, inclusive; `nil` reads through the newest row.
  /// - Returns: The columns of the table's schema that are not partition columns, in its order.
  /// - Throws: ``LakeError`` when there is no such series or a file cannot be read.
  public func rows(
    of key: SeriesKey,
    from first: Timestamp?,
    through last: Timestamp?
  ) throws(LakeError) -> ColumnTable {
    guard manifest.series(key) != nil else {
      throw .noSeries(
        table: key.table,
        symbol: key.symbol,
        wanted: key.description,
        available: manifest.series.map(\.key).filter {
          $0.table == key.table && $0.symbol == key.symbol
        }
      )
    }
    return try read(
      key,
      files(of: key, from: first, through: last),
      TimeCondition(key.table.timeColumn, from: first, through: last).terms
    )
  }

  /// Reads every file and compares the hashes of its rows with the manifest.
  ///
  /// - Throws: ``LakeError`` naming the first file that is missing, damaged or different.
  /// - Complexity: O(rows of the lake).
  public func verify() throws(LakeError) {
    for series in manifest.series {
      for file in series.files {
        let found = ContentHash(of: try read(series.key, [file], []))
        guard found.hex == file.contentHash, let expected = ContentHash(file.contentHash) else {
          throw .contentMismatch(
            path: lake.directory + "/" + file.path,
            expected: ContentHash(file.contentHash) ?? found,
            found: found
          )
        }
        _ = expected
      }
    }
  }

  /// The files of a series that overlap a range of time, oldest first.
  func files(
    of key: SeriesKey,
    from first: Timestamp?,
    through last: Timestamp?
  ) -> [LakeManifest.File] {
    (manifest.series(key)?.files ?? []).filter { file in
      (first.map { file.last >= $0.nanoseconds } ?? true)
        && (last.map { file.first <= $0.nanoseconds } ?? true)
    }
  }

  /// Reads the columns that are not partition columns, all from files of one series.
  func read(
    _ key: SeriesKey,
    _ files: [LakeManifest.File],
    _ conditions: [String]
  ) throws(LakeError) -> ColumnTable {
    let fields = key.table.storedFields
    guard !files.isEmpty else {
      return ColumnTable(checked: fields.map { Column(empty: $0) }, rowCount: 0)
    }
    let paths = try checkedPaths(files, key.table)
    do throws(ParquetError) {
      return try ParquetFile.select(
        fields.map { SQL.name($0.name) }.joined(separator: ", "),
        from: paths,
        where: conditions.isEmpty ? nil : conditions.joined(separator: " AND "),
        expectedRows: conditions.isEmpty ? files.reduce(0) { $0 + $1.rows } : 0,
        database: lake.database
      )
    } catch {
      throw .parquet(error)
    }
  }

  /// The paths of files that exist and have the columns of their table.
  func checkedPaths(
    _ files: [LakeManifest.File],
    _ table: LakeTable
  ) throws(LakeError) -> [String] {
    let paths = files.map { lake.directory + "/" + $0.path }
    do throws(ParquetError) {
      for path in paths {
        try ParquetFile.checkColumns(of: path, schema: table.schema, database: lake.database)
      }
    } catch {
      throw .parquet(error)
    }
    return paths
  }
}

/// One series of a lake.
public struct CatalogEntry: Hashable, Sendable {
  /// The name of the series.
  public let key: SeriesKey

  /// The time of the first row.
  public let first: Timestamp

  /// The time of the last row.
  public let last: Timestamp

  /// When the last row ends: its close time for bars, the end of its day for daily facts, its time
  /// otherwise.
  public let end: Timestamp

  /// The number of rows.
  public let rows: Int

  /// The identity of the rows, independent of how and in which order they were imported.
  public let contentHash: ContentHash

  /// What the series was computed from, where it was computed.
  public let derivedFrom: String?

  init(_ series: LakeManifest.Series) {
    key = series.key
    first = Timestamp(nanoseconds: series.files.first?.first ?? 0)
    last = Timestamp(nanoseconds: series.files.last?.last ?? 0)
    end = Timestamp(nanoseconds: series.files.last?.end ?? 0)
    rows = series.files.reduce(0) { $0 + $1.rows }
    contentHash = series.contentHash
    derivedFrom = series.derivedFrom
  }

  /// The table.
  public var table: LakeTable { key.table }

  /// The symbol, or the scope of regimes.
  public var symbol: Symbol { key.symbol }

  /// The provider, or `nil` for regimes.
  public var provider: String? { key.provider }

  /// The bar interval, or `nil` where the table has none.
  public var interval: BarInterval? { key.interval }
}

/// The bounds of a time column as SQL.
struct TimeCondition {
  let terms: [String]

  init(_ column: String, from first: Timestamp?, through last: Timestamp?) {
    terms =
      (first.map { ["\(SQL.name(column)) >= \($0.sql)"] } ?? [])
      + (last.map { ["\(SQL.name(column)) <= \($0.sql)"] } ?? [])
  }
}

extension Timestamp {
  /// The instant as an SQL expression.
  var sql: String { "make_timestamp_ns(\(nanoseconds))" }
}

extension LakeTable {
  /// The columns that differ from row to row of a series.
  var storedFields: [TableSchema.Field] { Array(schema.fields.dropFirst(partition.count)) }
}

extension Column {
  /// A column without rows.
  init(empty field: TableSchema.Field) {
    let values: ColumnValues =
      switch field.type {
      case .timestamp: .timestamp([])
      case .int64: .int64([])
      case .double: .double([])
      case .text: .text([])
      case .bool: .bool([])
      }
    self.init(field.name, values)
  }
}

extension BarSeries {
  fileprivate init(
    key: SeriesKey,
    symbol: Symbol,
    interval: BarInterval,
    table: ColumnTable
  ) throws(LakeError) {
    let columns: [[Double]]
    let times: [[Int64]]
    do throws(ColumnTableError) {
      times = [try table.timestamps("open_time"), try table.timestamps("close_time")]
      columns = [
        try table.doubles("open"), try table.doubles("high"), try table.doubles("low"),
        try table.doubles("close"), try table.doubles("volume"),
      ]
    } catch {
      throw .invalidRow(series: key, time: Timestamp(nanoseconds: 0), reason: "\(error)")
    }
    do throws(SeriesError) {
      try self.init(
        symbol: symbol,
        interval: interval,
        openTimes: times[0],
        closeTimes: times[1],
        open: columns[0],
        high: columns[1],
        low: columns[2],
        close: columns[3],
        volume: columns[4]
      )
    } catch {
      throw .series(key, error)
    }
  }
}
