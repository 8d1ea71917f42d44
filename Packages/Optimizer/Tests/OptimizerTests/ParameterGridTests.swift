import ConfigValidation
import Optimizer
import Testing

@Suite("ParameterGrid")
struct ParameterGridTests {
  private static func grid() throws -> ParameterGrid {
    try ParameterGrid([
      ParameterAxis(name: "slow", values: [.integer(20), .integer(50), .integer(100)]),
      ParameterAxis(name: "fast", values: [.integer(5), .integer(10)]),
      ParameterAxis(name: "mode", values: [.text("long")]),
    ])
  }

  @Test("numbers combinations as nested loops do, the last axis fastest")
  func numbersCombinations() throws {
    let grid = try Self.grid()
    #expect(grid.count == 6)
    var expected: [ParameterSet] = []
    for slow in [20, 50, 100] {
      for fast in [5, 10] {
        expected.append(["slow": .integer(slow), "fast": .integer(fast), "mode": .text("long")])
      }
    }
    #expect(Array(grid) == expected)
    #expect(Set(grid).count == 6)
    #expect(grid.indices.map { grid[$0] } == expected)
  }

  @Test("counts without making combinations")
  func countsLazily() throws {
    let axes = try (0..<8).map { axis in
      try ParameterAxis(name: "p\(axis)", values: (0..<100).map { .integer($0) })
    }
    let grid = try ParameterGrid(axes)
    #expect(grid.count == 10_000_000_000_000_000)
    #expect(grid[123_456_789]["p3"] == .integer(1))
    #expect(grid[123_456_789]["p7"] == .integer(89))
    #expect(throws: GridError.tooManyCombinations) {
      try ParameterGrid(
        axes + (0..<2).map { try ParameterAxis(name: "q\($0)", values: axes[0].values) }
      )
    }
  }

  @Test("holds one empty combination without an axis")
  func withoutAxes() throws {
    #expect(Array(ParameterGrid()) == [ParameterSet()])
    #expect(try ParameterGrid([]) == ParameterGrid())
  }

  @Test("refuses equal names and equal values")
  func refusesRepetition() throws {
    let axis = try ParameterAxis(name: "fast", values: [.integer(1)])
    #expect(throws: GridError.repeatedName("fast")) { try ParameterGrid([axis, axis]) }
    #expect(throws: SweepProblem.repeatedValue(.number(1))) {
      try ParameterAxis(name: "fast", values: [.integer(1), .number(1)])
    }
    #expect(throws: SweepProblem.noValues) { try ParameterAxis(name: "fast", values: []) }
  }

  @Test("lists what a schema refuses, once for an unknown name")
  func checksSchema() throws {
    let schema = ParameterSchema([
      .init("fast", .integer(1...9), default: .integer(3), summary: "Bars of the fast average."),
      .init("slow", .integer(1...200), default: .integer(30), summary: "Bars of the slow one."),
    ])
    #expect(
      try Self.grid().problems(under: schema) == [
        .outOfDomain(name: "fast", expected: "an integer in 1...9", found: .integer(10)),
        .unknown(name: "mode", suggestion: nil),
      ]
    )
  }
}
