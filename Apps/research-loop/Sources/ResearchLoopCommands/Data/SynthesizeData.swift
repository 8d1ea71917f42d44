internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import LakeIngest
internal import MarketModel
internal import Reporting

/// Makes a market of known truth.
struct SynthesizeData: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "synth",
    abstract: "Make a seeded market of known truth: calm, turbulent and crashing regimes.",
    discussion: """
      The same seed gives the same bars. The truth (regimes, loadings, transitions) is written beside
      the lake's tables as synthetic_<seed>_truth.json.

      EXAMPLE:
        research-loop data synth --lake demo --seed 42 --symbols 10 --days 1500 --interval 1d
      """
  )

  @OptionGroup var lake: LakeOption

  @Option(help: "The seed.")
  var seed: UInt64

  @Option(help: "The number of symbols, or their names with commas between them.")
  var symbols = "10"

  @Option(help: "The number of trading days.")
  var days = 1_500

  @Option(help: "The length of the bars, such as 1d, 1h or 1m.")
  var interval = "1d"

  @Option(help: "The first day.")
  var start = "2018-01-02"

  @Option(help: "The name of the source.")
  var provider = "synthetic"

  @Flag(help: "Make option chains too, so that option strategies have something to trade.")
  var options = false

  func validate() throws {
    guard BarInterval(interval) != nil else {
      throw ValidationError("expected an interval such as 1d, 1h or 1m, found '\(interval)'")
    }
    guard CivilDate(start) != nil else {
      throw ValidationError("expected a date such as 2018-01-02 for --start, found '\(start)'")
    }
    guard days > 0 else { throw ValidationError("expected 1 or more for --days, found \(days)") }
    guard !names.isEmpty else {
      throw ValidationError("expected a number or names for --symbols, found '\(symbols)'")
    }
  }

  /// The liquid funds first, so that the demo's universe finds its symbols; numbered names after them.
  private var names: [Symbol] {
    guard let count = Int(symbols) else {
      return symbols.split(separator: ",").map { Symbol(String($0)) }
    }
    let known: [Symbol] = [
      "SPY", "QQQ", "TLT", "GLD", "IWM", "DIA", "SMH", "XLE", "XLF", "XLK",
    ]
    return (0..<max(0, count)).map { $0 < known.count ? known[$0] : Symbol("SYN\($0)") }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    guard let interval = BarInterval(interval), let start = CivilDate(start) else { return }
    let destination = try context.openLake(lake.directory)
    do {
      let market = try SyntheticMarket(
        .threeRegimeEquities(
          seed: seed,
          symbols: names,
          start: start,
          sessionCount: days,
          interval: interval
        )
      )
      let counts = try destination.apply(
        try market.changes(provider: provider, options: options ? .weeklies : nil)
      )
      let truth = "\(lake.directory)/synthetic_\(seed)_truth.json"
      try AtomicFile.write(market.truth.text(pretty: true) + "\n", to: truth)
      show(counts, truth, context)
    } catch let error as SyntheticMarketError {
      throw CommandFailure.usage(error)
    } catch let error as LakeError {
      throw CommandFailure.failed(error)
    } catch let error as FileError {
      throw CommandFailure.failed(error)
    }
  }

  private func show(_ counts: [MergeCounts], _ truth: String, _ context: CommandContext) {
    let added = counts.reduce(0) { $0 + $1.inserted }
    let unchanged = counts.reduce(0) { $0 + $1.unchanged }
    context.console.print(
      "\(NumberText.grouped(counts.count)) series from \(provider) in \(lake.directory): "
        + "\(NumberText.grouped(added)) rows added, \(NumberText.grouped(unchanged)) unchanged"
    )
    context.console.print("truth: \(truth)")
  }
}
