internal import ArgumentParser

struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Build tables of features from a lake, and look after them.",
    subcommands: [
      BuildFeatures.self, ListFeatures.self, WriteDictionary.self, VerifyManifest.self,
    ]
  )
}
