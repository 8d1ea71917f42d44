public import ArgumentParser
public import DataLake

/// The option that names the folder of a lake.
public struct LakeOption: ParsableArguments, Sendable {
  /// The folder.
  @Option(name: .customLong("lake"), help: "The folder of the lake.")
  public var directory: String

  /// Creates an option that is still to be parsed.
  public init() {}
}

extension CommandContext {
  /// Where the database library may lie; `ASSAY_LIBDUCKDB` names one file and nothing else is tried.
  public var libraryLocation: LibraryLocation {
    LibraryLocation(
      explicit: environment["ASSAY_LIBDUCKDB"],
      projectDirectories: projectDirectories
    )
  }

  /// Opens a lake, which need not exist yet.
  ///
  /// - Throws: ``CommandFailure`` when the library is missing or the folder cannot be used.
  public func openLake(_ directory: String) throws(CommandFailure) -> Lake {
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
  public func tidy(_ lake: Lake) {
    _ = try? lake.collectGarbage(keepingManifests: 64)
  }

  /// Opens a lake that must exist.
  ///
  /// - Throws: As ``openLake(_:)``, and when there is no such folder.
  public func openExistingLake(_ directory: String) throws(CommandFailure) -> Lake {
    guard fileExists(directory) else {
      throw CommandFailure.failed("\(directory): expected the folder of a lake, found nothing")
    }
    return try openLake(directory)
  }
}
