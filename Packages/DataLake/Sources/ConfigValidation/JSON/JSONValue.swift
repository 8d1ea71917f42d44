/// A JSON document, or a part of one, with members in the order in which they were written.
///
/// Whole numbers and real numbers are kept apart: `1` is an integer, `1.0` a number, and both
/// survive a round trip through text unchanged.
public indirect enum JSONValue: Hashable, Sendable {
  /// The literal `null`; stands for an undefined result.
  case null

  /// True or false.
  case bool(Bool)

  /// A whole number, written without a decimal point.
  case integer(Int64)

  /// A finite real number, written with a decimal point or an exponent.
  case number(Double)

  /// A text.
  case string(String)

  /// Values in order.
  case array([JSONValue])

  /// Named values in order; names are distinct in every parsed object.
  case object([JSONMember])
}

/// One named value of a JSON object.
public struct JSONMember: Hashable, Sendable {
  /// The name.
  public var name: String

  /// The value.
  public var value: JSONValue

  /// Creates a member.
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue {
  /// Creates a number, or `null` for an undefined one.
  ///
  /// - Precondition: The number is finite.
  public init(_ number: Double?) {
    self = number.map { .number($0) } ?? .null
  }

  /// Creates a whole number, or `null` for an undefined one.
  public init(_ number: Int?) {
    self = number.map { .integer(Int64($0)) } ?? .null
  }

  /// Creates a text, or `null` for an undefined one.
  public init(_ text: String?) {
    self = text.map { .string($0) } ?? .null
  }

  /// The value of a member, or `nil` when this is no object or has no such member.
  ///
  /// Assigning replaces the member, or appends it; assigning `nil` removes it. Assigning to
  /// anything but an object does nothing.
  ///
  /// - Complexity: O(members).
  public subscript(name: String) -> JSONValue? {
    get {
      guard case .object(let members) = self else { return nil }
      return members.first { $0.name == name }?.value
    }
    set {
      guard case .object(var members) = self else { return }
      let position = members.firstIndex { $0.name == name }
      switch (position, newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): members.remove(at: position)
      case (nil, let value?): members.append(JSONMember(name, value))
      case (nil, nil): break
      }
      self = .object(members)
    }
  }

  /// The element at a position, or `nil` when this is no array or is too short.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// Whether this is `null`.
  public var isNull: Bool { self == .null }

  /// The truth value, or `nil` when this is something else.
  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The whole number, or `nil` when this is something else.
  public var integerValue: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The real or whole number as a `Double`, or `nil` when this is something else.
  public var numberValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The text, or `nil` when this is something else.
  public var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements, or `nil` when this is no array.
  public var arrayValue: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members in order, or `nil` when this is no object.
  public var objectValue: [JSONMember]? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The kind in words, such as `a string`, for messages.
  public var kindDescription: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Creates `null`.
  public init(nilLiteral: ()) { self = .null }

  /// Creates a truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// Creates a whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }

  /// Creates a real number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// Creates a text.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Creates an array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// Creates an object with members in the order of the literal.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { JSONMember($0.0, $0.1) })
  }
}
