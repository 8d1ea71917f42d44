internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import MajorsAlts
internal import MarketModel
internal import Reporting

/// Says what the monitor would do on one day.
struct SignalsCommand: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "signals",
    abstract: "Say what the majors/alts monitor would do on a day, from what was known at its end.",
    discussion: """
      EXAMPLES:
        research-loop signals --asof 2020-06-30 --config configs/experiments/msm/msm_v1_baseline.yaml --lake lake
        research-loop signals --asof 2020-06-30 --config spec.yaml --lake lake --output signals_today.json
      """
  )

  @Option(help: "The day, such as 2020-06-30.")
  var asof: String

  @Option(help: "The document of the experiment.")
  var config: String

  @OptionGroup var lake: LakeOption

  @Option(help: "The file to write the signal to, as JSON.")
  var output: String?

  @Flag(help: "Print the signal as JSON.")
  var json = false

  func validate() throws {
    if CivilDate(asof) == nil {
      throw ValidationError("expected a day such as 2020-06-30 for --asof, found '\(asof)'")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    var settings: MonitorSettings
    do throws(ConfigurationError) {
      settings = try ExperimentSpec(path: config).settings
    } catch {
      throw CommandFailure.usage(error)
    }
    guard let date = CivilDate(asof) else { return }
    // Nothing later may be read, whatever the document says.
    settings.data.lastDay = min(settings.data.lastDay ?? date, date)
    let facts = try FactsReader(context.openExistingLake(lake.directory)).facts(settings)
    let signal = try orFail { () throws(MonitorError) in
      try MonitorSignal(
        MonitorPlan(facts.panel, settings: settings),
        settings: settings,
        on: date
      )
    }
    if let output {
      try orFail { () throws(FileError) in
        try AtomicFile.write(signal.json.utf8Bytes(pretty: true), to: output)
      }
    }
    if json {
      context.console.print(signal.json.text(pretty: true))
    } else {
      show(signal, context.console)
    }
  }

  private func show(_ signal: MonitorSignal, _ console: Console) {
    let score = NumberText.fixed(signal.reading.score, decimals: 3)
    console.print("\(signal.date)  \(signal.reading.label)  score \(score)")
    console.print(
      signal.isTraded
        ? "suggested gross \(NumberText.percent(signal.gross, decimals: 1)), expected funding "
          + "\(NumberText.percent(signal.expectedFunding, decimals: 4)) a day"
        : "no positions are held in this regime"
    )
    if !signal.weights.isEmpty {
      var legs = ConsoleTable(columns: [.init("asset"), .init("weight", .trailing)])
      for (asset, weight) in signal.weights {
        legs.append([.init(asset.name), .init(NumberText.percent(weight, decimals: 2))])
      }
      console.print("")
      console.print(legs.rendered(in: console.style))
    }
    var features = ConsoleTable(columns: [
      .init("feature"), .init("value", .trailing), .init("z-score", .trailing),
    ])
    for (feature, raw, score) in signal.features {
      features.append([
        .init(feature.rawValue), .init(NumberText.fixed(raw, decimals: 4)),
        .init(NumberText.fixed(score, decimals: 2)),
      ])
    }
    console.print("")
    console.print(features.rendered(in: console.style))
  }
}
