public import ConfigValidation
internal import Crypto
internal import ExperimentRegistry
internal import MarketModel

extension RunArtifact {
  /// The artifact as JSON, members always in the same order.
  public var json: JSONValue {
    ["manifest": manifest.json, "result": result.json]
  }

  /// The bytes of the file: indented JSON with a final line break.
  public var fileContent: [UInt8] {
    json.utf8Bytes(pretty: true) + [UInt8(ascii: "\n")]
  }

  /// The bytes to keep in the registry: the file's without ``RunManifest/environment``.
  ///
  /// Equal runs give equal bytes; ``init(parsing:file:environment:)`` restores the artifact.
  public var storedContent: [UInt8] { contentJSON.utf8Bytes(pretty: false) }

  /// SHA-256 over the canonical text without the environment, in hexadecimal digits.
  public var contentHash: String {
    let digest = SHA256.hash(data: Array(contentJSON.canonicalText.utf8))
    return digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }

  private var contentJSON: JSONValue {
    var value = json
    value["manifest"]?["environment"] = nil
    return value
  }

  /// Reads an artifact from the bytes of its file.
  ///
  /// Members that are not known are ignored, so that newer files stay readable.
  ///
  /// - Parameters:
  ///   - bytes: JSON in UTF-8.
  ///   - file: The name for error messages.
  ///   - environment: Used when the document has none, as in ``storedContent``.
  /// - Throws: ``ArtifactError`` for the first member that is missing or of the wrong type.
  public init(
    parsing bytes: [UInt8],
    file: String,
    environment: RunEnvironment? = nil
  ) throws(ArtifactError) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(file: file, cause: error)
    }
    try self.init(json: value, file: file, environment: environment)
  }

  /// Reads an artifact from JSON; see ``init(parsing:file:environment:)``.
  public init(
    json: JSONValue,
    file: String,
    environment: RunEnvironment? = nil
  ) throws(ArtifactError) {
    let reader = ArtifactReader(json, file: file)
    self.init(
      manifest: try RunManifest(try reader.object("manifest"), environment: environment),
      result: try RunResult(try reader.object("result"))
    )
  }
}

extension RunManifest {
  /// The manifest as JSON.
  public var json: JSONValue {
    var value: JSONValue = [
      "run_id": .string(runID.short),
      "run_hash": .string(runID.hex),
      "strategy_class": .string(strategyClass),
      "strategy_params": parameters.json,
      "execution_config": executionConfiguration,
      "engine_version": .string(engineVersion),
      "replay_packs": .array(
        replayPacks.map { ["path": .string($0.path), "hash": .string($0.hash)] }
      ),
      "data_sources": ["from_packs": packSources, "config_policy": sourcePolicy],
    ]
    value["mc_bootstrap"] = monteCarlo?.json
    value["walk_forward"] = walkForward?.json
    value["slippage_sensitivity"] = costSensitivity?.json
    value["environment"] = [
      "git_commit": JSONValue(environment.gitCommit),
      "swift_version": .string(environment.swiftVersion),
      "timestamp": .string(environment.timestamp.description),
    ]
    return value
  }

  init(_ reader: ArtifactReader, environment: RunEnvironment?) throws(ArtifactError) {
    let parameterReader = try reader.object("strategy_params")
    guard let parameters = ParameterSet(json: parameterReader.value) else {
      throw parameterReader.mismatch("an object of numbers, strings, true or false")
    }
    var packs: [PackReference] = []
    for pack in try reader.elements("replay_packs") {
      packs.append(PackReference(path: try pack.text("path"), hash: try pack.text("hash")))
    }
    let sources = try reader.object("data_sources")
    self.init(
      runID: try Self.runID(reader),
      strategyClass: try reader.text("strategy_class"),
      parameters: parameters,
      executionConfiguration: try reader.required("execution_config", "a value").value,
      engineVersion: try reader.text("engine_version"),
      replayPacks: packs,
      packSources: sources.value["from_packs"] ?? .null,
      sourcePolicy: sources.value["config_policy"] ?? .null,
      environment: try Self.environment(reader, fallback: environment)
    )
    if let block = reader.optional("mc_bootstrap") { monteCarlo = try MonteCarloBlock(block) }
    if let block = reader.optional("walk_forward") { walkForward = try WalkForwardBlock(block) }
    if let block = reader.optional("slippage_sensitivity") {
      costSensitivity = try CostSensitivityBlock(block)
    }
  }

  private static func runID(_ reader: ArtifactReader) throws(ArtifactError) -> RunID {
    let expected = "64 hexadecimal digits"
    let text = try reader.text("run_hash")
    guard let id = RunID(text) else {
      throw try reader.required("run_hash", expected).mismatch(expected)
    }
    guard try reader.text("run_id") == id.short else {
      throw try reader.required("run_id", "a string").mismatch("the first digits of run_hash")
    }
    return id
  }

  private static func environment(
    _ reader: ArtifactReader,
    fallback: RunEnvironment?
  ) throws(ArtifactError) -> RunEnvironment {
    if let fallback, reader.optional("environment") == nil { return fallback }
    let environment = try reader.object("environment")
    return RunEnvironment(
      gitCommit: try environment.optionalText("git_commit"),
      swiftVersion: try environment.text("swift_version"),
      timestamp: try environment.parsed("timestamp", as: Timestamp.self, "an ISO 8601 instant")
    )
  }
}
