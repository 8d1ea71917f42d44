internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import DataLake
internal import Features
internal import MarketModel
internal import Reporting

/// Makes bars of the ticks of a lake.
struct BuildBars: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "bars",
    abstract: "Make time, tick, volume or dollar bars of quotes and trades.",
    discussion: """
      Time bars are stored in the lake beside other bars, under the provider of the ticks, unless --output
      is given. The others have no fixed length, by which the lake could key them: they need --output, a
      file that ends in .csv or .parquet. Bins of time are counted from midnight UTC. A bar is visible at
      its close; a last bar that is not certain to be complete is left out unless --last-bar keep is given.

      EXAMPLES:
        research-loop data bars --lake lake --symbol BTCUSDT --rule time:1m
        research-loop data bars --lake lake --symbol BTCUSDT --rule dollar:1e6 --output dollar.parquet
        research-loop data bars --lake lake --symbol IBM --rule time:1m --prices mid --output mid.csv
      """
  )

  @OptionGroup var lake: LakeOption

  @Option(help: "The symbol.")
  var symbol: String

  @Option(help: "When a bar is complete: time:1m, tick:1000, volume:500 or dollar:1e6.")
  var rule: String

  @Option(help: "The source of the ticks; not needed where the symbol has only one.")
  var provider: String?

  @Option(
    help: "Which prices: trades, or mid (of quotes; such bars have no volume).",
    transform: choice
  )
  var prices: TickBarPrices = .trades

  @Option(help: "The first instant, such as 2024-08-08T23:55:00Z.")
  var from: String?

  @Option(help: "The first instant that is left out.")
  var before: String?

  @Option(help: "What happens to a last bar that is not complete: drop or keep.", transform: choice)
  var lastBar: LastBar = .drop

  @Option(help: "A file that ends in .csv or .parquet, instead of the lake.")
  var output: String?

  @Flag(help: "Let bars take the place of stored ones that differ.")
  var replace = false

  /// What happens to a last bar that is not complete.
  enum LastBar: String, CaseIterable {
    case drop, keep
  }

  func validate() throws {
    guard let rule = TickBarRule(rule) else {
      throw ValidationError(
        "expected time:1m, tick:1000, volume:500 or dollar:1e6 for --rule, found '\(rule)'"
      )
    }
    if prices == .mid, rule.needsTrades {
      throw ValidationError("expected --prices trades for \(rule), because quotes have no volume")
    }
    for (option, text) in [("from", from), ("before", before)] {
      if let text, Timestamp(text) == nil {
        throw ValidationError(
          "expected an instant such as 2024-08-08T23:55:00Z for --\(option), found '\(text)'"
        )
      }
    }
    if let output {
      guard output.hasSuffix(".csv") || output.hasSuffix(".parquet") else {
        throw ValidationError("expected a file that ends in .csv or .parquet, found '\(output)'")
      }
      if replace { throw ValidationError("expected no --replace beside --output") }
    } else if case .time = rule {
      return
    } else {
      throw ValidationError("expected --output for \(rule): the lake keys bars by their length")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    guard let rule = TickBarRule(rule) else { return }
    let lake = try context.openExistingLake(lake.directory)
    let feed = try orFail { () throws(LakeError) in
      try LakeTickFeed(
        lake.pin(),
        symbol: Symbol(symbol),
        provider: provider,
        selection: prices == .mid ? .quotes : .trades
      )
    }
    let bars = try orFail { () throws(TickBarError) in
      try feed.bars(
        rule,
        prices: prices,
        from: from.flatMap { Timestamp($0) },
        before: before.flatMap { Timestamp($0) },
        lastBar: lastBar == .keep ? .keptIncomplete : .dropped
      )
    }
    guard !bars.isEmpty else {
      throw CommandFailure.failed("\(symbol): expected ticks for at least one bar, found none")
    }
    let text =
      if let output {
        try write(bars, to: output, lake)
      } else if case .time(let interval) = rule {
        try store(bars, interval, feed, lake, context)
      } else {
        ""
      }
    context.console.print(
      "\(symbol): \(NumberText.grouped(bars.count)) bars of \(rule) from \(prices.rawValue), "
        + "\(bars[0].bar.openTime) .. \(bars[bars.count - 1].bar.closeTime)\n\(text)"
    )
  }

  private func store(
    _ bars: [TickBar],
    _ interval: BarInterval,
    _ feed: LakeTickFeed,
    _ lake: Lake,
    _ context: CommandContext
  ) throws -> String {
    let series = try orFail { () throws(SeriesError) in
      try BarSeries(symbol: feed.symbol, interval: interval, bars: bars.map(\.bar))
    }
    var change = LakeChange(
      bars: series,
      provider: feed.provider,
      policy: replace ? .replace : .refuseConflicts
    )
    change.derivedFrom = "\(rule) of \(prices.rawValue) \(feed.contentHash)"
    let counts = try orFail { () throws(LakeError) in try lake.apply(change) }
    context.tidy(lake)
    func sum(_ part: (MergeCounts) -> Int) -> String {
      NumberText.grouped(counts.reduce(0) { $0 + part($1) })
    }
    return
      "\(lake.directory): bars \(symbol) \(interval) \(feed.provider): \(sum(\.inserted)) added, "
      + "\(sum(\.unchanged)) unchanged, \(sum(\.replaced)) replaced"
  }

  private func write(_ bars: [TickBar], to path: String, _ lake: Lake) throws -> String {
    let table: ColumnTable
    do throws(ColumnTableError) {
      table = try ColumnTable([
        Column("open_time", .timestamp(bars.map(\.bar.openTime.nanoseconds))),
        Column("close_time", .timestamp(bars.map(\.bar.closeTime.nanoseconds))),
        Column("open", .double(bars.map(\.bar.open))),
        Column("high", .double(bars.map(\.bar.high))),
        Column("low", .double(bars.map(\.bar.low))),
        Column("close", .double(bars.map(\.bar.close))),
        Column("volume", .double(bars.map(\.bar.volume))),
        Column("ticks", .int64(bars.map { Int64($0.tickCount) })),
        Column("value", .double(bars.map(\.value))),
        Column("buy_volume", .double(bars.map(\.buyVolume))),
        Column("sell_volume", .double(bars.map(\.sellVolume))),
      ])
    } catch {
      throw CommandFailure.failed("\(path): \(error)")
    }
    if path.hasSuffix(".csv") {
      try orFail { () throws(FileError) in try AtomicFile.write(table.csvText, to: path) }
    } else {
      try orFail { () throws(ParquetError) in
        try ParquetFile.write(table, to: path, database: lake.database)
      }
    }
    return path
  }
}
