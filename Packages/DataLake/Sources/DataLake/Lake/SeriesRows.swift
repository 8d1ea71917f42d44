import MarketModel

/// Rows of one series, sorted by time and sequence, without the partition columns.
struct SeriesRows {
  let key: SeriesKey
  let table: ColumnTable

  /// The instants and, where the table has them, the sequence numbers.
  let times: [Int64]
  let sequences: [Int64]?

  /// Takes rows that are sorted and have the stored columns of the table.
  init(key: SeriesKey, sorted table: ColumnTable) {
    self.key = key
    self.table = table
    times = table[key.table.timeColumn]?.instants ?? []
    sequences = key.table.sequenceColumn.flatMap { table[$0]?.instants }
  }

  /// Sorts rows that have the stored columns of the table.
  init(key: SeriesKey, unsorted table: ColumnTable) {
    let rows = SeriesRows(key: key, sorted: table)
    let isSorted = rows.times.indices.dropFirst().allSatisfy { !rows.precedes($0, $0 - 1) }
    if isSorted {
      self = rows
    } else {
      let order = rows.times.indices.sorted {
        rows.precedes($0, $1) || (!rows.precedes($1, $0) && $0 < $1)
      }
      self.init(key: key, sorted: table.selecting(order))
    }
  }

  var count: Int { times.count }

  /// Whether a row's key is less than another one's.
  func precedes(_ row: Int, _ other: Int) -> Bool {
    if times[row] != times[other] { return times[row] < times[other] }
    guard let sequences else { return false }
    return sequences[row] < sequences[other]
  }

  /// How the key of a row compares to the key of a row of other rows: -1, 0 or 1.
  func compare(_ row: Int, _ other: SeriesRows, _ otherRow: Int) -> Int {
    let (one, two) = (times[row], other.times[otherRow])
    if one != two { return one < two ? -1 : 1 }
    guard let sequences, let others = other.sequences else { return 0 }
    let (left, right) = (sequences[row], others[otherRow])
    return left == right ? 0 : left < right ? -1 : 1
  }

  func slice(_ range: Range<Int>) -> SeriesRows {
    range == 0..<count ? self : SeriesRows(key: key, sorted: table.slice(range))
  }

  func selecting(_ rows: [Int]) -> SeriesRows {
    SeriesRows(key: key, sorted: table.selecting(rows))
  }

  /// The rows followed by others; the result need not be sorted.
  func followed(by other: SeriesRows) -> ColumnTable {
    let columns = zip(table.columns, other.table.columns).map { $0.followed(by: $1) }
    return ColumnTable(checked: columns, rowCount: count + other.count)
  }

  /// The columns in which two rows differ, as text.
  func differences(
    _ row: Int,
    _ other: SeriesRows,
    _ otherRow: Int
  ) -> [ConflictReport.Difference] {
    zip(table.columns, other.table.columns).compactMap { mine, theirs in
      guard !mine.equals(row, theirs, otherRow) else { return nil }
      return ConflictReport.Difference(
        column: mine.name,
        stored: mine.text(at: row),
        refused: theirs.text(at: otherRow)
      )
    }
  }

  func equals(_ row: Int, _ other: SeriesRows, _ otherRow: Int) -> Bool {
    zip(table.columns, other.table.columns).allSatisfy { $0.equals(row, $1, otherRow) }
  }

  /// Splits rows of any series of a table, giving up the partition columns.
  ///
  /// The series are sorted by key.
  static func split(_ rows: ColumnTable, of table: LakeTable) -> [SeriesRows] {
    guard rows.rowCount > 0 else { return [] }
    let partition = Array(rows.columns.prefix(table.partition.count))
    let stored = ColumnTable(
      checked: Array(rows.columns.dropFirst(table.partition.count)),
      rowCount: rows.rowCount
    )
    func key(_ row: Int) -> SeriesKey {
      SeriesKey(table: table, values: partition.map { $0.text(at: row) })
    }
    let starts = Set(partition.flatMap { $0.runStarts }).union([0]).sorted()
    if starts.count == 1 { return [SeriesRows(key: key(0), unsorted: stored)] }
    var groups: [SeriesKey: [Int]] = [:]
    for (position, start) in starts.enumerated() {
      let end = position + 1 < starts.count ? starts[position + 1] : rows.rowCount
      groups[key(start), default: []].append(contentsOf: start..<end)
    }
    return groups.keys.sorted().map { key in
      SeriesRows(key: key, unsorted: stored.selecting(groups[key] ?? []))
    }
  }
}

extension Column {
  /// The instants or whole numbers of the column; empty for other types.
  fileprivate var instants: [Int64] {
    switch values {
    case .timestamp(let values), .int64(let values): values
    default: []
    }
  }

  /// The rows whose value differs from the row before.
  fileprivate var runStarts: [Int] {
    func changes<Value: Equatable>(_ values: [Value]) -> [Int] {
      values.indices.dropFirst().filter { values[$0] != values[$0 - 1] }
    }
    return switch values {
    case .timestamp(let values), .int64(let values): changes(values)
    case .double(let values): changes(values)
    case .text(let values): changes(values)
    case .bool(let values): changes(values)
    }
  }

  fileprivate func followed(by other: Column) -> Column {
    let joined: ColumnValues =
      switch (values, other.values) {
      case (.timestamp(let left), .timestamp(let right)): .timestamp(left + right)
      case (.int64(let left), .int64(let right)): .int64(left + right)
      case (.double(let left), .double(let right)): .double(left + right)
      case (.text(let left), .text(let right)): .text(left + right)
      case (.bool(let left), .bool(let right)): .bool(left + right)
      default: values
      }
    guard validity != nil || other.validity != nil else { return Column(name, joined) }
    let left = validity ?? [Bool](repeating: true, count: count)
    let right = other.validity ?? [Bool](repeating: true, count: other.count)
    return Column(name, joined, validity: left + right)
  }
}
