internal import ArgumentParser

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Bring market data into a lake, and look at it.",
    subcommands: [
      ImportData.self, ListData.self, CheckData.self, BuildBars.self, SynthesizeData.self,
    ]
  )
}
