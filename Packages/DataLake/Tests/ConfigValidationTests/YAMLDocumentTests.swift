import ConfigValidation
import ConfigYAML
import Testing

@Suite("YAMLDocument")
struct YAMLDocumentTests {
  @Test(
    "resolves plain scalars by the core schema and leaves quoted ones alone",
    arguments: [
      ("1", ConfigNode.Content.integer(1)), ("-3", .integer(-3)), ("1.5", .number(1.5)),
      ("1e3", .number(1000)), (".5", .number(0.5)), ("true", .flag(true)), ("yes", .text("yes")),
      ("no", .text("no")), ("'1'", .text("1")), ("\"true\"", .text("true")), ("~", .null),
      ("2026-02-01", .text("2026-02-01")), ("1e", .text("1e")), ("0x10", .text("0x10")),
      ("12:30", .text("12:30")), (".inf", .text(".inf")),
    ]
  )
  func resolvesScalars(text: String, expected: ConfigNode.Content) throws {
    #expect(try YAMLDocument.parse("a: \(text)", name: "t")["a"]?.content == expected)
  }

  @Test("keeps the line of each key")
  func keepsLines() throws {
    let document = try YAMLDocument.parse("a: 1\n\n# note\nb:\n  c: 2\n", name: "t.yaml")
    #expect(document["b"]?["c"]?.mark == ConfigMark(file: "t.yaml", line: 5))
  }

  @Test(
    "refuses what is not one document with distinct keys, naming the line",
    arguments: [
      ("a: 1\nb: 2\na: 3\n", "t:3: document: the key 'a' stands twice in one mapping"),
      ("a: [1, 2\n", "t:2: document: is not a YAML document"),
      ("a: 1\n---\nb: 2\n", "t:2: document: is not a YAML document"),
    ]
  )
  func refusesBadDocuments(text: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try YAMLDocument.parse(text, name: "t")
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test("says that a file does not exist")
  func missingFile() {
    let error = #expect(throws: ConfigurationError.self) {
      try YAMLDocument.read(path: "/nonexistent/a.yaml")
    }
    #expect(error?.description == "/nonexistent/a.yaml: document: the file does not exist")
  }

  @Test("writes text that reads back to the same values")
  func roundTrips() throws {
    let text = """
      a: {b: [1, 2.5, 'x: y', "null", "", "é\\n"], c: {}, d: []}
      e:
        - f: 1
          g: true
        - [1, [2, 3]]
      """
    let document = try YAMLDocument.parse(text, name: "t")
    let again = try YAMLDocument.parse(document.yamlText, name: "t")
    #expect(again.yamlText == document.yamlText)
    guard case .sequence(let items)? = again["a"]?["b"]?.content else {
      Issue.record("a.b is no list")
      return
    }
    #expect(
      items.map(\.content) == [
        .integer(1), .number(2.5), .text("x: y"), .text("null"), .text(""), .text("é\n"),
      ]
    )
  }
}
