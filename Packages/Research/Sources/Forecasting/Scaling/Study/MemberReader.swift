internal import ConfigValidation

/// Reads the members of a document, and remembers every one that is missing or of another kind.
struct MemberReader {
  let json: JSONValue
  private(set) var problems: [String] = []

  init(_ json: JSONValue) { self.json = json }

  mutating func text(_ names: String...) -> String {
    value(names, "a text", "", \.stringValue)
  }

  mutating func number(_ names: String...) -> Double {
    value(names, "a number", 0, \.numberValue)
  }

  mutating func count(_ names: String...) -> Int {
    value(names, "a whole number", 0) { value in
      value.integerValue.flatMap { $0 >= 0 ? Int($0) : nil }
    }
  }

  mutating func object(_ names: String...) -> [JSONMember] {
    value(names, "an object", [], \.objectValue)
  }

  private mutating func value<Value>(
    _ names: [String],
    _ kind: String,
    _ fallback: Value,
    _ read: (JSONValue) -> Value?
  ) -> Value {
    let found = names.reduce(json as JSONValue?) { $0?[$1] }
    if let value = found.flatMap(read) { return value }
    let words =
      switch found {
      case nil: "none"
      case .integer, .number: found.map { "\($0)" } ?? "none"
      default: found?.kindDescription ?? "none"
      }
    problems.append("\(names.joined(separator: ".")) as \(kind) (found \(words))")
    return fallback
  }
}
