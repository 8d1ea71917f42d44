import DataLake
import MarketModel

/// Reads the facts of a Parquet file: dates and instants, whole and other numbers are understood.
func readParquetFacts(
  _ file: String,
  options: FactFileOptions,
  database: DuckDBDatabase
) throws(IngestError) -> RawFactFile {
  let table: ColumnTable
  let types: [String]
  do throws(ParquetError) {
    types = try ParquetFile.columns(of: file, database: database).map(\.type)
    table = try ParquetFile.read(file, database: database)
  } catch {
    throw .parquet(file: file, cause: error)
  }
  guard table.rowCount > 0 else { throw .empty(file: file) }
  var log = ProblemLog(file: file)
  let positions = FactPositions(
    header: table.names,
    map: options.columns,
    table: options.table,
    line: nil,
    log: &log
  )
  try log.throwIfAny()
  guard let positions else { throw .empty(file: file) }
  var facts = ParquetFacts(table: table, log: log, unit: options.stampUnit)
  return try facts.read(positions, datesAreDays: types[positions.date] == "DATE")
}

/// Turns the columns of a table into facts.
private struct ParquetFacts {
  let table: ColumnTable
  var log: ProblemLog
  let unit: StampUnit

  mutating func read(
    _ positions: FactPositions,
    datesAreDays: Bool
  ) throws(IngestError) -> RawFactFile {
    var result = RawFactFile(file: log.file, positions: positions)
    let stamps = stamps(table.columns[positions.date], datesAreDays: datesAreDays)
    let values = positions.value.map { numbers(table.columns[$0]) }
    let seconds = positions.second.map { numbers(table.columns[$0]) }
    let symbols = positions.symbol.map { texts(table.columns[$0]) }
    let exchanges = positions.exchange.map { texts(table.columns[$0]) }
    try log.throwIfAny()
    var (symbolIndex, exchangeIndex) = (NameIndex(), NameIndex())
    result.rows.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      var fact = RawFact(
        stamp: stamps[row],
        symbol: 0,
        exchange: 0,
        value: values.flatMap { $0[row] },
        second: seconds.flatMap { $0[row] },
        line: row + 1
      )
      if let name = symbols?[row] {
        let (position, isNew) = symbolIndex.position(of: name)
        if isNew { result.symbols.append(Symbol(name)) }
        fact.symbol = position
      }
      if let name = exchanges?[row] {
        let (position, isNew) = exchangeIndex.position(of: name)
        if isNew { result.exchanges.append(name) }
        fact.exchange = position
      }
      result.rows.append(fact)
    }
    return result
  }

  private mutating func stamps(_ column: Column, datesAreDays: Bool) -> [RawStamp] {
    refuseMissing(column)
    switch column.values {
    case .timestamp(let values):
      return values.map { value in
        datesAreDays
          ? .date(CivilDate(utcDayOf: Timestamp(nanoseconds: value))) : .instant(value)
      }
    case .int64(let values):
      return values.enumerated().map { row, value in stamp("\(value)", row, column.name) }
    case .text(let values):
      return values.enumerated().map { row, value in stamp(value, row, column.name) }
    case .double, .bool:
      refuseType(column, expected: "instants, dates, whole numbers or text")
      return []
    }
  }

  private mutating func stamp(_ text: String, _ row: Int, _ column: String) -> RawStamp {
    var text = text
    let unit = unit
    if let stamp = text.withUTF8({ StampText.parse($0, unit: unit) }) { return stamp }
    log.add(line: row + 1, column: column, expected: unit.expectedStamp, found: quoted(text))
    return .instant(0)
  }

  /// The numbers of a column; a missing one is judged with the rest of its row.
  private mutating func numbers(_ column: Column) -> [Double?] {
    let values: [Double]
    switch column.values {
    case .double(let numbers): values = numbers
    case .int64(let numbers): values = numbers.map { Double($0) }
    case .timestamp, .text, .bool:
      refuseType(column, expected: "numbers")
      return []
    }
    return values.indices.map { column.isMissing($0) ? nil : values[$0] }
  }

  private mutating func texts(_ column: Column) -> [String] {
    refuseMissing(column)
    guard case .text(let values) = column.values else {
      refuseType(column, expected: "text")
      return []
    }
    for (row, value) in values.enumerated() where value.isEmpty && !column.isMissing(row) {
      log.add(line: row + 1, column: column.name, expected: "a name", found: "nothing")
    }
    return values
  }

  private mutating func refuseMissing(_ column: Column) {
    guard let validity = column.validity else { return }
    for (row, isPresent) in validity.enumerated() where !isPresent {
      log.add(line: row + 1, column: column.name, expected: "a value", found: "none")
    }
  }

  private mutating func refuseType(_ column: Column, expected: String) {
    log.add(
      line: nil,
      column: column.name,
      expected: expected,
      found: "values of type \(column.type.rawValue)"
    )
  }
}
