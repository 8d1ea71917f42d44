import MarketModel

/// Reads the bars of delimited text into columns.
struct DelimitedBars {
  /// What differs between the formats.
  struct Rules {
    var positions: ColumnPositions
    var stampUnit: StampUnit

    /// Whether rows whose prices are all `null` are skipped.
    var skipsNullRows = false

    /// Whether the four prices are multiplied by adjusted close over close.
    var appliesAdjustedClose = false

    /// The number of fields that each row must have.
    var fieldCount: Int

    /// The interval that Binance's close times must agree with, if any.
    var klineInterval: BarInterval?
  }

  private let rules: Rules
  private var log: ProblemLog
  private(set) var result: RawBarFile
  private var groupOfSymbol: [String: Int] = [:]
  private var lastSymbol: (bytes: [UInt8], group: Int)?

  init(file: String, rules: Rules) {
    self.rules = rules
    log = ProblemLog(file: file)
    result = RawBarFile(file: file)
    if rules.positions.symbol == nil { result.groups = [RawBars()] }
  }

  /// Reads the records from the current one, when `startsWithCurrent`, to the end of the file.
  mutating func readAll(
    _ reader: DelimitedReader,
    startsWithCurrent: Bool
  ) throws(IngestError) -> RawBarFile {
    if startsWithCurrent { append(reader) }
    while try reader.next() { append(reader) }
    try log.throwIfAny()
    guard result.groups.contains(where: { $0.count > 0 }) else { throw .empty(file: reader.file) }
    return result
  }

  private mutating func append(_ reader: DelimitedReader) {
    guard reader.fieldCount == rules.fieldCount else {
      log.add(
        line: reader.line,
        column: nil,
        expected: "\(rules.fieldCount) fields",
        found: "\(reader.fieldCount)"
      )
      return
    }
    if rules.skipsNullRows, isNullRow(reader) {
      result.nullRows += 1
      if result.firstNullLine == nil { result.firstNullLine = reader.line }
      return
    }
    let positions = rules.positions
    let stamp = stamp(reader)
    var open = number(reader, positions.open)
    var high = number(reader, positions.high)
    var low = number(reader, positions.low)
    let rawClose = number(reader, positions.close)
    var close = rawClose
    let volume = positions.volume.map { number(reader, $0) } ?? 0
    if rules.appliesAdjustedClose, let position = positions.adjustedClose,
      let adjusted = number(reader, position), let rawClose
    {
      guard rawClose > 0, adjusted > 0 else {
        log.add(
          line: reader.line,
          column: positions.names[position],
          expected: "positive close and adjusted close",
          found: "\(rawClose) and \(adjusted)"
        )
        return
      }
      let factor = adjusted / rawClose
      (open, high, low) = (
        open.map { $0 * factor }, high.map { $0 * factor }, low.map { $0 * factor }
      )
      close = adjusted
    }
    guard let stamp, let open, let high, let low, let close, let volume else { return }
    checkKline(reader, open: stamp)
    let group = groupIndex(reader)
    result.groups[group].stamps.append(stamp)
    result.groups[group].open.append(open)
    result.groups[group].high.append(high)
    result.groups[group].low.append(low)
    result.groups[group].close.append(close)
    result.groups[group].volume.append(volume)
    result.groups[group].lines.append(reader.line)
  }

  private mutating func number(_ reader: DelimitedReader, _ position: Int) -> Double? {
    if let value = reader.withField(position, NumberText.double) { return value }
    log.add(
      line: reader.line,
      column: rules.positions.names[position],
      expected: "a finite number",
      found: quoted(reader.text(position))
    )
    return nil
  }

  private mutating func stamp(_ reader: DelimitedReader) -> Int64? {
    let positions = rules.positions
    let unit = rules.stampUnit
    guard var stamp = reader.withField(positions.stamp, { StampText.parse($0, unit: unit) }) else {
      log.add(
        line: reader.line,
        column: positions.names[positions.stamp],
        expected: unit.expectedStamp,
        found: quoted(reader.text(positions.stamp))
      )
      return nil
    }
    if let position = positions.timeOfDay, case .date(let date) = stamp {
      guard let time = reader.withField(position, StampText.compactTimeOfDay) else {
        log.add(
          line: reader.line,
          column: positions.names[position],
          expected: "a time of day HHMMSS",
          found: quoted(reader.text(position))
        )
        return nil
      }
      stamp = .local(date.startInUTC.nanoseconds + time)
    }
    let kind = RawBars.StampKind(stamp)
    if result.kind == nil { result.kind = kind }
    guard result.kind == kind else {
      log.add(
        line: reader.line,
        column: positions.names[positions.stamp],
        expected: "\(result.kind?.rawValue ?? "") as in the rows before",
        found: quoted(reader.text(positions.stamp))
      )
      return nil
    }
    return stamp.value
  }

  /// Checks that a kline's last unit of time lies just before the end of its interval.
  private mutating func checkKline(_ reader: DelimitedReader, open: Int64) {
    guard let interval = rules.klineInterval else { return }
    let last = reader.withField(6) { NumberText.integer($0) }
    guard let last else {
      log.add(
        line: reader.line,
        column: "close_time",
        expected: "an integer",
        found: quoted(reader.text(6))
      )
      return
    }
    let unit = StampText.nanoseconds(in: StampText.magnitudeUnit(last))
    let (end, overflow) = (last + 1).multipliedReportingOverflow(by: unit)
    if overflow || end - open != interval.nanoseconds {
      log.add(
        line: reader.line,
        column: "close_time",
        expected: "the last unit of a bar of \(interval)",
        found: quoted(reader.text(6))
      )
    }
  }

  private func isNullRow(_ reader: DelimitedReader) -> Bool {
    let positions = rules.positions
    return [positions.open, positions.high, positions.low, positions.close].allSatisfy { index in
      reader.withField(index) { $0.elementsEqual("null".utf8) || $0.isEmpty }
    }
  }

  private mutating func groupIndex(_ reader: DelimitedReader) -> Int {
    guard let position = rules.positions.symbol else { return 0 }
    if let last = lastSymbol, reader.withField(position, { $0.elementsEqual(last.bytes) }) {
      return last.group
    }
    let name = reader.text(position)
    let group: Int
    if let known = groupOfSymbol[name] {
      group = known
    } else {
      group = result.groups.count
      result.groups.append(RawBars(symbol: Symbol(name)))
      groupOfSymbol[name] = group
    }
    lastSymbol = (Array(name.utf8), group)
    return group
  }
}

extension StampUnit {
  /// What a time field should have held, for messages.
  var expectedStamp: String {
    switch self {
    case .automatic: "an ISO 8601 date or time, YYYYMMDD, or time since 1970"
    case .iso: "an ISO 8601 date or time"
    case .seconds: "seconds since 1970"
    case .milliseconds: "milliseconds since 1970"
    case .microseconds: "microseconds since 1970"
    case .nanoseconds: "nanoseconds since 1970"
    }
  }
}

/// A field in quotes, cut when it is long.
func quoted(_ text: String) -> String {
  text.count <= 40 ? "'\(text)'" : "'\(text.prefix(40))…'"
}
