import DataLake
import MarketModel

/// Reads bars from a Parquet file; dates and instants, whole and other numbers are understood.
func readParquetBars(
  _ file: String,
  options: BarFileOptions,
  database: DuckDBDatabase
) throws(IngestError) -> RawBarFile {
  let table: ColumnTable
  do throws(ParquetError) {
    table = try ParquetFile.read(file, database: database)
  } catch {
    throw .parquet(file: file, cause: error)
  }
  guard table.rowCount > 0 else { throw .empty(file: file) }
  var log = ProblemLog(file: file)
  let positions = ColumnPositions(
    header: table.names,
    map: options.columns,
    requiresVolume: true,
    line: 0,
    log: &log
  )
  try log.throwIfAny()
  guard let positions else { throw .empty(file: file) }
  try checkAdjustment(options, hasAdjustedClose: positions.adjustedClose != nil)
  var reader = ParquetBars(table: table, file: file, unit: options.stampUnit ?? .automatic)
  return try reader.read(positions, appliesAdjustedClose: options.adjustment == .total)
}

/// Turns the columns of a table into raw bars.
private struct ParquetBars {
  let table: ColumnTable
  let unit: StampUnit
  var log: ProblemLog
  var result: RawBarFile

  init(table: ColumnTable, file: String, unit: StampUnit) {
    self.table = table
    self.unit = unit
    log = ProblemLog(file: file)
    result = RawBarFile(file: file)
  }

  mutating func read(
    _ positions: ColumnPositions,
    appliesAdjustedClose: Bool
  ) throws(IngestError) -> RawBarFile {
    var bars = RawBars()
    bars.stamps = stamps(positions.stamp)
    bars.open = numbers(positions.open)
    bars.high = numbers(positions.high)
    bars.low = numbers(positions.low)
    bars.close = numbers(positions.close)
    bars.volume =
      positions.volume.map { numbers($0) } ?? [Double](repeating: 0, count: table.rowCount)
    bars.lines = Array(1...table.rowCount)
    let adjusted = appliesAdjustedClose ? positions.adjustedClose.map { numbers($0) } : nil
    let symbols = positions.symbol.map { texts($0) }
    try log.throwIfAny()
    if let adjusted { try adjust(&bars, adjusted) }
    result.groups = symbols.map { grouped(bars, by: $0) } ?? [bars]
    return result
  }

  private mutating func adjust(_ bars: inout RawBars, _ adjusted: [Double]) throws(IngestError) {
    for row in 0..<bars.count {
      guard bars.close[row] > 0, adjusted[row] > 0 else {
        log.add(
          line: row + 1,
          column: "adjusted_close",
          expected: "positive close and adjusted close",
          found: "\(bars.close[row]) and \(adjusted[row])"
        )
        continue
      }
      let factor = adjusted[row] / bars.close[row]
      bars.open[row] *= factor
      bars.high[row] *= factor
      bars.low[row] *= factor
      bars.close[row] = adjusted[row]
    }
    try log.throwIfAny()
  }

  private func grouped(_ bars: RawBars, by symbols: [String]) -> [RawBars] {
    var groups: [RawBars] = []
    var positions: [String: Int] = [:]
    for row in 0..<bars.count {
      let name = symbols[row]
      let group = positions[name] ?? groups.count
      if group == groups.count {
        positions[name] = group
        groups.append(RawBars(symbol: Symbol(name)))
      }
      groups[group].stamps.append(bars.stamps[row])
      groups[group].open.append(bars.open[row])
      groups[group].high.append(bars.high[row])
      groups[group].low.append(bars.low[row])
      groups[group].close.append(bars.close[row])
      groups[group].volume.append(bars.volume[row])
      groups[group].lines.append(bars.lines[row])
    }
    return groups
  }

  private mutating func stamps(_ position: Int) -> [Int64] {
    let column = table.columns[position]
    refuseMissing(column)
    switch column.values {
    case .timestamp(let values):
      result.kind = .instant
      return values
    case .int64(let values):
      result.kind = .instant
      return values.enumerated().map { row, value in
        stamp("\(value)", row: row, column: column.name)
      }
    case .text(let values):
      return values.enumerated().map { row, value in stamp(value, row: row, column: column.name) }
    case .double, .bool:
      wrongType(column, expected: "instants, dates, whole numbers or text")
      return []
    }
  }

  private mutating func stamp(_ text: String, row: Int, column: String) -> Int64 {
    var text = text
    let unit = unit
    let stamp = text.withUTF8 { StampText.parse($0, unit: unit) }
    let kind = stamp.map { RawBars.StampKind($0) }
    if result.kind == nil { result.kind = kind }
    guard let stamp, kind == result.kind else {
      log.add(
        line: row + 1,
        column: column,
        expected: result.kind?.rawValue ?? "an ISO 8601 date or time, or time since 1970",
        found: quoted(text)
      )
      return 0
    }
    return stamp.value
  }

  private mutating func numbers(_ position: Int) -> [Double] {
    let column = table.columns[position]
    refuseMissing(column)
    switch column.values {
    case .double(let values): return values
    case .int64(let values): return values.map { Double($0) }
    case .timestamp, .text, .bool:
      wrongType(column, expected: "numbers")
      return []
    }
  }

  private mutating func texts(_ position: Int) -> [String] {
    let column = table.columns[position]
    refuseMissing(column)
    guard case .text(let values) = column.values else {
      wrongType(column, expected: "text")
      return []
    }
    return values
  }

  private mutating func refuseMissing(_ column: Column) {
    guard let validity = column.validity else { return }
    for (row, isPresent) in validity.enumerated() where !isPresent {
      log.add(line: row + 1, column: column.name, expected: "a value", found: "none")
    }
  }

  private mutating func wrongType(_ column: Column, expected: String) {
    log.add(
      line: nil,
      column: column.name,
      expected: expected,
      found: "values of type \(column.type.rawValue)"
    )
  }
}
