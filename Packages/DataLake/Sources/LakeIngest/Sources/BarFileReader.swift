import MarketModel

/// What is needed to read the rows of a bar file, without any calendar.
struct BarFileOptions {
  var format: SourceFormat
  var interval: BarInterval
  var adjustment: PriceAdjustment?
  var columns = ColumnMap()
  var separator: UInt8?
  var stampUnit: StampUnit?
}

/// Reads the rows of one bar file in any format but Parquet.
func readBarFile(
  _ file: String,
  options: BarFileOptions
) throws(IngestError) -> RawBarFile {
  switch options.format {
  case .alpaca:
    return try readAlpacaBars(file, options: options)
  case .yahoo, .stooq, .csv, .binance:
    let reader = try DelimitedReader(
      file: file,
      separator: options.separator ?? UInt8(ascii: ",")
    )
    guard try reader.next() else { throw .empty(file: file) }
    let (rules, startsWithCurrent) = try delimitedRules(reader, options: options)
    var bars = DelimitedBars(file: file, rules: rules)
    var result = try bars.readAll(reader, startsWithCurrent: startsWithCurrent)
    if options.format == .stooq { result.treatMidnightAsDates(interval: options.interval) }
    return result
  case .parquet:
    throw .unusableRequest(option: "format", expected: "a text format", found: "parquet")
  }
}

/// Makes the rules of a delimited file from its first record.
private func delimitedRules(
  _ reader: DelimitedReader,
  options: BarFileOptions
) throws(IngestError) -> (DelimitedBars.Rules, startsWithCurrent: Bool) {
  if options.format == .binance { return try klineRules(reader, options: options) }
  var log = ProblemLog(file: reader.file)
  let positions = ColumnPositions(
    header: reader.texts(),
    map: options.columns,
    requiresVolume: options.format != .stooq,
    line: reader.line,
    log: &log
  )
  try log.throwIfAny()
  guard let positions else { throw .empty(file: reader.file) }
  try checkAdjustment(options, hasAdjustedClose: positions.adjustedClose != nil)
  let rules = DelimitedBars.Rules(
    positions: positions,
    stampUnit: options.stampUnit ?? .automatic,
    skipsNullRows: options.format == .yahoo,
    appliesAdjustedClose: options.adjustment == .total,
    fieldCount: reader.fieldCount
  )
  return (rules, false)
}

private func klineRules(
  _ reader: DelimitedReader,
  options: BarFileOptions
) throws(IngestError) -> (DelimitedBars.Rules, startsWithCurrent: Bool) {
  try checkAdjustment(options, hasAdjustedClose: false)
  guard reader.fieldCount == 12 else {
    throw .malformed(
      problems: [
        SourceProblem(
          file: reader.file,
          line: reader.line,
          column: nil,
          expected: "the 12 columns of Binance klines",
          found: "\(reader.fieldCount)"
        )
      ],
      count: 1
    )
  }
  let hasHeader = reader.withField(0) { NumberText.integer($0) } == nil
  let rules = DelimitedBars.Rules(
    positions: .klines,
    stampUnit: options.stampUnit ?? .automatic,
    fieldCount: 12,
    klineInterval: options.interval
  )
  return (rules, !hasHeader)
}

/// Refuses adjustments that the source cannot give.
func checkAdjustment(
  _ options: BarFileOptions,
  hasAdjustedClose: Bool
) throws(IngestError) {
  switch (options.format, options.adjustment) {
  case (.yahoo, PriceAdjustment.none?):
    throw .unusableRequest(
      option: "adjust",
      expected: "split or total, because Yahoo's prices are already split-adjusted",
      found: "none"
    )
  case (_, .total?) where !hasAdjustedClose:
    throw .unusableRequest(
      option: "adjust",
      expected: "split or none, because there is no column of adjusted closes",
      found: "total"
    )
  default:
    break
  }
}

extension RawBarFile {
  /// Turns stamps at midnight into dates when the bars last a day or longer.
  ///
  /// Stooq writes the time `000000` in its daily files.
  fileprivate mutating func treatMidnightAsDates(interval: BarInterval) {
    let dayLength: Int64 = 86_400_000_000_000
    guard interval.isDailyOrLonger, kind == .local,
      groups.allSatisfy({ $0.stamps.allSatisfy { $0 % dayLength == 0 } })
    else { return }
    kind = .date
    for index in groups.indices {
      groups[index].stamps = groups[index].stamps.map {
        Int64(CivilDate(utcDayOf: Timestamp(nanoseconds: $0)).dayNumber)
      }
    }
  }
}
