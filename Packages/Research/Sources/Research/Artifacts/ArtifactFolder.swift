internal import ConfigValidation

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The run artifacts of a folder.
///
/// For evaluations that include the history: by default a cycle judges only its own runs, since a
/// score depends on whatever is judged beside it.
public struct ArtifactFolder: Hashable, Sendable {
  /// The runs, by file name.
  public let runs: [EvaluationRun]

  /// The runs that are only shown for comparison, by file name.
  public let benchmarks: [EvaluationRun]

  /// What is wrong with files that look like run artifacts and cannot be read, by file name.
  public let unreadable: [ArtifactError]

  /// Reads every `.json` file of a folder, not of its folders.
  ///
  /// A document without a `result`, such as a regime stress test, is passed by.
  ///
  /// - Parameter path: The folder.
  /// - Throws: ``ArtifactError/unreadable(file:reason:)`` when the folder cannot be listed.
  public init(path: String) throws(ArtifactError) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unreadable(file: path, reason: "expected a folder that can be listed")
    }
    var runs: [EvaluationRun] = []
    var benchmarks: [EvaluationRun] = []
    var unreadable: [ArtifactError] = []
    for name in names.sorted(by: { $0.utf8Precedes($1) }) where name.hasSuffix(".json") {
      do throws(ArtifactError) {
        guard let artifact = try Self.artifact(at: "\(path)/\(name)") else { continue }
        let run = EvaluationRun(artifact: artifact, sourceFile: name)
        let isBenchmark =
          artifact.tag(ofFile: name)?.hasPrefix(RunArtifact.benchmarkTag) ?? false
        if isBenchmark { benchmarks.append(run) } else { runs.append(run) }
      } catch {
        unreadable.append(error)
      }
    }
    self.runs = runs
    self.benchmarks = benchmarks
    self.unreadable = unreadable
  }

  private static func artifact(at path: String) throws(ArtifactError) -> RunArtifact? {
    let bytes: [UInt8]
    do {
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .unreadable(file: path, reason: "expected a file that can be opened")
    }
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(file: path, cause: error)
    }
    guard json["result"] != nil else { return nil }
    return try RunArtifact(json: json, file: path)
  }
}
