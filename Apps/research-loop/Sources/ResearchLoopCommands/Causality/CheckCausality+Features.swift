internal import CommandSupport
internal import ConfigValidation
internal import ConfigYAML
internal import DataLake
internal import Datasets
internal import Features
internal import MarketModel
internal import Reporting

/// The check of features of one's own.
extension CheckCausality {
  /// Whether the document holds features rather than a cycle.
  func isFeatureDocument() throws(CommandFailure) -> Bool {
    do throws(ConfigurationError) {
      return try YAMLDocument.read(path: config)["features"] != nil
    } catch {
      throw .usage(error)
    }
  }

  /// Checks every feature of the document over the bars of a symbol.
  func checkFeatures(_ context: CommandContext) throws(CommandFailure) -> [CausalityReport] {
    let features: FeatureSet
    do throws(ConfigurationError) {
      features = try FeatureDocument.read(path: config)
    } catch {
      throw .usage(error)
    }
    guard let lake, let symbol, let interval = BarInterval(interval) else {
      throw .usage("expected --lake and --symbol, to say whose bars features are checked over")
    }
    let series = try bars(of: Symbol(symbol), interval, context.openExistingLake(lake))
    let checker = CausalityChecker(plan: .thorough(cuts: cuts, seed: seed))
    let world = BarWorld([series])
    let line = ProgressLine(stage: "causality", unit: "features", total: features.entries.count)
    var log = CausalityLog(line: line, context: context)
    for entry in features.entries {
      log.add(checker.check(CausalitySubject(entry, calendar: calendar), over: world))
    }
    return log.finished()
  }

  private var calendar: TradingCalendar {
    TradingCalendar.named(calendarName) ?? .usEquities
  }

  private func bars(
    of symbol: Symbol,
    _ interval: BarInterval,
    _ lake: Lake
  ) throws(CommandFailure) -> BarSeries {
    let series = try orFail { () throws(LakeError) in
      try lake.pin().bars(
        symbol: symbol,
        interval: interval,
        provider: provider,
        from: nil,
        through: nil,
        visibleBy: nil
      )
    }
    guard series.count > cuts else {
      throw .failed("\(symbol): expected more than \(cuts) bars, found \(series.count)")
    }
    return series
  }
}
