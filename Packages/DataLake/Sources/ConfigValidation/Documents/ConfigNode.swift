/// Where a value stands in a configuration document.
public struct ConfigMark: Hashable, Sendable, CustomStringConvertible {
  /// The file, or what stands in for one, such as `--set`.
  public let file: String

  /// The line, counted from one; zero where there are no lines.
  public let line: Int

  /// Creates a mark.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// The mark as `file:line`.
  public var description: String { line > 0 ? "\(file):\(line)" : file }
}

/// One value of a configuration document, with the place where it stands.
public struct ConfigNode: Hashable, Sendable {
  /// The value, by kind.
  public indirect enum Content: Hashable, Sendable {
    /// An empty value.
    case null
    /// True or false.
    case flag(Bool)
    /// A whole number.
    case integer(Int)
    /// A finite real number.
    case number(Double)
    /// Text.
    case text(String)
    /// Values in order.
    case sequence([ConfigNode])
    /// Named values in the order of the document, without duplicates.
    case mapping([ConfigEntry])
  }

  /// The value.
  public var content: Content

  /// Where the value stands.
  public var mark: ConfigMark

  /// Creates a node.
  public init(_ content: Content, mark: ConfigMark) {
    self.content = content
    self.mark = mark
  }

  /// The value of a key, or `nil` when this is no mapping or lacks the key.
  public subscript(key: String) -> ConfigNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The kind and value in words, as error messages show it.
  public var summary: String {
    switch content {
    case .null: "nothing"
    case .flag(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): "'\(value)'"
    case .sequence(let items): "a list of \(items.count)"
    case .mapping(let entries): "a mapping of \(entries.count)"
    }
  }
}

/// One named value of a mapping.
public struct ConfigEntry: Hashable, Sendable {
  /// The name.
  public var key: String

  /// The value.
  public var value: ConfigNode

  /// Creates an entry.
  public init(key: String, value: ConfigNode) {
    self.key = key
    self.value = value
  }
}

extension ConfigNode {
  /// Returns this document with the value at a path of keys replaced, mappings made where missing.
  ///
  /// - Parameters:
  ///   - path: Keys from the root; an empty path replaces the whole document.
  ///   - value: What stands there afterwards.
  /// - Returns: The changed document.
  public func replacing(_ path: [String], with value: ConfigNode) -> ConfigNode {
    guard let key = path.first else { return value }
    var entries: [ConfigEntry] = []
    if case .mapping(let existing) = content { entries = existing }
    let rest = Array(path.dropFirst())
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index].value = entries[index].value.replacing(rest, with: value)
    } else {
      let empty = ConfigNode(.mapping([]), mark: value.mark)
      entries.append(ConfigEntry(key: key, value: empty.replacing(rest, with: value)))
    }
    return ConfigNode(.mapping(entries), mark: mark)
  }
}
