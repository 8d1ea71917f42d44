import ConfigValidation
import ConfigYAML
import Testing

@Suite("Layered documents")
struct LayeringTests {
  private func node(_ text: String, _ name: String = "a.yaml") throws -> ConfigNode {
    try YAMLDocument.parse(text, name: name)
  }

  @Test("merge mappings and replace everything else")
  func merges() throws {
    let base = try node("a: 1\nb: {c: [1, 2], d: 4}\ne: {f: 1}\n")
    let over = try node("b: {c: [3], x: 5}\ne: 7\ng: 8\n", "b.yaml")
    let merged = base.overlaid(with: over)
    #expect(
      merged.yamlText
        == (try node("a: 1\nb: {c: [3], d: 4, x: 5}\ne: 7\ng: 8\n").yamlText)
    )
  }

  @Test("remember which document a value comes from")
  func keepsMarks() throws {
    let merged = try node("a: 1\nb: 2\n").overlaid(with: node("\nb: 3\n", "b.yaml"))
    #expect(merged["a"]?.mark.description == "a.yaml:1")
    #expect(merged["b"]?.mark.description == "b.yaml:2")
  }

  @Test("let a null win")
  func nullWins() throws {
    let merged = try node("a: {b: 1}\n").overlaid(with: node("a: null\n"))
    #expect(merged["a"]?.content == .null)
  }

  @Test("become JSON with the same values in the same order")
  func becomesJSON() throws {
    let document = try node("b: [1, 2.5, true, null]\na: {c: text}\n")
    #expect(document.json.text(pretty: false) == #"{"b":[1,2.5,true,null],"a":{"c":"text"}}"#)
  }
}
