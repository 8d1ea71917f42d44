public import ConfigValidation
internal import ConfigYAML

/// Where things of a loop's document lie, for programs that only look at them.
public enum LoopConfigLocation {
  /// The folder of the lake that a document names.
  ///
  /// - Parameter path: The document.
  /// - Returns: The folder, absolute or from the working directory.
  /// - Throws: ``ConfigurationError`` with every problem of the document.
  public static func lakeDirectory(
    ofDocument path: String
  ) throws(ConfigurationError) -> String {
    let config = try decode(try YAMLDocument.read(path: path), ResearchLoopConfig.read)
    return ProjectPaths(documentPath: path, projectRoot: config.projectRoot, output: nil)
      .input(config.pack.lake)
  }
}
