/// The position of a field inside a configuration document.
public struct ConfigPath: Hashable, Sendable, CustomStringConvertible {
  /// One step: a named field or an array index.
  public enum Component: Hashable, Sendable {
    /// A named field.
    case field(String)

    /// An element of an array.
    case index(Int)
  }

  /// The steps from the root.
  public var components: [Component]

  /// Creates a path; an empty one is the root of the document.
  public init(_ components: [Component] = []) {
    self.components = components
  }

  /// Returns this path with one more named field.
  public func appending(field name: String) -> ConfigPath {
    ConfigPath(components + [.field(name)])
  }

  /// Returns this path with one more array index.
  public func appending(index: Int) -> ConfigPath {
    ConfigPath(components + [.index(index)])
  }

  /// The dotted form, such as `strategies[2].params.fast`; the root is `document`.
  public var description: String {
    guard !components.isEmpty else { return "document" }
    return components.reduce(into: "") { text, component in
      switch component {
      case .field(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }
}
