import ConfigValidation
import ConfigYAML
import Optimizer
import Testing

@Suite("SearchSpace(document:)")
struct SearchDocumentTests {
  private static func space(_ yaml: String) throws -> SearchSpace {
    try SearchSpace(document: YAMLDocument.parse(yaml, name: "search.yaml"))
  }

  private static func issues(_ yaml: String) throws -> [String] {
    let node = try YAMLDocument.parse(yaml, name: "search.yaml")
    do throws(ConfigurationError) {
      _ = try SearchSpace(document: node)
      return []
    } catch {
      return error.issues.map { "\($0.mark.line) \($0.path): \($0.reason)" }
    }
  }

  @Test("reads parameters, conditions and constraints in the order of the document")
  func readsAll() throws {
    let space = try Self.space(
      """
      parameters:
        slow: {type: integer, min: 20, max: 200, step: 10}
        fast: {type: integer, min: 2, max: 50, scale: log}
        threshold: {type: number, min: 0, max: 1, step: 0.05}
        exit: {values: [trailing, time]}
        trail: {type: number, min: 0.01, max: 0.2, scale: log, when: {exit: [trailing]}}
      constraints: [fast < slow]
      """
    )
    #expect(
      space.parameters == [
        .integer("slow", 20...200, step: 10), .integer("fast", 2...50, scale: .logarithmic),
        .number("threshold", 0...1, step: 0.05), .choice("exit", ["trailing", "time"]),
        .number("trail", 0.01...0.2, scale: .logarithmic)
          .active(when: "exit", in: [.text("trailing")]),
      ]
    )
    #expect(space.constraints.map(\.description) == ["fast < slow"])
    #expect(space.isAllowed(["fast": .integer(3), "slow": .integer(20)]))
    #expect(!space.isAllowed(["fast": .integer(20), "slow": .integer(20)]))
  }

  @Test("takes the words of sweeps and searches alike")
  func readsAliases() throws {
    let space = try Self.space(
      """
      parameters:
        a: {type: int, distribution: log_uniform, min: 10, max: 5000}
        b: {type: float, distribution: uniform, min: 0.5, max: 2}
        c: {min: 0.1, max: 0.3, step: 0.1}
        d: {min: 0, max: 1, num: 4, round: 2}
        e: {type: int, min: 10, max: 1000, num: 3, distribution: log_uniform}
        f: [5, 10, 20]
        g: {type: categorical, values: [1, 2]}
        h: 7
        i: {distribution: fixed, values: [3, 4]}
        j: [20, 10]
      """
    )
    #expect(
      space.parameters.map(\.domain) == [
        .integer(minimum: 10, maximum: 5000, step: 1, scale: .logarithmic),
        .number(minimum: 0.5, maximum: 2, step: nil, scale: .linear),
        .number(minimum: 0.1, maximum: 0.3, step: 0.1, scale: .linear),
        .ordered([0, 0.33, 0.67, 1].map { .number($0) }),
        .ordered([.integer(10), .integer(100), .integer(1000)]),
        .ordered([.integer(5), .integer(10), .integer(20)]),
        .choice([.integer(1), .integer(2)]), .choice([.integer(7)]), .choice([.integer(3)]),
        .choice([.integer(20), .integer(10)]),
      ]
    )
  }

  @Test("refuses contradictions of the words")
  func refusesContradictions() throws {
    let found = try Self.issues(
      """
      parameters:
        a: {type: float, distribution: log_uniform, min: 0, max: 1, num: 3}
        b: {type: float, distribution: uniform, scale: log, min: 1, max: 2}
        c: {min: 0, max: 1, num: 3, step: 0.5}
        d: {type: categorical, min: 0}
        e: {min: 0, max: 1}
        f: {distribution: fixed}
      """
    )
    let places = found.map { $0.split(separator: ":")[0] }
    #expect(
      places == [
        "2 parameters.a.min", "3 parameters.b.scale", "4 parameters.c.num",
        "5 parameters.d.values", "6 parameters.e.type", "7 parameters.f.value",
      ]
    )
  }

  @Test("names line and path of every problem of form")
  func namesProblems() throws {
    let found = try Self.issues(
      """
      parameters:
        a: {type: integer, min: 1.5, max: 3}
        b: {type: real, min: 1, max: 3}
        c: {type: number, min: 1}
        d: {values: []}
        e: {type: number, min: 1, max: 3, scal: log}
        f:
        g: {values: [1], when: {a: [1], b: [2]}}
      constraints: [a less b]
      """
    )
    let places = found.map { $0.split(separator: ":")[0] }
    #expect(
      places == [
        "2 parameters.a.min", "3 parameters.b.type", "4 parameters.c.max",
        "5 parameters.d.values", "6 parameters.e.scal", "7 parameters.f",
        "8 parameters.g.when.b", "9 constraints[0]",
      ]
    )
  }

  @Test("names line and path of every problem of meaning")
  func namesMeaning() throws {
    let found = try Self.issues(
      """
      parameters:
        a: {type: number, min: 3, max: 1}
        b: {type: number, min: 0, max: 1, scale: log}
        c: {values: [x], when: {d: [1]}}
      """
    )
    let places = found.map { $0.split(separator: ":")[0] }
    #expect(places == ["2 parameters.a.min", "3 parameters.b.min", "4 parameters.c.when"])
  }

  @Test("refuses what is not a space", arguments: ["{}", "[1]", "parameters: {}"])
  func refusesOthers(yaml: String) throws {
    #expect(try !Self.issues(yaml).isEmpty)
  }
}
