public import ConfigValidation
internal import ConfigYAML
internal import MarketModel

/// A training document that was read and checked.
public struct LoadedTraining: Sendable {
  /// The settings.
  public let config: TrainingConfig

  /// What a command line says in place of the document.
  public struct Overrides: Hashable, Sendable {
    /// Assignments such as `training.epochs=5`, applied in order.
    public var assignments: [String]

    /// The symbol, or `nil` for the document's.
    public var symbol: String?

    /// How many folds to train, or `nil` for the document's number.
    public var maximumFolds: Int?

    /// Creates overrides.
    public init(assignments: [String], symbol: String?, maximumFolds: Int?) {
      self.assignments = assignments
      self.symbol = symbol
      self.maximumFolds = maximumFolds
    }
  }

  /// Reads a document, and checks everything that can be checked without data.
  ///
  /// - Parameters:
  ///   - path: The document.
  ///   - overrides: What stands in place of its values.
  /// - Throws: `ConfigurationError` with every problem.
  public init(path: String, overrides: Overrides) throws(ConfigurationError) {
    var document = try YAMLDocument.read(path: path)
    for assignment in overrides.assignments {
      document = try YAMLDocument.applying(assignment, to: document)
    }
    if let symbol = overrides.symbol {
      let mark = ConfigMark(file: "--symbol", line: 0)
      document = document.replacing(
        ["data", "symbol"],
        with: ConfigNode(.text(symbol), mark: mark)
      )
    }
    if let count = overrides.maximumFolds {
      let mark = ConfigMark(file: "--max-folds", line: 0)
      document = document.replacing(
        ["walk_forward", "max_folds"],
        with: ConfigNode(.integer(count), mark: mark)
      )
    }
    try self.init(document: document)
  }

  /// Takes a document that was read.
  ///
  /// - Throws: `ConfigurationError` with every problem.
  public init(document: ConfigNode) throws(ConfigurationError) {
    config = try decode(document) { TrainingConfig.read($0) }
  }

  private init(config: TrainingConfig) { self.config = config }

  /// The trainings of the horizons, in the order of the document; each has one horizon.
  public var runs: [LoadedTraining] {
    config.horizons.map { horizon in
      var config = config
      config.horizons = [horizon]
      return LoadedTraining(config: config)
    }
  }

  /// The document with every default filled in, but for where models and records go.
  ///
  /// Reading it again gives the same training.
  public var resolvedDocument: ConfigNode { config.document }
}
