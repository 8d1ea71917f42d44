extension ConfigNode {
  /// The document as YAML in block style, which reads back to the same values.
  public var yamlText: String {
    switch content {
    case .mapping(let entries) where !entries.isEmpty: block(entries, indent: 0)
    case .sequence(let items) where !items.isEmpty: block(items, indent: 0)
    default: scalarText + "\n"
    }
  }

  private func block(_ entries: [ConfigEntry], indent: Int) -> String {
    entries.map { entry in
      String(repeating: " ", count: indent) + plainOrQuoted(entry.key) + ":"
        + entry.value.afterKey(indent: indent)
    }.joined()
  }

  private func block(_ items: [ConfigNode], indent: Int) -> String {
    let lead = String(repeating: " ", count: indent) + "- "
    return items.map { item in
      switch item.content {
      case .mapping(let entries) where !entries.isEmpty:
        lead + String(item.block(entries, indent: indent + 2).dropFirst(indent + 2))
      case .sequence(let inner) where !inner.isEmpty:
        lead + String(item.block(inner, indent: indent + 2).dropFirst(indent + 2))
      default: lead + item.scalarText + "\n"
      }
    }.joined()
  }

  private func afterKey(indent: Int) -> String {
    switch content {
    case .mapping(let entries) where !entries.isEmpty: "\n" + block(entries, indent: indent + 2)
    case .sequence(let items) where !items.isEmpty: "\n" + block(items, indent: indent + 2)
    default: " " + scalarText + "\n"
    }
  }

  private var scalarText: String {
    switch content {
    case .null: "null"
    case .flag(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): plainOrQuoted(value)
    case .sequence: "[]"
    case .mapping: "{}"
    }
  }
}

/// Words stay plain; everything that YAML could take for something else is quoted.
private func plainOrQuoted(_ text: String) -> String {
  let isWord = text.utf8.allSatisfy { byte in
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")) || byte == UInt8(ascii: "_")
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
  let first = text.utf8.first ?? UInt8(ascii: "0")
  let startsWithLetter = first > UInt8(ascii: "9") && first != UInt8(ascii: "_")
  let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
  if isWord, startsWithLetter, !words.contains(text.lowercased()) { return text }
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    case let control where control.value < 0x20:
      let digits = String(control.value, radix: 16)
      quoted += "\\x" + (digits.count < 2 ? "0" : "") + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
