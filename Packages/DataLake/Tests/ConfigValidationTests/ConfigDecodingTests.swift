import ConfigValidation
import ConfigYAML
import Testing

/// A small schema with every feature of the reader.
private struct Sample: Equatable {
  var name: String
  var count: Int
  var rate: Double
  var mode: String
  var tags: [String]
  var inner: Int
  var parameters: ParameterSet
}

private func sample(_ yaml: String) throws -> Sample {
  try decode(try YAMLDocument.parse(yaml, name: "sample.yaml")) { root in
    Sample(
      name: root.required("name", .text),
      count: root.value("count", .integer(in: 1...9), default: 3),
      rate: root.value("rate", .number(in: 0...1), default: 0.5),
      mode: root.value("mode", .choice([("single", "S"), ("universe", "U")]), default: "S"),
      tags: root.value("tags", .list(of: .text, minimumCount: 0), default: []),
      inner: root.section("inner") { $0.value("depth", .integer(in: 0...5), default: 1) },
      parameters: root.value("params", .parameters, default: [:])
    )
  }
}

private func problems(_ yaml: String) -> [String] {
  do {
    _ = try sample(yaml)
    return []
  } catch let error as ConfigurationError {
    return error.description.split(separator: "\n").map(String.init)
  } catch {
    return ["\(error)"]
  }
}

@Suite("decode(_:_:)")
struct ConfigDecodingTests {
  @Test("reads given values and fills in defaults")
  func readsAndDefaults() throws {
    let value = try sample("name: a\nmode: universe\nparams: {fast: 3, slow: 2.5, on: true}\n")
    let expected = Sample(
      name: "a",
      count: 3,
      rate: 0.5,
      mode: "U",
      tags: [],
      inner: 1,
      parameters: ["fast": .integer(3), "on": .flag(true), "slow": .number(2.5)]
    )
    #expect(value == expected)
  }

  @Test("treats null like an absent field")
  func nullIsAbsent() throws {
    #expect(try sample("name: a\ncount: null\ninner: ~\n").count == 3)
  }

  @Test("reports every problem at once, in document order")
  func reportsAll() {
    let found = problems(
      """
      count: 12
      rate: fast
      mode: singel
      tags: [a, 3]
      inner:
        dept: 2
      """
    )
    #expect(
      found == [
        "sample.yaml:1: name: is required; expected text, found nothing",
        "sample.yaml:1: count: expected an integer in 1...9, found 12",
        "sample.yaml:2: rate: expected a number in 0.0...1.0, found 'fast'",
        "sample.yaml:3: mode: expected one of single, universe, found 'singel'; did you mean 'single'?",
        "sample.yaml:4: tags[1]: expected text, found 3",
        "sample.yaml:6: inner.dept: is not a known field; did you mean 'depth'?",
      ]
    )
  }

  @Test("refuses a document that is no mapping")
  func refusesList() {
    #expect(
      problems("- a\n").first == "sample.yaml:1: document: expected a mapping, found a list of 1"
    )
  }

  @Test("replaces one value by its path, making mappings where they are missing")
  func appliesOverrides() throws {
    var document = try YAMLDocument.parse("name: a\n", name: "sample.yaml")
    document = try YAMLDocument.applying("inner.depth=4", to: document)
    document = try YAMLDocument.applying("tags=[x, y]", to: document)
    #expect(document["inner"]?["depth"]?.content == .integer(4))
    let rendered = try YAMLDocument.parse(document.yamlText, name: "again.yaml")
    #expect(rendered.yamlText == document.yamlText)
  }

  @Test("names the option when an overriding value is wrong")
  func namesTheOption() throws {
    let document = try YAMLDocument.parse("name: a\n", name: "sample.yaml")
    let changed = try YAMLDocument.applying("count=99", to: document)
    let error = #expect(throws: ConfigurationError.self) {
      try decode(changed) { root in
        _ = root.required("name", .text)
        return root.value("count", .integer(in: 1...9), default: 1)
      }
    }
    #expect(error?.description == "--set count=99: count: expected an integer in 1...9, found 99")
  }
}
