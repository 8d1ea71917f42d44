extension ConfigNode {
  /// Returns this document with another one laid over it.
  ///
  /// Mappings are merged key by key, at every depth; lists and single values of the other document
  /// replace those of this one, and so does a `null`. Keys keep the order of this document; new ones
  /// follow in the order of the other. Each value keeps the mark of the document that it comes from.
  ///
  /// - Parameter other: The document whose values win.
  /// - Returns: The merged document.
  public func overlaid(with other: ConfigNode) -> ConfigNode {
    guard case .mapping(let own) = content, case .mapping(let others) = other.content else {
      return other
    }
    var entries = own
    for entry in others {
      if let index = entries.firstIndex(where: { $0.key == entry.key }) {
        entries[index].value = entries[index].value.overlaid(with: entry.value)
      } else {
        entries.append(entry)
      }
    }
    return ConfigNode(.mapping(entries), mark: other.mark)
  }

  /// Returns this mapping without one of its keys; anything else is returned as it is.
  public func removing(_ key: String) -> ConfigNode {
    guard case .mapping(let entries) = content else { return self }
    return ConfigNode(.mapping(entries.filter { $0.key != key }), mark: mark)
  }
}
