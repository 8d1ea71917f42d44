public import ConfigValidation
internal import DataLake

extension SearchResult {
  /// The result as a document.
  public var json: JSONValue {
    [
      "experiment": .string(experiment),
      "budget": .string(budget),
      "best_params": .object(bestParameters),
      "best_value": .number(bestValue),
      "n_trials_completed": .integer(Int64(completedTrials)),
      "n_trials_pruned": .integer(Int64(prunedTrials)),
      "timestamp": .string(timestamp),
      "study_name": .string(studyName),
      "optuna_version": JSONValue(optunaVersion),
      "architecture": [
        "d_model": .integer(Int64(architecture.modelSize)),
        "n_layers": .integer(Int64(architecture.layerCount)),
        "n_heads": .integer(Int64(architecture.headCount)),
        "d_ff": .integer(Int64(architecture.feedForwardSize)),
        "param_count": .integer(Int64(architecture.parameterCount)),
      ],
    ]
  }

  /// Reads a document that ``json`` wrote.
  ///
  /// - Parameters:
  ///   - json: The document.
  ///   - path: Its file, for errors.
  /// - Throws: ``ScalingStudyError/badFile(path:line:expected:found:)`` with every member that is missing or
  ///   of another kind.
  public init(json: JSONValue, path: String) throws(ScalingStudyError) {
    var problems: [String] = []
    func member<Value>(
      _ names: String...,
      as kind: String,
      _ read: (JSONValue) -> Value?
    ) -> Value? {
      let found = names.reduce(json as JSONValue?) { $0?[$1] }
      let value = found.flatMap(read)
      if value == nil {
        let words = found?.kindDescription ?? "none"
        problems.append("\(names.joined(separator: ".")) as \(kind) (found \(words))")
      }
      return value
    }
    func count(_ names: String...) -> Int {
      let found = names.reduce(json as JSONValue?) { $0?[$1] }
      if let value = found?.integerValue, value >= 0 { return Int(value) }
      let words = found.map { "\($0)" } ?? "none"
      problems.append("\(names.joined(separator: ".")) as a whole number (found \(words))")
      return 0
    }
    self.init(
      experiment: member("experiment", as: "a text", \.stringValue) ?? "",
      budget: member("budget", as: "a text", \.stringValue) ?? "",
      bestParameters: member("best_params", as: "an object", \.objectValue) ?? [],
      bestValue: member("best_value", as: "a number", \.numberValue) ?? 0,
      completedTrials: count("n_trials_completed"),
      prunedTrials: count("n_trials_pruned"),
      timestamp: member("timestamp", as: "a text", \.stringValue) ?? "",
      optunaVersion: json["optuna_version"]?.stringValue,
      architecture: Architecture(
        modelSize: count("architecture", "d_model"),
        layerCount: count("architecture", "n_layers"),
        headCount: count("architecture", "n_heads"),
        feedForwardSize: count("architecture", "d_ff"),
        parameterCount: count("architecture", "param_count")
      )
    )
    guard problems.isEmpty else {
      throw .badFile(
        path: path,
        line: nil,
        expected: problems.joined(separator: "; "),
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
}
