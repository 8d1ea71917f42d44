import MarketModel

/// Reads the facts of delimited text with a header.
func readDelimitedFacts(
  _ file: String,
  options: FactFileOptions
) throws(IngestError) -> RawFactFile {
  let reader = try DelimitedReader(file: file, separator: UInt8(ascii: ","))
  guard try reader.next() else { throw .empty(file: file) }
  var log = ProblemLog(file: file)
  let positions = FactPositions(
    header: reader.texts(),
    map: options.columns,
    table: options.table,
    line: reader.line,
    log: &log
  )
  try log.throwIfAny()
  guard let positions else { throw .empty(file: file) }
  var facts = DelimitedFacts(file: file, positions: positions, unit: options.stampUnit)
  while try reader.next() { facts.append(reader) }
  try facts.log.throwIfAny()
  guard !facts.result.rows.isEmpty else { throw .empty(file: file) }
  return facts.result
}

/// Turns records into facts.
private struct DelimitedFacts {
  let positions: FactPositions
  let unit: StampUnit
  var log: ProblemLog
  var result: RawFactFile
  private var symbols = NameIndex()
  private var exchanges = NameIndex()

  init(file: String, positions: FactPositions, unit: StampUnit) {
    self.positions = positions
    self.unit = unit
    log = ProblemLog(file: file)
    result = RawFactFile(file: file, positions: positions)
  }

  mutating func append(_ reader: DelimitedReader) {
    guard reader.fieldCount == positions.names.count else {
      log.add(
        line: reader.line,
        column: nil,
        expected: "\(positions.names.count) fields",
        found: "\(reader.fieldCount)"
      )
      return
    }
    let before = log.count
    let stamp = stamp(reader)
    let (symbol, exchange) = (symbol(reader), exchange(reader))
    let value = positions.value.flatMap { number(reader, $0) }
    let second = positions.second.flatMap { number(reader, $0) }
    guard let stamp, log.count == before else { return }
    result.rows.append(
      RawFact(
        stamp: stamp,
        symbol: symbol,
        exchange: exchange,
        value: value,
        second: second,
        line: reader.line
      )
    )
  }

  private mutating func stamp(_ reader: DelimitedReader) -> RawStamp? {
    let unit = unit
    if let stamp = reader.withField(positions.date, { StampText.parse($0, unit: unit) }) {
      return stamp
    }
    log.add(
      line: reader.line,
      column: positions.names[positions.date],
      expected: unit.expectedStamp,
      found: quoted(reader.text(positions.date))
    )
    return nil
  }

  /// The number of a field; `nil` for an empty field, which is judged with the rest of the row.
  private mutating func number(_ reader: DelimitedReader, _ position: Int) -> Double? {
    if let value = reader.withField(position, NumberText.double) { return value }
    if reader.withField(position, { $0.isEmpty }) { return nil }
    log.add(
      line: reader.line,
      column: positions.names[position],
      expected: "a finite number",
      found: quoted(reader.text(position))
    )
    return nil
  }

  private mutating func symbol(_ reader: DelimitedReader) -> Int {
    guard let position = positions.symbol else { return 0 }
    let name = name(reader, position)
    let (index, isNew) = symbols.position(of: name)
    if isNew { result.symbols.append(Symbol(name)) }
    return index
  }

  private mutating func exchange(_ reader: DelimitedReader) -> Int {
    guard let position = positions.exchange else { return 0 }
    let name = name(reader, position)
    let (index, isNew) = exchanges.position(of: name)
    if isNew { result.exchanges.append(name) }
    return index
  }

  private mutating func name(_ reader: DelimitedReader, _ position: Int) -> String {
    let name = reader.text(position)
    if name.isEmpty {
      log.add(
        line: reader.line,
        column: positions.names[position],
        expected: "a name",
        found: "nothing"
      )
    }
    return name
  }
}
