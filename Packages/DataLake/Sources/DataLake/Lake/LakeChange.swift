public import MarketModel

/// What happens to a row whose key is stored with other values.
public enum MergePolicy: Hashable, Sendable {
  /// The whole change is refused, with the rows named.
  case refuseConflicts

  /// The new row takes the place of the stored one.
  case replace

  /// The new row takes the place of a stored one whose text in `column` is one of `values`; a row
  /// with another text is refused.
  case upgrade(column: String, values: [String])

  /// The new rows of a series are all its rows from the first to the last of them.
  ///
  /// A stored row between them that is not among them contradicts them, like one with other values:
  /// ticks of overlapping sources never mix. Such rows are refused, or removed and replaced.
  case exact(replacing: Bool)
}

/// Rows for one table of a lake.
public struct LakeChange: Sendable {
  /// The table.
  public var table: LakeTable

  /// The rows in any order, with exactly the columns of the table's schema; they may belong to
  /// several series.
  public var rows: ColumnTable

  /// What happens to rows that are stored with other values.
  public var policy: MergePolicy

  /// What the rows were computed from; recorded with every series that the rows belong to.
  public var derivedFrom: String?

  /// Creates a change.
  public init(
    table: LakeTable,
    rows: ColumnTable,
    policy: MergePolicy,
    derivedFrom: String? = nil
  ) {
    self.table = table
    self.rows = rows
    self.policy = policy
    self.derivedFrom = derivedFrom
  }
}

extension LakeChange {
  /// Creates a change that stores bars of one provider.
  public init(bars: BarSeries, provider: String, policy: MergePolicy) {
    let count = bars.count
    let columns: [Column] = [
      Column("symbol", .text([String](repeating: bars.symbol.name, count: count))),
      Column("provider", .text([String](repeating: provider, count: count))),
      Column("interval_seconds", .int64([Int64](repeating: bars.interval.seconds, count: count))),
      Column("open_time", .timestamp(bars.openTimes)),
      Column("close_time", .timestamp(bars.closeTimes)),
      Column("open", .double(bars.open)),
      Column("high", .double(bars.high)),
      Column("low", .double(bars.low)),
      Column("close", .double(bars.close)),
      Column("volume", .double(bars.volume)),
    ]
    self.init(
      table: .bars,
      rows: ColumnTable(checked: columns, rowCount: count),
      policy: policy
    )
  }
}

extension LakeChange {
  /// Creates a change that stores rows of one series.
  ///
  /// - Parameters:
  ///   - series: The series, which names the table and fills its partition columns.
  ///   - times: The instants of the rows in nanoseconds, in any order; shape `[rows]`.
  ///   - values: The other columns of the table, each of shape `[rows]`.
  ///   - policy: What happens to rows that are stored with other values.
  /// - Precondition: All columns have as many rows as there are times, and names of their own.
  public init(series: SeriesKey, times: [Int64], values: [Column], policy: MergePolicy) {
    let count = times.count
    precondition(values.allSatisfy { $0.count == count }, "unequal lengths in \(series)")
    let partition = zip(series.table.partition, series.values).map { field, value in
      switch field.type {
      case .int64: Column(field.name, .int64([Int64](repeating: Int64(value) ?? 0, count: count)))
      default: Column(field.name, .text([String](repeating: value, count: count)))
      }
    }
    let columns = partition + [Column(series.table.timeColumn, .timestamp(times))] + values
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns share a name")
    self.init(
      table: series.table,
      rows: ColumnTable(checked: columns, rowCount: count),
      policy: policy
    )
  }
}

extension LakeChange {
  /// The content hash of the catalog entry of a lake that holds exactly these rows of one series.
  var contentHash: ContentHash {
    let pieces = SeriesRows.split(rows, of: table).flatMap { Stretching($0.key).cut($0) }
    return ContentHash(
      of: pieces.map { "\($0.name) \(ContentHash(of: $0.rows.table))\n" }.joined()
    )
  }
}

/// What a change did to one series.
public struct MergeCounts: Hashable, Sendable {
  /// The series.
  public let series: SeriesKey

  /// Rows whose key was new.
  public var inserted: Int

  /// Rows that were stored already, value for value, or that arrived twice.
  public var unchanged: Int

  /// Rows that took the place of others.
  public var replaced: Int

  /// Stored rows that were removed because an exact change lacks them.
  public var removed = 0

  /// Creates counts; no row was removed.
  public init(series: SeriesKey, inserted: Int, unchanged: Int, replaced: Int) {
    self.series = series
    self.inserted = inserted
    self.unchanged = unchanged
    self.replaced = replaced
  }
}

extension Lake {
  /// Stores rows of any number of tables and series in one step: all of them or none.
  ///
  /// - Returns: What happened to each series, sorted by key within each change, in the order of
  ///   the changes.
  /// - Throws: ``LakeError/locked(path:)`` when someone else is writing,
  ///   ``LakeError/schema(table:issues:)`` and ``LakeError/conflicts(_:)`` when rows are refused,
  ///   and others when files cannot be read or written. The lake is then as it was.
  /// - Complexity: O(rows of the change and of the files that they fall into).
  @discardableResult
  public func apply(_ changes: [LakeChange]) throws(LakeError) -> [MergeCounts] {
    let writer = try LakeWriter(self)
    do throws(LakeError) {
      var counts: [MergeCounts] = []
      for change in changes { counts += try writer.stage(change) }
      try writer.commit()
      return counts
    } catch {
      writer.abandon()
      throw error
    }
  }

  /// Stores rows of one table.
  ///
  /// - Throws: ``LakeError``; the lake is then as it was.
  @discardableResult
  public func apply(_ change: LakeChange) throws(LakeError) -> [MergeCounts] {
    try apply([change])
  }
}
