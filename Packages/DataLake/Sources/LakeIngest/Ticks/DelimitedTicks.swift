import MarketModel

/// Reads the ticks of one symbol from delimited text with a header.
func readDelimitedTicks(
  _ file: String,
  table: TickTable,
  symbol: Symbol,
  reading: TickReading
) throws(IngestError) -> TickAssembly {
  let reader = try DelimitedReader(file: file, separator: UInt8(ascii: ","))
  guard try reader.next() else { throw .empty(file: file) }
  var log = ProblemLog(file: file)
  let positions = TickPositions(
    header: reader.texts(),
    map: reading.columns,
    table: table,
    line: reader.line,
    log: &log
  )
  try log.throwIfAny()
  guard let positions else { throw .empty(file: file) }
  var ticks = DelimitedTicks(
    positions: positions,
    assembly: TickAssembly(
      table,
      file: file,
      symbol: symbol,
      positions: positions,
      reading: reading
    )
  )
  while try reader.next() { ticks.append(reader) }
  return ticks.assembly
}

/// Turns records into ticks.
private struct DelimitedTicks {
  let positions: TickPositions
  var assembly: TickAssembly

  mutating func append(_ reader: DelimitedReader) {
    guard reader.fieldCount == positions.names.count else {
      assembly.log.add(
        line: reader.line,
        column: nil,
        expected: "\(positions.names.count) fields",
        found: "\(reader.fieldCount)"
      )
      return
    }
    if let symbol = positions.symbol, reader.text(symbol) != assembly.symbol.name {
      return assembly.leaveOut(.otherSymbols, line: reader.line)
    }
    let numbers = positions.numbers
    if positions.isSparse, numbers.allSatisfy({ reader.withField($0) { $0.isEmpty } }) {
      return assembly.leaveOut(.withoutTrade, line: reader.line)
    }
    let before = assembly.log.count
    var row = TickRow(
      time: stamp(reader, positions.time),
      received: positions.received.map { stamp(reader, $0) } ?? 0,
      numbers: (number(reader, numbers[0]), number(reader, numbers[1]), 0, 0),
      side: positions.side.map { side(reader, $0) } ?? 0,
      line: reader.line
    )
    if numbers.count > 2 {
      row.numbers.2 = number(reader, numbers[2])
      row.numbers.3 = number(reader, numbers[3])
    }
    if assembly.log.count == before { assembly.add(row) }
  }

  private mutating func stamp(_ reader: DelimitedReader, _ position: Int) -> Int64 {
    let reading = assembly.reading
    let unit = reading.stampUnit ?? .automatic
    if let stamp = reader.withField(position, { StampText.parse($0, unit: unit) }),
      let time = reading.instant(stamp)
    {
      return time
    }
    let isMissing = position == positions.time && reader.withField(position) { $0.isEmpty }
    refuse(
      reader,
      position,
      expected: isMissing ? reading.expectedVenueTime(positions) : reading.expectedInstant
    )
    return 0
  }

  private mutating func number(_ reader: DelimitedReader, _ position: Int) -> Double {
    if let value = reader.withField(position, NumberText.double) { return value }
    refuse(reader, position, expected: "a finite number")
    return 0
  }

  private mutating func side(_ reader: DelimitedReader, _ position: Int) -> Int8 {
    let isBuyerIsMaker = positions.sideIsBuyerIsMaker
    if let side = tickSide(reader.text(position), isBuyerIsMaker: isBuyerIsMaker) { return side }
    refuse(reader, position, expected: expectedSide(isBuyerIsMaker: isBuyerIsMaker))
    return 0
  }

  private mutating func refuse(_ reader: DelimitedReader, _ position: Int, expected: String) {
    let text = reader.text(position)
    assembly.log.add(
      line: reader.line,
      column: positions.names[position],
      expected: expected,
      found: text.isEmpty ? "nothing" : quoted(text)
    )
  }
}
