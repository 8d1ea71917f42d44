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
    abstract: "Import bars from files; importing a file twice changes nothing.",
    discussion: """
      Files may be compressed with gzip. A longer file adds its new rows; a file that contradicts stored
      rows is refused with the rows named, unless --replace is given.

      EXAMPLES:
        research-loop data import SPY.csv.gz --lake lake --format yahoo --symbol SPY \\
          --interval 1d --provider yahoo --adjust split
        research-loop data import bars.csv --lake lake --format csv --symbol ES --interval 1m \\
          --provider desk --columns time=ts,open=o,high=h,low=l,close=c,volume=v \\
          --timezone America/New_York --stamp close
      """
  )

  @Argument(help: "The files, in the order in which they are stored.")
  var files: [String]

  @OptionGroup var lake: LakeOption

  @Option(
    help: "The shape of the files: yahoo, stooq, binance, alpaca, csv or parquet.",
    transform: choice
  )
  var format: SourceFormat

  @Option(help: "The symbol; not needed where the files name it.")
  var symbol: String?

  @Option(help: "The length of the bars, such as 1d, 1h or 1m.")
  var interval: String

  @Option(help: "The name of the source, under which the bars are kept apart from others.")
  var provider: String

  @Option(
    help: "What prices are corrected for: none, split or total (splits and dividends).",
    transform: choice
  )
  var adjust: PriceAdjustment?

  @Flag(help: "Let rows take the place of stored ones that differ.")
  var replace = false

  @Option(help: "Which columns hold what, such as open=o,close=c.")
  var columns: String?

  @Option(help: "The zone of times without an offset: UTC or America/New_York.")
  var timezone: String?

  @Option(help: "Which end of a bar the stamps mark: open or close.", transform: choice)
  var stamp: StampSide = .open

  @Option(help: "How stamps are read: auto, iso, s, ms, us or ns.", transform: choice)
  var stampUnit: StampUnit?

  @Option(help: "When the instrument trades: us_equities or always_open. (default: by the format)")
  var calendar: String?

  @Option(
    help: "What happens to rows outside the calendar: refuse, drop or keep.",
    transform: choice
  )
  var offSession: OffSessionRows = .refuse

  func validate() throws {
    guard BarInterval(interval) != nil else {
      throw ValidationError("expected an interval such as 1d, 1h or 1m, found '\(interval)'")
    }
    if let calendar, TradingCalendar.named(calendar) == nil {
      throw ValidationError(
        "expected one of \(TradingCalendar.names.joined(separator: ", ")) for --calendar, "
          + "found '\(calendar)'"
      )
    }
    if let timezone, Self.zone(named: timezone) == nil {
      throw ValidationError("expected UTC or America/New_York for --timezone, found '\(timezone)'")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let request = try makeRequest()
    let lake = try context.openLake(lake.directory)
    defer { context.tidy(lake) }
    let importer = Importer(lake: lake)
    do throws(ImportFailure) {
      let report = try importer.run(request) { progress in
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

  private func makeRequest() throws -> ImportRequest {
    var map = ColumnMap()
    do throws(IngestError) {
      if let columns { map = try ColumnMap(parsing: columns) }
    } catch {
      throw CommandFailure.usage(error)
    }
    guard let interval = BarInterval(interval) else {
      throw CommandFailure.usage("expected an interval such as 1d, found '\(interval)'")
    }
    return ImportRequest(
      files: files,
      format: format,
      symbol: symbol.map { Symbol($0) },
      interval: interval,
      provider: provider,
      calendar: calendar.flatMap { TradingCalendar.named($0) } ?? format.usualCalendar,
      adjustment: adjust,
      columns: map,
      timeZone: timezone.flatMap { Self.zone(named: $0) },
      stamp: stamp,
      stampUnit: stampUnit,
      offSessionRows: offSession,
      replacesConflicts: replace
    )
  }

  private func show(_ report: ImportReport, _ context: CommandContext) {
    guard !report.files.isEmpty else { return }
    for warning in report.files.flatMap(\.warnings) {
      context.console.error("warning: \(warning)")
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

  private static func zone(named name: String) -> TimeZoneRules? {
    switch name.lowercased() {
    case "utc", "z": .utc
    case "america/new_york", "new_york", "et": .newYork
    default: nil
    }
  }
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
