/// Gathers every problem of a document while it is decoded, so that all are reported at once.
public final class IssueCollector {
  /// What was found so far, in the order of discovery.
  public private(set) var issues: [ConfigurationError.Issue] = []

  /// Creates an empty collector.
  public init() {}

  /// Adds a problem.
  public func add(_ reason: ConfigurationError.Reason, at path: ConfigPath, mark: ConfigMark) {
    issues.append(ConfigurationError.Issue(mark: mark, path: path, reason: reason))
  }

  /// The problems in document order: by line, and by discovery within a line.
  var inDocumentOrder: [ConfigurationError.Issue] {
    issues.enumerated()
      .sorted { ($0.element.mark.line, $0.offset) < ($1.element.mark.line, $1.offset) }
      .map(\.element)
  }
}

/// Decodes a document, or throws all of its problems.
///
/// - Parameters:
///   - document: The root; it must be a mapping.
///   - body: Reads the fields. Values that could not be read are stand-ins; nobody sees them, since
///     the function then throws.
/// - Returns: What `body` made.
/// - Throws: ``ConfigurationError`` with every issue, in document order.
public func decode<Value>(
  _ document: ConfigNode,
  _ body: (ConfigMapping) -> Value
) throws(ConfigurationError) -> Value {
  let collector = IssueCollector()
  let root = ConfigMapping(document, path: ConfigPath(), collector: collector)
  let value = body(root)
  root.refuseUnknownFields()
  if let error = ConfigurationError(collector.inDocumentOrder) { throw error }
  return value
}
