internal import ArgumentParser
internal import CommandSupport
internal import DataLake
internal import Forecasting

/// Studies how the error of models depends on their size.
struct ScalingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scaling",
    abstract: "Count architectures, and study how errors depend on the number of parameters.",
    subcommands: [ScalingGrid.self, ScalingFit.self, ScalingSummary.self]
  )
}

/// Writes documents of a study into a folder.
///
/// - Returns: The paths.
func writeDocuments(
  _ documents: [(name: String, text: String)],
  to folder: String
) throws(CommandFailure) -> [String] {
  try orFail { () throws(FileError) in
    try AtomicFile.prepareFolder(folder)
    var paths: [String] = []
    for document in documents {
      let path = "\(folder)/\(document.name)"
      try AtomicFile.write(document.text, to: path)
      paths.append(path)
    }
    return paths
  }
}
