internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import LakeIngest
internal import MarketModel
internal import Reporting

/// Imports files into a lake.
struct ImportData: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import bars, facts or ticks; importing a file twice changes nothing.",
    discussion: """
      Files may be compressed with gzip. A longer file adds its new rows; a file that contradicts stored
      rows is refused with the rows named, unless --replace is given.

      Bars come in many formats. The facts of other tables come as csv or parquet, one row each: a date,
      a symbol and the value; price, marketcap and volume are in USD and belong to a UTC day, funding and
      open_interest to an instant. Rows that name an exchange get it as their provider.

      Ticks (quotes and trades) come as csv or parquet too. Where a file has the venue's time (such as
      exch_ts_ns) beside a plain one (ts_ns), the first is the time of the tick and the second when it was
      received; --columns time=ts_ns,ignore=exch_ts_ns takes the plain one. A file holds all ticks from its
      first to its last time: what is stored in between must be the same.

      EXAMPLES:
        research-loop data import SPY.csv.gz --lake lake --format yahoo --symbol SPY \\
          --interval 1d --provider yahoo --adjust split
        research-loop data import bars.csv --lake lake --format csv --symbol ES --interval 1m \\
          --provider desk --columns time=ts,open=o,high=h,low=l,close=c,volume=v \\
          --timezone America/New_York --stamp close
        research-loop data import caps.csv.gz --lake lake --table marketcap --format csv \\
          --provider coinmarketcap --columns date=day,value=cap,ignore=source
        research-loop data import funding.csv.gz --lake lake --table funding --format csv \\
          --provider binance --funding-unit decimal
        research-loop data import trades.csv.gz --lake lake --table trades --format csv \\
          --symbol BTCUSDT --provider binance --columns time=exch_ts_ns,received=ts_ns
      """
  )

  @Argument(help: "The files, in the order in which they are stored.")
  var files: [String]

  @OptionGroup var lake: LakeOption

  @Option(
    help: """
      What the rows are: bars, price, marketcap, volume, funding, open_interest, quotes or trades.
      """,
    transform: choice
  )
  var table: ImportTable = .bars

  @Option(
    help: "The shape of the files: yahoo, stooq, binance, alpaca, csv or parquet.",
    transform: choice
  )
  var format: SourceFormat

  @Option(help: "The symbol, or the one to take; not needed where the files name it.")
  var symbol: String?

  @Option(
    help: """
      The name of the source, under which rows are kept apart from others; of facts that name \
      exchanges, the one exchange to take.
      """
  )
  var provider: String?

  @Flag(help: "Let rows take the place of stored ones that differ.")
  var replace = false

  @Option(
    help: """
      Which columns hold what: open=o,close=c for bars; of facts date, symbol, exchange, value, usd \
      (of open interest) and mark_price (of funding); of ticks time, received, symbol, bid, bid_size, \
      ask, ask_size, price, size, side and buyer_is_maker; and ignore=NAME for each that is left out.
      """
  )
  var columns: String?

  @Option(help: "The zone of times without an offset: UTC or America/New_York.")
  var timezone: String?

  @Option(help: "How stamps are read: auto, iso, s, ms, us or ns.", transform: choice)
  var stampUnit: StampUnit?

  @OptionGroup(title: "Options of bars") var bars: BarImportOptions

  @OptionGroup(title: "Options of facts") var facts: FactImportOptions

  @OptionGroup(title: "Options of ticks") var ticks: TickImportOptions

  func validate() throws {
    if let timezone, zone(named: timezone) == nil {
      throw ValidationError("expected UTC or America/New_York for --timezone, found '\(timezone)'")
    }
    if let facts = table.facts {
      try self.facts.validate(facts)
    } else if let ticks = table.ticks {
      try self.ticks.validate(ticks, symbol: symbol, provider: provider)
    } else {
      try bars.validate(provider: provider)
    }
    let foreign: [(option: String?, of: String)] = [
      (table == .bars ? nil : bars.firstGiven, "bars"),
      (table.facts != nil ? nil : facts.firstGiven, "facts"),
      (table.ticks != nil ? nil : ticks.firstGiven, "ticks"),
    ]
    for case (let option?, let owner) in foreign {
      throw ValidationError("expected no \(option) for \(table.rawValue), an option of \(owner)")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let task = try importTask()
    let lake = try context.openLake(lake.directory)
    defer { context.tidy(lake) }
    do throws(ImportFailure) {
      let report = try task(Importer(lake: lake)) { progress in
        guard progress.stage == .reading else { return }
        context.console.error(
          "importing \(progress.index + 1)/\(progress.fileCount)  \(progress.file)"
        )
      }
      show(report, context)
    } catch {
      show(error.completed, context)
      throw error.cause.isUsage ? CommandFailure.usage(error) : CommandFailure.failed(error)
    }
  }

  private typealias ImportTask = (
    Importer, (ImportProgress) -> Void
  ) throws(ImportFailure) -> ImportReport

  /// What the options ask for, checked as far as that is possible without the files.
  private func importTask() throws(CommandFailure) -> ImportTask {
    do throws(IngestError) {
      if let table = table.facts {
        let request = try factRequest(table)
        return { (importer, progress) throws(ImportFailure) in
          try importer.run(request, progress: progress)
        }
      }
      if let table = table.ticks {
        let request = try tickRequest(table)
        return { (importer, progress) throws(ImportFailure) in
          try importer.run(request, progress: progress)
        }
      }
      let request = try barRequest()
      return { (importer, progress) throws(ImportFailure) in
        try importer.run(request, progress: progress)
      }
    } catch {
      throw CommandFailure.usage(error)
    }
  }

  private func barRequest() throws(IngestError) -> ImportRequest {
    ImportRequest(
      files: files,
      format: format,
      symbol: symbol.map { Symbol($0) },
      interval: bars.parsedInterval,
      provider: provider ?? "",
      calendar: bars.parsedCalendar ?? format.usualCalendar,
      adjustment: bars.adjust,
      columns: try columns.map { text throws(IngestError) in try ColumnMap(parsing: text) }
        ?? ColumnMap(),
      timeZone: timezone.flatMap { zone(named: $0) },
      stamp: bars.stamp ?? .open,
      stampUnit: stampUnit,
      offSessionRows: bars.offSession ?? .refuse,
      replacesConflicts: replace
    )
  }

  private func factRequest(_ table: FactTable) throws(IngestError) -> FactRequest {
    FactRequest(
      files: files,
      format: format,
      table: table,
      symbol: symbol.map { Symbol($0) },
      provider: provider,
      columns: try columns.map { text throws(IngestError) in try FactColumnMap(parsing: text) }
        ?? FactColumnMap(),
      fundingUnit: facts.fundingUnit,
      snapSeconds: facts.effectiveSnapSeconds(table),
      timeOfDates: facts.parsedTimeOfDates,
      timeZone: timezone.flatMap { zone(named: $0) },
      stampUnit: stampUnit,
      replacesConflicts: replace
    )
  }

  private func tickRequest(_ table: TickTable) throws(IngestError) -> TickRequest {
    TickRequest(
      files: files,
      table: table,
      symbol: Symbol(symbol ?? ""),
      provider: provider ?? "",
      reading: TickReading(
        format: format,
        columns: try columns.map { text throws(IngestError) in try TickColumnMap(parsing: text) }
          ?? TickColumnMap(),
        stampUnit: stampUnit,
        timeZone: timezone.flatMap { zone(named: $0) },
        order: ticks.order ?? .strict,
        crossed: ticks.crossed ?? .refuse
      ),
      replacesConflicts: replace
    )
  }

  private func show(_ report: ImportReport, _ context: CommandContext) {
    guard !report.files.isEmpty else { return }
    for warning in report.files.flatMap(\.warningTexts) {
      context.console.error("warning: \(warning)")
    }
    for file in report.files where file.removed > 0 {
      context.console.error(
        "warning: \(file.file): \(file.removed) stored rows that the file lacks were removed"
      )
    }
    var table = ConsoleTable(columns: [
      .init("file", canShrink: true), .init("rows", .trailing), .init("added", .trailing),
      .init("unchanged", .trailing), .init("replaced", .trailing),
    ])
    for file in report.files {
      table.append([
        .init(file.file), .init(NumberText.grouped(file.rows)),
        .init(NumberText.grouped(file.added)), .init(NumberText.grouped(file.unchanged)),
        .init(NumberText.grouped(file.replaced)),
      ])
    }
    context.console.print(table.rendered(in: context.console.style))
  }

  private func zone(named name: String) -> TimeZoneRules? {
    switch name.lowercased() {
    case "utc", "z": .utc
    case "america/new_york", "new_york", "et": .newYork
    default: nil
    }
  }
}

/// The tables that files can be imported into.
enum ImportTable: String, CaseIterable {
  case bars, price, marketcap, volume, funding
  case openInterest = "open_interest"
  case quotes, trades

  /// The table of facts, or `nil` for others.
  var facts: FactTable? { FactTable(rawValue: rawValue) }

  /// The table of ticks, or `nil` for others.
  var ticks: TickTable? { TickTable(rawValue: rawValue) }
}

extension SourceFormat {
  /// The calendar of what the source usually lists.
  fileprivate var usualCalendar: TradingCalendar {
    self == .binance ? .alwaysOpen : .usEquities
  }
}

extension IngestError {
  /// Whether the command line is wrong, rather than a file or the lake.
  fileprivate var isUsage: Bool {
    if case .unusableRequest = self { true } else { false }
  }
}
