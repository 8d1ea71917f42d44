import DataLake
import MarketModel

/// Reads the ticks of one symbol from a Parquet file: instants, whole and other numbers are
/// understood.
func readParquetTicks(
  _ file: String,
  table: TickTable,
  symbol: Symbol,
  reading: TickReading,
  database: DuckDBDatabase
) throws(IngestError) -> TickAssembly {
  let columns: ColumnTable
  do throws(ParquetError) {
    columns = try ParquetFile.read(file, database: database)
  } catch {
    throw .parquet(file: file, cause: error)
  }
  guard columns.rowCount > 0 else { throw .empty(file: file) }
  var log = ProblemLog(file: file)
  let positions = TickPositions(
    header: columns.names,
    map: reading.columns,
    table: table,
    line: nil,
    log: &log
  )
  try log.throwIfAny()
  guard let positions else { throw .empty(file: file) }
  var ticks = ParquetTicks(
    table: columns,
    positions: positions,
    assembly: TickAssembly(
      table,
      file: file,
      symbol: symbol,
      positions: positions,
      reading: reading
    )
  )
  try ticks.read()
  return ticks.assembly
}

/// Turns the columns of a table into ticks.
private struct ParquetTicks {
  let table: ColumnTable
  let positions: TickPositions
  var assembly: TickAssembly

  mutating func read() throws(IngestError) {
    let times = stamps(positions.time)
    let received = positions.received.map { stamps($0) }
    let columns = positions.numbers.map { numbers($0) }
    let sides = positions.side.map { self.sides($0) }
    let symbols = positions.symbol.flatMap { texts($0) }
    // A column of a wrong type has no values.
    try assembly.log.throwIfAny()
    for row in 0..<table.rowCount {
      if let symbols, symbols[row] != assembly.symbol.name {
        assembly.leaveOut(.otherSymbols, line: row + 1)
        continue
      }
      if positions.isSparse, positions.numbers.allSatisfy({ table.columns[$0].isMissing(row) }) {
        assembly.leaveOut(.withoutTrade, line: row + 1)
        continue
      }
      let before = assembly.log.count
      for position in positions.required where table.columns[position].isMissing(row) {
        refuse(position, row, "a value", "none (missing or NaN)")
      }
      guard assembly.log.count == before else { continue }
      let isQuote = columns.count > 2
      assembly.add(
        TickRow(
          time: times[row],
          received: received?[row] ?? 0,
          numbers: (
            columns[0][row], columns[1][row], isQuote ? columns[2][row] : 0,
            isQuote ? columns[3][row] : 0
          ),
          side: sides?[row] ?? 0,
          line: row + 1
        )
      )
    }
  }

  private mutating func stamps(_ position: Int) -> [Int64] {
    let column = table.columns[position]
    let reading = assembly.reading
    let unit = reading.stampUnit ?? .automatic
    func time(_ text: String) -> Int64? {
      var text = text
      return text.withUTF8 { StampText.parse($0, unit: unit) }.flatMap { reading.instant($0) }
    }
    switch column.values {
    case .timestamp(let values): return values
    case .int64(let values):
      // Missing values hold zero, which is refused with its row.
      return values.enumerated().map { row, value in
        let scale = StampText.nanoseconds(
          in: unit == .automatic ? StampText.magnitudeUnit(value) : unit
        )
        let (time, overflow) = value.multipliedReportingOverflow(by: scale)
        if overflow || unit == .iso { refuse(position, row, reading.expectedInstant, "\(value)") }
        return overflow ? 0 : time
      }
    case .text(let values):
      return values.enumerated().map { row, value in
        if let time = time(value) { return time }
        if !column.isMissing(row) {
          refuse(position, row, reading.expectedInstant, quoted(value))
        }
        return 0
      }
    case .double, .bool:
      refuseType(position, expected: "instants, whole numbers or text")
      return []
    }
  }

  private mutating func numbers(_ position: Int) -> [Double] {
    switch table.columns[position].values {
    case .double(let values): return values
    case .int64(let values): return values.map { Double($0) }
    case .timestamp, .text, .bool:
      refuseType(position, expected: "numbers")
      return []
    }
  }

  private mutating func sides(_ position: Int) -> [Int8] {
    let column = table.columns[position]
    let isMaker = positions.sideIsBuyerIsMaker
    switch column.values {
    case .bool(let values) where isMaker: return values.map { $0 ? -1 : 1 }
    case .int64, .text:
      return (0..<column.count).map { row in
        let text = column.isMissing(row) ? "" : column.text(at: row)
        if let side = tickSide(text, isBuyerIsMaker: isMaker) { return side }
        refuse(position, row, expectedSide(isBuyerIsMaker: isMaker), quoted(text))
        return 0
      }
    case .double, .bool, .timestamp:
      refuseType(position, expected: isMaker ? "true or false" : "text or whole numbers")
      return []
    }
  }

  private mutating func texts(_ position: Int) -> [String]? {
    if case .text(let values) = table.columns[position].values { return values }
    refuseType(position, expected: "text")
    return nil
  }

  private mutating func refuse(_ position: Int, _ row: Int, _ expected: String, _ found: String) {
    assembly.log.add(
      line: row + 1,
      column: positions.names[position],
      expected: expected,
      found: found
    )
  }

  private mutating func refuseType(_ position: Int, expected: String) {
    let column = table.columns[position]
    assembly.log.add(
      line: nil,
      column: column.name,
      expected: expected,
      found: "values of type \(column.type.rawValue)"
    )
  }
}

extension TickPositions {
  /// The columns in which no value may be missing.
  fileprivate var required: [Int] { [time] + [received].compactMap { $0 } + numbers }
}
