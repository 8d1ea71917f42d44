public import ConfigValidation
internal import ConfigYAML

/// An experiment as its document asks for it.
public struct ExperimentSpec: Hashable, Sendable {
  /// The file.
  public let path: String

  /// The document with everything that it extends beneath it.
  public let document: ConfigNode

  /// What it comes to.
  public let settings: MonitorSettings

  /// Reads a document.
  ///
  /// The key `extends` names another document, relative to the folder of the one that names it, over which this
  /// one is laid: mappings are merged, lists and single values replaced. That one may extend another.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - assignments: Values to lay over it, such as `costs.taker_bps=2`.
  /// - Throws: `ConfigurationError` naming file, line and field of every problem.
  public init(path: String, assignments: [String] = []) throws(ConfigurationError) {
    var document = try Self.read(path, extendedBy: [])
    for assignment in assignments {
      document = try YAMLDocument.applying(assignment, to: document)
    }
    self.path = path
    self.document = document
    settings = try MonitorSettings.read(document)
  }

  private static func read(
    _ path: String,
    extendedBy chain: [String]
  ) throws(ConfigurationError) -> ConfigNode {
    let document = try YAMLDocument.read(path: path)
    guard let base = document["extends"] else { return document }
    guard case .text(let name) = base.content else {
      throw problem(
        .unexpected(expected: "the path of a document", found: base.summary),
        base.mark
      )
    }
    let basePath = name.hasPrefix("/") ? name : folder(of: path) + name
    guard !chain.contains(basePath), chain.count < 8 else {
      throw problem(.conflict(rule: "documents extend each other in a circle"), base.mark)
    }
    let below: ConfigNode
    do throws(ConfigurationError) {
      below = try read(basePath, extendedBy: chain + [path])
    } catch {
      guard error.issues.count == 1, error.issues[0].mark.line == 0 else { throw error }
      throw problem(.unreadable(detail: "\(basePath): \(error.issues[0].reason)"), base.mark)
    }
    return below.overlaid(with: document.removing("extends"))
  }

  private static func problem(
    _ reason: ConfigurationError.Reason,
    _ mark: ConfigMark
  ) -> ConfigurationError {
    ConfigurationError(
      ConfigurationError.Issue(
        mark: mark,
        path: ConfigPath().appending(field: "extends"),
        reason: reason
      )
    )
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }
}
