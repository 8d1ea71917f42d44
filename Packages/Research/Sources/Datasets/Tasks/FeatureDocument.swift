public import ConfigValidation
internal import ConfigYAML
public import Features

/// Reads documents that name features of one's own.
public enum FeatureDocument {
  /// Reads the expressions under `features` of a YAML file.
  ///
  /// - Parameter path: A file with a mapping with `features`: a list of mappings with `name` and
  ///   `expression`, or a mapping from names to expressions.
  /// - Returns: The features, in the order of the document.
  /// - Throws: ``ConfigurationError`` with every problem.
  public static func read(path: String) throws(ConfigurationError) -> FeatureSet {
    try read(try YAMLDocument.read(path: path))
  }

  /// Reads the expressions under `features`.
  ///
  /// - Throws: ``ConfigurationError`` with every problem.
  public static func read(_ document: ConfigNode) throws(ConfigurationError) -> FeatureSet {
    try decode(document) { $0.required("features", .featureSet()) }
  }
}
