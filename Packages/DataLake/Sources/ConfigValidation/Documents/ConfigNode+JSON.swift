extension ConfigNode {
  /// The document as JSON, with its keys in its order.
  public var json: JSONValue {
    switch content {
    case .null: .null
    case .flag(let flag): .bool(flag)
    case .integer(let number): .integer(Int64(number))
    case .number(let number): .number(number)
    case .text(let text): .string(text)
    case .sequence(let items): .array(items.map(\.json))
    case .mapping(let entries): .object(entries.map { JSONMember($0.key, $0.value.json) })
    }
  }
}
