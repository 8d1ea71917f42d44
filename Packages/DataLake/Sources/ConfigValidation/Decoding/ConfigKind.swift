/// What a field accepts, and how a node becomes a value.
public struct ConfigKind<Value> {
  /// What is accepted, in words that follow "expected".
  public let expected: String

  /// A stand-in for a value that could not be read; never part of a result.
  public let fallback: Value

  /// Returns the value of a node, or `nil` after having added what is wrong to the collector.
  public let read: (ConfigNode, ConfigPath, IssueCollector) -> Value?

  /// Creates a kind that explains its own problems.
  public init(
    expected: String,
    fallback: Value,
    read: @escaping (ConfigNode, ConfigPath, IssueCollector) -> Value?
  ) {
    self.expected = expected
    self.fallback = fallback
    self.read = read
  }

  /// Creates a kind from a conversion; a `nil` becomes "expected …, found …".
  public init(expected: String, fallback: Value, convert: @escaping (ConfigNode) -> Value?) {
    self.init(expected: expected, fallback: fallback) { node, path, collector in
      if let value = convert(node) { return value }
      collector.add(
        .unexpected(expected: expected, found: node.summary),
        at: path,
        mark: node.mark
      )
      return nil
    }
  }

  /// Returns a kind that makes another value from what this one reads.
  public func map<Other>(_ transform: @escaping (Value) -> Other) -> ConfigKind<Other> {
    ConfigKind<Other>(expected: expected, fallback: transform(fallback)) { node, path, collector in
      read(node, path, collector).map(transform)
    }
  }
}

extension ConfigKind where Value == String {
  /// Text that is not empty.
  public static var text: ConfigKind {
    ConfigKind(expected: "text", fallback: "") { node in
      switch node.content {
      case .text(let value) where !value.isEmpty: value
      default: nil
      }
    }
  }
}

extension ConfigKind where Value == Bool {
  /// True or false.
  public static var flag: ConfigKind {
    ConfigKind(expected: "true or false", fallback: false) { node in
      if case .flag(let value) = node.content { value } else { nil }
    }
  }
}

extension ConfigKind where Value == Int {
  /// A whole number in a closed range.
  public static func integer(in range: ClosedRange<Int>) -> ConfigKind {
    let expected =
      range.upperBound == .max
      ? "an integer of at least \(range.lowerBound)"
      : "an integer in \(range.lowerBound)...\(range.upperBound)"
    return ConfigKind(expected: expected, fallback: range.lowerBound) { node in
      switch node.content {
      case .integer(let value): range.contains(value) ? value : nil
      case .number(let value): Int(exactly: value).flatMap { range.contains($0) ? $0 : nil }
      default: nil
      }
    }
  }
}

extension ConfigKind where Value == Double {
  /// A finite number in a closed range.
  public static func number(in range: ClosedRange<Double>) -> ConfigKind {
    let expected =
      range.upperBound == .greatestFiniteMagnitude
      ? "a number of at least \(range.lowerBound)"
      : "a number in \(range.lowerBound)...\(range.upperBound)"
    return ConfigKind(expected: expected, fallback: range.lowerBound) { node in
      switch node.content {
      case .integer(let value): range.contains(Double(value)) ? Double(value) : nil
      case .number(let value): range.contains(value) ? value : nil
      default: nil
      }
    }
  }
}

extension ConfigKind {
  /// One name out of a list, with the value that it stands for.
  ///
  /// - Precondition: The list is not empty.
  public static func choice(_ choices: [(name: String, value: Value)]) -> ConfigKind {
    let names = choices.map(\.name)
    let expected = "one of \(names.joined(separator: ", "))"
    return ConfigKind(expected: expected, fallback: choices[0].value) { node, path, collector in
      guard case .text(let name) = node.content else {
        collector.add(
          .unexpected(expected: expected, found: node.summary),
          at: path,
          mark: node.mark
        )
        return nil
      }
      if let choice = choices.first(where: { $0.name == name }) { return choice.value }
      collector.add(
        .unknownName(
          expected: expected,
          found: name,
          suggestion: nearestName(to: name, among: names)
        ),
        at: path,
        mark: node.mark
      )
      return nil
    }
  }

  /// Text that a function turns into a value.
  public static func parsed(
    _ expected: String,
    fallback: Value,
    _ parse: @escaping (String) -> Value?
  ) -> ConfigKind {
    ConfigKind(expected: expected, fallback: fallback) { node in
      if case .text(let text) = node.content { parse(text) } else { nil }
    }
  }

  /// A list whose elements are all of one kind.
  public static func list<Element>(
    of element: ConfigKind<Element>,
    minimumCount: Int
  ) -> ConfigKind where Value == [Element] {
    let expected =
      minimumCount > 0
      ? "a list of at least \(minimumCount): \(element.expected)" : "a list: \(element.expected)"
    return ConfigKind(expected: expected, fallback: []) { node, path, collector in
      guard case .sequence(let items) = node.content, items.count >= minimumCount else {
        collector.add(
          .unexpected(expected: expected, found: node.summary),
          at: path,
          mark: node.mark
        )
        return nil
      }
      return items.enumerated().map { index, item in
        element.read(item, path.appending(index: index), collector) ?? element.fallback
      }
    }
  }

  /// A mapping that a function reads field by field.
  public static func section(
    fallback: Value,
    _ body: @escaping (ConfigMapping) -> Value
  ) -> ConfigKind {
    ConfigKind(expected: "a mapping", fallback: fallback) { node, path, collector in
      guard case .mapping = node.content else {
        collector.add(
          .unexpected(expected: "a mapping", found: node.summary),
          at: path,
          mark: node.mark
        )
        return nil
      }
      let mapping = ConfigMapping(node, path: path, collector: collector)
      let value = body(mapping)
      mapping.refuseUnknownFields()
      return value
    }
  }
}
