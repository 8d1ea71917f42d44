/// One value of a strategy's or a model's parameter.
public enum ParameterValue: Hashable, Sendable {
  /// A whole number.
  case integer(Int)

  /// A real number; finite.
  case number(Double)

  /// A switch.
  case flag(Bool)

  /// A name out of a closed list.
  case text(String)
}

extension ParameterValue: CustomStringConvertible {
  /// The value as it would stand in a YAML document.
  public var description: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .flag(let value): String(value)
    case .text(let value): value
    }
  }
}

/// Named parameter values, ordered by name, so that equal sets print and hash alike.
public struct ParameterSet: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// The names in rising byte order.
  public private(set) var names: [String] = []

  private var values: [ParameterValue] = []

  /// Creates an empty set.
  public init() {}

  /// Creates a set from a literal; of equal names the last wins.
  public init(dictionaryLiteral elements: (String, ParameterValue)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The number of parameters.
  public var count: Int { names.count }

  /// The value of a name, or `nil` when the set lacks it.
  public subscript(name: String) -> ParameterValue? {
    get {
      let position = position(of: name)
      return position < names.count && names[position] == name ? values[position] : nil
    }
    set {
      let position = position(of: name)
      let exists = position < names.count && names[position] == name
      switch (newValue, exists) {
      case (let value?, true): values[position] = value
      case (let value?, false):
        names.insert(name, at: position)
        values.insert(value, at: position)
      case (nil, true):
        names.remove(at: position)
        values.remove(at: position)
      case (nil, false): break
      }
    }
  }

  /// Each name with its value, in the order of the names.
  public var elements: [(name: String, value: ParameterValue)] {
    zip(names, values).map { (name: $0, value: $1) }
  }

  /// Returns this set with the values of another laid over it.
  public func merging(_ other: ParameterSet) -> ParameterSet {
    other.elements.reduce(into: self) { result, element in result[element.name] = element.value }
  }

  private func position(of name: String) -> Int {
    names.firstIndex { !$0.utf8.lexicographicallyPrecedes(name.utf8) } ?? names.count
  }
}
