internal import ArgumentParser
internal import CommandSupport
internal import Datasets
internal import Reporting

/// Compares files with the digests of a manifest.
struct VerifyManifest: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare files with the newest entries of a manifest.",
    discussion: """
      Only the newest entry of each path counts. A missing file or other bytes end with exit code 1.

      EXAMPLE:
        walk-forward-training features verify data/manifest.json
      """
  )

  @Argument(help: "The manifest; relative paths in it begin at its folder.")
  var manifest: String

  func run(context: CommandContext) async throws {
    let list = try orFail { () throws(ManifestError) in try DatasetManifest.read(manifest) }
    let findings = list.verify(in: folder(of: manifest))
    for finding in findings { context.console.print("\(finding)") }
    let failed = findings.count { $0.problem != nil }
    guard failed == 0 else {
      throw CommandFailure.failed(
        "\(NumberText.grouped(failed)) of \(NumberText.grouped(findings.count)) files differ"
      )
    }
    context.console.print("\(NumberText.grouped(findings.count)) files as noted")
  }
}
