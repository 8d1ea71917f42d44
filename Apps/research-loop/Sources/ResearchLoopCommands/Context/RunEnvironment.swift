internal import CommandSupport
internal import ConfigValidation
internal import MarketModel
internal import Research

extension CommandContext {
  /// The circumstances that artifacts name; a commit is named where the environment tells it.
  func runEnvironment(at now: Timestamp) -> RunEnvironment {
    RunEnvironment(
      gitCommit: environment["ASSAY_GIT_COMMIT"],
      swiftVersion: swiftVersion,
      timestamp: now
    )
  }

  /// The version of the compiler's language family that built this program.
  private var swiftVersion: String {
    #if compiler(>=6.4)
    "6.4 or later"
    #elseif compiler(>=6.3)
    "6.3"
    #else
    "6.2"
    #endif
  }

  /// The folder of the lake that a configuration names, for commands that only read its registry.
  func lakeDirectory(ofConfiguration path: String?) throws -> String {
    guard let path else {
      throw CommandFailure.usage(
        "expected one of --lake, --registry and --config, to say whose runs are meant"
      )
    }
    do throws(ConfigurationError) {
      return try LoopConfigLocation.lakeDirectory(ofDocument: path)
    } catch {
      throw CommandFailure.usage(error)
    }
  }
}
