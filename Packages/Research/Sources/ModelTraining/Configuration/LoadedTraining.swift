public import ConfigValidation
internal import ConfigYAML

/// A training document that was read and checked.
public struct LoadedTraining: Sendable {
  /// The settings.
  public let config: TrainingConfig

  /// The document with the assignments of the command line.
  public let document: ConfigNode

  /// Reads a document, and checks everything that can be checked without data.
  ///
  /// - Parameters:
  ///   - path: The document.
  ///   - overrides: Assignments such as `training.epochs=5`, applied in order.
  /// - Throws: `ConfigurationError` with every problem.
  public init(path: String, overrides: [String]) throws(ConfigurationError) {
    var document = try YAMLDocument.read(path: path)
    for override in overrides { document = try YAMLDocument.applying(override, to: document) }
    try self.init(document: document)
  }

  /// Takes a document that was read.
  ///
  /// - Throws: `ConfigurationError` with every problem.
  public init(document: ConfigNode) throws(ConfigurationError) {
    config = try decode(document) { TrainingConfig.read($0) }
    self.document = document
  }
}
