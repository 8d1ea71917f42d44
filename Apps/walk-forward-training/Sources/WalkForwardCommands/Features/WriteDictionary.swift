internal import ArgumentParser
internal import CommandSupport
internal import DataLake
internal import Datasets
internal import Features
internal import MarketModel

/// Writes the data dictionary.
struct WriteDictionary: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "dictionary",
    abstract: "Write what the columns mean and what the data look like, as Markdown.",
    discussion: """
      Describes the features and targets, every series of bars of the lake and, with --manifest, the
      newest files of data sets.

      EXAMPLE:
        walk-forward-training features dictionary --lake lake --manifest data/manifest.json \\
          --output data/dictionary.md
      """
  )

  @OptionGroup var lake: LakeOption

  @Option(help: "A manifest whose files are described too.")
  var manifest: String?

  @Option(help: "The Markdown file to write.")
  var output: String

  func run(context: CommandContext) async throws {
    let lake = try context.openExistingLake(lake.directory)
    var files: DatasetManifest?
    if let manifest {
      files = try orFail { () throws(ManifestError) in try DatasetManifest.read(manifest) }
    }
    context.console.error("describing \(lake.directory)")
    let snapshot = try orFail { () throws(LakeError) in try lake.pin() }
    let dictionary = try orFail { () throws(DatasetError) in
      try DataDictionary(
        snapshot: snapshot,
        manifest: files,
        in: folder(of: manifest ?? ""),
        tiers: FeatureTierRegistry.standard.tiers,
        calendar: .usEquities,
        database: lake.database
      )
    }
    try orFail { () throws(FileError) in try AtomicFile.write(dictionary.markdown, to: output) }
    context.console.print(
      "\(output): \(dictionary.series.count) series, \(dictionary.files.count) files, "
        + "\(dictionary.tiers.count) feature lists"
    )
  }
}

/// The folder of a path; `.` for a bare name.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
