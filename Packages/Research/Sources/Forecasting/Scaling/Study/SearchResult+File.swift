public import ConfigValidation
internal import DataLake

extension SearchResult {
  /// The result as a document.
  public var json: JSONValue {
    .object(
      [
        JSONMember("experiment", .string(experiment)),
        JSONMember("budget", .string(budget)),
        JSONMember("best_params", .object(bestParameters)),
        JSONMember("best_value", .number(bestValue)),
        JSONMember("n_trials_completed", .integer(Int64(completedTrials))),
        JSONMember("n_trials_pruned", .integer(Int64(prunedTrials))),
        JSONMember("timestamp", .string(timestamp)),
        JSONMember("study_name", .string(studyName)),
        JSONMember("versions", .object(versions)),
        JSONMember("architecture", architecture.json),
      ] + (task?.members ?? [])
    )
  }

  /// Reads a document that ``json`` wrote.
  ///
  /// A text `optuna_version` is taken as a version; what a search says of its task may be missing.
  ///
  /// - Parameters:
  ///   - json: The document.
  ///   - path: Its file, for errors.
  /// - Throws: ``ScalingStudyError/badFile(path:line:expected:found:)`` with every member that is missing or
  ///   of another kind.
  public init(json: JSONValue, path: String) throws(ScalingStudyError) {
    var reader = MemberReader(json)
    let optuna = json["optuna_version"]?.stringValue.map { JSONMember("optuna", .string($0)) }
    self.init(
      experiment: reader.text("experiment"),
      budget: reader.text("budget"),
      bestParameters: reader.object("best_params"),
      bestValue: reader.number("best_value"),
      completedTrials: reader.count("n_trials_completed"),
      prunedTrials: reader.count("n_trials_pruned"),
      timestamp: reader.text("timestamp"),
      versions: json["versions"]?.objectValue ?? [optuna].compactMap(\.self),
      architecture: Architecture(
        modelSize: reader.count("architecture", "d_model"),
        layerCount: reader.count("architecture", "n_layers"),
        headCount: reader.count("architecture", "n_heads"),
        feedForwardSize: reader.count("architecture", "d_ff"),
        parameterCount: reader.count("architecture", "param_count")
      ),
      task: SearchTask(&reader)
    )
    guard reader.problems.isEmpty else {
      throw .badFile(
        path: path,
        line: nil,
        expected: reader.problems.joined(separator: "; "),
        found: "a document without"
      )
    }
  }

  /// Writes ``fileName`` into a folder.
  ///
  /// - Returns: The path.
  public func save(to folder: String) throws(ScalingStudyError) -> String {
    let path = "\(folder)/\(fileName)"
    do { try AtomicFile.write(json.text(pretty: true) + "\n", to: path) } catch {
      throw .file("\(error)")
    }
    return path
  }

  /// Reads a file that ``save(to:)`` wrote.
  public static func load(_ path: String) throws(ScalingStudyError) -> SearchResult {
    let bytes: [UInt8]
    do { bytes = try AtomicFile.read(path) } catch { throw .file("\(error)") }
    let json: JSONValue
    do { json = try JSONValue(parsing: bytes) } catch {
      throw .badFile(path: path, line: error.line, expected: "a JSON document", found: "\(error)")
    }
    return try SearchResult(json: json, path: path)
  }

  /// The paths of results in a folder and in the folders right below it, in byte order.
  public static func files(in folder: String) -> [String] {
    let names = fileNames(in: folder)
    let below = names.flatMap { name in fileNames(in: "\(folder)/\(name)").map { "\(name)/\($0)" } }
    return (names + below).filter { $0.hasSuffix(fileSuffix) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { "\(folder)/\($0)" }
  }

  static let fileSuffix = "_best.json"
}

extension SearchResult.Architecture {
  fileprivate var json: JSONValue {
    [
      "d_model": .integer(Int64(modelSize)),
      "n_layers": .integer(Int64(layerCount)),
      "n_heads": .integer(Int64(headCount)),
      "d_ff": .integer(Int64(feedForwardSize)),
      "param_count": .integer(Int64(parameterCount)),
    ]
  }
}
