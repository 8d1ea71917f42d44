internal import ConfigValidation

/// A place in an artifact's JSON that knows its path and its file, for precise errors.
///
/// Members that are not asked for are ignored, so that newer files stay readable.
struct ArtifactReader {
  let value: JSONValue
  let path: String
  let file: String

  init(_ value: JSONValue, file: String, path: String = "") {
    self.value = value
    self.path = path
    self.file = file
  }

  /// The member of a name, which must be there; `null` counts as there.
  func required(_ name: String, _ expected: String) throws(ArtifactError) -> ArtifactReader {
    guard let member = value[name] else {
      throw .missing(file: file, path: path(to: name), expected: expected)
    }
    return ArtifactReader(member, file: file, path: path(to: name))
  }

  /// The member of a name, or `nil` when it is absent or `null`.
  func optional(_ name: String) -> ArtifactReader? {
    guard let member = value[name], !member.isNull else { return nil }
    return ArtifactReader(member, file: file, path: path(to: name))
  }

  func object(_ name: String) throws(ArtifactError) -> ArtifactReader {
    let member = try required(name, "an object")
    _ = try member.members()
    return member
  }

  func text(_ name: String) throws(ArtifactError) -> String {
    let member = try required(name, "a string")
    guard let text = member.value.stringValue else { throw member.mismatch("a string") }
    return text
  }

  func integer(_ name: String) throws(ArtifactError) -> Int {
    let member = try required(name, "an integer")
    guard let number = member.value.integerValue else { throw member.mismatch("an integer") }
    return Int(number)
  }

  func number(_ name: String) throws(ArtifactError) -> Double {
    let member = try required(name, "a number")
    guard let number = member.value.numberValue else { throw member.mismatch("a number") }
    return number
  }

  /// A number, or `nil` for `null` and for an absent member.
  func optionalNumber(_ name: String) throws(ArtifactError) -> Double? {
    guard let member = optional(name) else { return nil }
    guard let number = member.value.numberValue else { throw member.mismatch("a number or null") }
    return number
  }

  /// A text, or `nil` for `null` and for an absent member.
  func optionalText(_ name: String) throws(ArtifactError) -> String? {
    guard let member = optional(name) else { return nil }
    guard let text = member.value.stringValue else { throw member.mismatch("a string or null") }
    return text
  }

  func elements(_ name: String) throws(ArtifactError) -> [ArtifactReader] {
    let member = try required(name, "an array")
    guard let elements = member.value.arrayValue else { throw member.mismatch("an array") }
    return elements.enumerated().map {
      ArtifactReader($1, file: file, path: "\(member.path)[\($0)]")
    }
  }

  /// The members of this object, in order.
  func members() throws(ArtifactError) -> [(name: String, value: ArtifactReader)] {
    guard let members = value.objectValue else { throw mismatch("an object") }
    return members.map { ($0.name, ArtifactReader($0.value, file: file, path: path(to: $0.name))) }
  }

  /// A text that a type can read, such as a date.
  func parsed<Value: LosslessStringConvertible>(
    _ name: String,
    as type: Value.Type,
    _ expected: String
  ) throws(ArtifactError) -> Value {
    let text = try text(name)
    guard let value = type.init(text) else {
      throw .mismatch(file: file, path: path(to: name), expected: expected, found: "'\(text)'")
    }
    return value
  }

  func mismatch(_ expected: String) -> ArtifactError {
    let found =
      switch value {
      case .array, .object, .null: value.kindDescription
      case .string(let text): "'\(text)'"
      case .bool, .integer, .number: value.text(pretty: false)
      }
    return .mismatch(
      file: file,
      path: path.isEmpty ? "document" : path,
      expected: expected,
      found: found
    )
  }

  private func path(to name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
