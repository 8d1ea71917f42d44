internal import ArgumentParser
internal import DataLake

/// The option that names the folder of a lake.
struct LakeOption: ParsableArguments {
  @Option(name: .customLong("lake"), help: "The folder of the lake.")
  var directory: String
}

extension CommandContext {
  /// Where the database library may lie; `ASSAY_LIBDUCKDB` names one file and nothing else is tried.
  var libraryLocation: LibraryLocation {
    LibraryLocation(
      explicit: environment["ASSAY_LIBDUCKDB"],
      projectDirectories: projectDirectories
    )
  }

  /// Opens a lake.
  func openLake(_ directory: String) throws(CommandFailure) -> Lake {
    try orFail { () throws(LakeError) in
      try Lake(
        directory: directory,
        library: libraryLocation,
        settings: DuckDBSettings(threads: min(4, processorCount), memoryLimitMebibytes: 1_024)
      )
    }
  }

  /// Removes what the lake no longer needs: files of old manifests, and what killed writers left.
  ///
  /// The newest manifests stay, for readers that pinned one. A lake that another program is writing to is
  /// left alone; the next command cleans it.
  func tidy(_ lake: Lake) {
    _ = try? lake.collectGarbage(keepingManifests: 64)
  }

  /// Opens a lake that must exist.
  func openExistingLake(_ directory: String) throws(CommandFailure) -> Lake {
    guard fileExists(directory) else {
      throw CommandFailure.failed("\(directory): expected the folder of a lake, found nothing")
    }
    return try openLake(directory)
  }
}
