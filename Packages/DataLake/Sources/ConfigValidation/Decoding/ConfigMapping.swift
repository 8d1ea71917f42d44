/// The fields of one mapping while it is decoded.
///
/// Reading a field marks it as known; what nobody read is refused at the end, with the nearest known
/// name as a suggestion. A field that is absent and one that is `null` are alike.
public final class ConfigMapping {
  /// Where this mapping stands.
  public let mark: ConfigMark

  /// The path of this mapping from the root.
  public let path: ConfigPath

  private let entries: [ConfigEntry]
  private let collector: IssueCollector
  private var knownNames: [String] = []

  init(_ node: ConfigNode, path: ConfigPath, collector: IssueCollector) {
    mark = node.mark
    self.path = path
    self.collector = collector
    switch node.content {
    case .mapping(let entries): self.entries = entries
    case .null: entries = []
    default:
      entries = []
      collector.add(
        .unexpected(expected: "a mapping", found: node.summary),
        at: path,
        mark: node.mark
      )
    }
  }

  /// The names that the document gives, in its order, whether they are known or not.
  public var givenNames: [String] { entries.map(\.key) }

  /// Returns the value of a field that must be there.
  public func required<Value>(_ name: String, _ kind: ConfigKind<Value>) -> Value {
    guard let node = node(name) else {
      collector.add(.missing(expected: kind.expected), at: path.appending(field: name), mark: mark)
      return kind.fallback
    }
    return kind.read(node, path.appending(field: name), collector) ?? kind.fallback
  }

  /// Returns the value of a field, or the documented default when it is absent or `null`.
  public func value<Value>(
    _ name: String,
    _ kind: ConfigKind<Value>,
    default defaultValue: Value
  ) -> Value {
    guard let node = node(name) else { return defaultValue }
    return kind.read(node, path.appending(field: name), collector) ?? defaultValue
  }

  /// Returns the value of a field, or `nil` when it is absent or `null`.
  public func optional<Value>(_ name: String, _ kind: ConfigKind<Value>) -> Value? {
    node(name).flatMap { kind.read($0, path.appending(field: name), collector) }
  }

  /// Reads a mapping inside this one; an absent one is read as empty, so that its defaults apply.
  public func section<Value>(_ name: String, _ body: (ConfigMapping) -> Value) -> Value {
    let node = node(name) ?? ConfigNode(.mapping([]), mark: mark)
    let mapping = ConfigMapping(node, path: path.appending(field: name), collector: collector)
    let value = body(mapping)
    mapping.refuseUnknownFields()
    return value
  }

  /// Returns the node of a field as it stands, or `nil` when it is absent or `null`.
  public func node(_ name: String) -> ConfigNode? {
    knownNames.append(name)
    guard let node = entries.first(where: { $0.key == name })?.value, node.content != .null else {
      return nil
    }
    return node
  }

  /// Adds a problem of a field, or of the mapping when it lacks the field.
  public func refuse(_ name: String, _ reason: ConfigurationError.Reason) {
    let place = entries.first { $0.key == name }?.value.mark ?? mark
    collector.add(reason, at: path.appending(field: name), mark: place)
  }

  /// Adds a problem for each field that nobody read.
  func refuseUnknownFields() {
    for entry in entries where !knownNames.contains(entry.key) {
      collector.add(
        .unknownField(suggestion: nearestName(to: entry.key, among: knownNames)),
        at: path.appending(field: entry.key),
        mark: entry.value.mark
      )
    }
  }
}
