import DataLake
import MarketModel

/// The rows of one series of the lake and the asset that they are read for.
struct PanelSeries {
  let key: SeriesKey
  let asset: Symbol
  let rows: ColumnTable

  /// The keys of the rows in nanoseconds, rising.
  let times: [Int64]

  /// The UTC day of a row.
  func day(_ row: Int) -> CivilDate { CivilDate(utcDayOf: Timestamp(nanoseconds: times[row])) }

  /// The values of a column, `nil` where one is missing.
  func values(_ column: String) throws(PanelLoadError) -> [Double?] {
    do throws(ColumnTableError) {
      return try rows.optionalDoubles(column)
    } catch {
      throw .lake(
        .invalidRow(series: key, time: Timestamp(nanoseconds: times[0]), reason: "\(error)")
      )
    }
  }
}

/// Reads the tables of a panel series by series, in the order of their keys.
struct PanelReader {
  let snapshot: LakeSnapshot
  let providers: [LakeTable: String]
  private let catalog: [CatalogEntry]
  private var tables: [PanelSources.Table] = []
  private var unused: [SeriesKey] = []

  init(snapshot: LakeSnapshot, providers: [LakeTable: String]) {
    self.snapshot = snapshot
    self.providers = providers
    catalog = snapshot.catalog
  }

  /// Reads the rows of some days of all series of a table, sorted by asset.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - firstDay: The first day, or `nil` for the oldest.
  ///   - lastDay: The last day, or `nil` for the newest.
  ///   - asset: The asset of a symbol, or `nil` when the panel does not have it.
  /// - Returns: The series that have rows in these days.
  /// - Throws: ``PanelLoadError`` when the provider is unclear, two series are of one asset, or a file
  ///   cannot be read.
  mutating func read(
    _ table: LakeTable,
    from firstDay: CivilDate?,
    through lastDay: CivilDate?,
    asset: (Symbol) -> Symbol?
  ) throws(PanelLoadError) -> [PanelSeries] {
    let provider = try provider(of: table)
    var found: [PanelSeries] = []
    var keysOfAsset: [Symbol: [SeriesKey]] = [:]
    for entry in catalog where entry.table == table && entry.provider == provider {
      guard let asset = asset(entry.symbol) else {
        unused.append(entry.key)
        continue
      }
      let series = try read(entry.key, asset, firstDay, lastDay)
      guard !series.times.isEmpty else { continue }
      keysOfAsset[asset, default: []].append(entry.key)
      found.append(series)
    }
    found.sort { ($0.asset, $0.key) < ($1.asset, $1.key) }
    if let twice = found.first(where: { (keysOfAsset[$0.asset]?.count ?? 0) > 1 })?.asset {
      throw .severalSeries(asset: twice, keys: keysOfAsset[twice] ?? [])
    }
    tables.append(
      PanelSources.Table(
        table: table,
        provider: provider,
        lastDay: found.map { $0.day($0.times.count - 1) }.max(),
        series: found.sorted { $0.key < $1.key }.map {
          PanelSources.Series(
            key: $0.key,
            asset: $0.asset,
            rows: $0.times.count,
            contentHash: ContentHash(of: $0.rows)
          )
        }
      )
    )
    return found
  }

  /// What was read so far.
  func sources(from first: CivilDate, through last: CivilDate) -> PanelSources {
    PanelSources(
      manifestHash: snapshot.manifestHash,
      firstDay: first,
      lastDay: last,
      tables: tables,
      unused: unused.sorted()
    )
  }

  /// The days of a table that the lake has, in words.
  func span(of table: LakeTable) -> String {
    let entries = catalog.filter { $0.table == table }
    guard let first = entries.map(\.first).min(), let last = entries.map(\.last).max() else {
      return "none in the lake"
    }
    return "prices from \(CivilDate(utcDayOf: first)) to \(CivilDate(utcDayOf: last))"
  }

  /// The source of a table; `nil` when the lake has no such table and none was named.
  private func provider(of table: LakeTable) throws(PanelLoadError) -> String? {
    let names = catalog.filter { $0.table == table }.compactMap(\.provider)
    let available = Array(Set(names)).sorted()
    if let wanted = providers[table] {
      guard available.contains(wanted) else {
        throw .noProvider(table, wanted: wanted, available: available)
      }
      return wanted
    }
    guard available.count <= 1 else {
      throw .ambiguousProvider(table, providers: available)
    }
    return available.first
  }

  private func read(
    _ key: SeriesKey,
    _ asset: Symbol,
    _ firstDay: CivilDate?,
    _ lastDay: CivilDate?
  ) throws(PanelLoadError) -> PanelSeries {
    do throws(LakeError) {
      let rows = try snapshot.rows(
        of: key,
        from: firstDay?.startInUTC,
        through: lastDay?.advanced(byDays: 1).startInUTC.advanced(byNanoseconds: -1)
      )
      let times: [Int64]
      do throws(ColumnTableError) {
        times = try rows.timestamps(key.table.timeColumn)
      } catch {
        throw .invalidRow(series: key, time: Timestamp(nanoseconds: 0), reason: "\(error)")
      }
      return PanelSeries(key: key, asset: asset, rows: rows, times: times)
    } catch {
      throw .lake(error)
    }
  }
}
