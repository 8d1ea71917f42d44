import ConfigValidation
import ConfigYAML
import Optimizer
import Testing

@Suite("ParameterGrid(document:)")
struct SweepDocumentTests {
  private static func grid(_ yaml: String) throws -> ParameterGrid {
    try ParameterGrid(document: YAMLDocument.parse(yaml, name: "sweep.yaml"))
  }

  private static func issues(_ yaml: String) throws -> [String] {
    let node = try YAMLDocument.parse(yaml, name: "sweep.yaml")
    do throws(ConfigurationError) {
      _ = try ParameterGrid(document: node)
      return []
    } catch {
      return error.issues.map { "\($0.mark.line) \($0.path): \($0.reason)" }
    }
  }

  @Test("reads all forms in the order of the document")
  func readsAllForms() throws {
    let grid = try Self.grid(
      """
      slow: [20, 50]
      fast: {min: 5, max: 15, step: 5}
      threshold: {min: 0.1, max: 0.3, num_steps: 4, round: 2}
      side: {values: [long, both]}
      fee: 0.001
      strict: true
      """
    )
    #expect(grid.axes.map(\.name) == ["slow", "fast", "threshold", "side", "fee", "strict"])
    #expect(grid.axes.map(\.values.count) == [2, 3, 4, 2, 1, 1])
    #expect(grid.count == 48)
    #expect(grid.axes[1].values == [.integer(5), .integer(10), .integer(15)])
    #expect(grid.axes[2].values == [0.1, 0.17, 0.23, 0.3].map { .number($0) })
    #expect(
      grid[0] == [
        "slow": .integer(20), "fast": .integer(5), "threshold": .number(0.1),
        "side": .text("long"), "fee": .number(0.001), "strict": .flag(true),
      ]
    )
    #expect(grid[1]["side"] == .text("both"))
  }

  @Test("collects every problem with its line and path")
  func collectsProblems() throws {
    let found = try Self.issues(
      """
      a: []
      b: {min: 2, max: 1, step: 0}
      c: {min: 1, max: 2}
      d: {min: 1, max: 2, step: 1, stp: 4}
      e: {values: [1], min: 0}
      f: {min: 1, max: 2, step: 1, num_steps: 2}
      g: [1, [2]]
      h: [1, 1]
      i:
      j: {max: 2, num_steps: 0}
      k: [1, 2]
      """
    )
    let places = found.map { $0.split(separator: ":")[0] }
    #expect(
      places == [
        "1 a", "2 b.max", "2 b.step", "3 c.step", "4 d.stp", "5 e.min", "6 f.num_steps",
        "7 g[1]", "8 h", "9 i", "10 j.min",
      ]
    )
    #expect(found[4].hasSuffix("is not a known field; did you mean 'step'?"))
  }

  @Test("refuses a sweep that yields nothing", arguments: ["{}", "[1, 2]", "5"])
  func refusesNothing(yaml: String) throws {
    #expect(try Self.issues(yaml).count == 1)
  }
}
