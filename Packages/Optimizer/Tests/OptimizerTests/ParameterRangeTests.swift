import ConfigValidation
import Optimizer
import QuantMath
import Testing

@Suite("ParameterRange")
struct ParameterRangeTests {
  private static func values(
    _ minimum: Double,
    _ maximum: Double,
    _ spacing: ParameterRange.Spacing,
    round decimals: Int? = nil
  ) throws(SweepProblem) -> [ParameterValue] {
    try ParameterRange(
      minimum: minimum,
      maximum: maximum,
      spacing: spacing,
      decimals: decimals
    ).values()
  }

  @Test("steps in decimals and includes both ends")
  func stepsInDecimals() throws {
    #expect(
      try Self.values(0.1, 0.7, .step(0.1))
        == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map { .number($0) }
    )
    #expect(try Self.values(0, 0.0003, .step(0.0001)).last == .number(0.0003))
    #expect(
      try Self.values(-0.2, 0.2, .step(0.1)) == [-0.2, -0.1, 0, 0.1, 0.2].map { .number($0) }
    )
  }

  @Test("leaves the upper end out when it is not on the grid")
  func leavesOutUpperEnd() throws {
    #expect(try Self.values(1, 10, .step(4)) == [.integer(1), .integer(5), .integer(9)])
    #expect(try Self.values(5, 5, .step(1)) == [.integer(5)])
    #expect(try Self.values(5, 6, .step(100)) == [.integer(5)])
  }

  @Test("spreads a number of values over both ends")
  func spreads() throws {
    #expect(try Self.values(0.1, 0.3, .count(3)) == [0.1, 0.2, 0.3].map { .number($0) })
    #expect(try Self.values(10, 50, .count(5)) == [10, 20, 30, 40, 50].map { .integer($0) })
    #expect(try Self.values(0, 1, .count(4)) == [0, 1.0 / 3, 2.0 / 3, 1].map { .number($0) })
    #expect(try Self.values(2, 2, .count(1)) == [.integer(2)])
  }

  @Test("rounds halves away from zero, in decimals")
  func rounds() throws {
    #expect(
      try Self.values(0, 1, .count(4), round: 3) == [0, 0.333, 0.667, 1].map { .number($0) }
    )
    #expect(try Self.values(1, 10, .count(4), round: 0) == [1, 4, 7, 10].map { .integer($0) })
    #expect(
      try Self.values(-2.675, 2.675, .count(2), round: 2) == [-2.68, 2.68].map { .number($0) }
    )
  }

  @Test("gives values that read as they would be written", arguments: UInt64(0)..<40)
  func readsAsWritten(seed: UInt64) throws {
    var stream = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
    let places = stream.index(below: 7)
    let unit = "e-\(places)"
    let low = stream.index(below: 2_000) - 1_000
    let (step, count) = (1 + stream.index(below: 50), 1 + stream.index(below: 60))
    func number(_ units: Int) throws -> Double { try #require(Double("\(units)" + unit)) }
    let found = try Self.values(
      try number(low),
      try number(low + step * (count - 1)),
      .step(try number(step))
    )
    let numbers = found.map { value in
      switch value {
      case .integer(let whole): Double(whole)
      case .number(let real): real
      default: Double.nan
      }
    }
    #expect(numbers == (try (0..<count).map { try number(low + step * $0) }))
  }

  @Test("says why it has no values")
  func refuses() {
    #expect(throws: SweepProblem.endsOutOfOrder(minimum: 2, maximum: 1)) {
      try Self.values(2, 1, .step(1))
    }
    #expect(throws: SweepProblem.stepNotPositive(0)) { try Self.values(1, 2, .step(0)) }
    #expect(throws: SweepProblem.stepNotPositive(-1)) { try Self.values(1, 2, .step(-1)) }
    #expect(throws: SweepProblem.tooFewSteps(0)) { try Self.values(1, 2, .count(0)) }
    #expect(throws: SweepProblem.tooFewSteps(1)) { try Self.values(1, 2, .count(1)) }
    #expect(throws: SweepProblem.unusableNumber(1e-30)) { try Self.values(1, 2, .step(1e-30)) }
    #expect(throws: SweepProblem.unusableNumber(1e200)) { try Self.values(1, 1e200, .step(1)) }
    #expect(throws: SweepProblem.tooManyValues(limit: 1_000_000)) {
      try Self.values(0, 1, .step(1e-9))
    }
    #expect(throws: SweepProblem.decimalsOutOfRange(16)) {
      try Self.values(0, 1, .count(3), round: 16)
    }
    #expect(throws: SweepProblem.repeatedValue(.number(0.1))) {
      try ParameterAxis(
        name: "x",
        range: ParameterRange(minimum: 0.09, maximum: 0.11, spacing: .count(3), decimals: 1)
      )
    }
  }

  @Test("stays inside its arithmetic for the largest numbers that it takes")
  func takesLargeNumbers() throws {
    let values = try Self.values(-9e14, 9e14, .count(100_000), round: 15)
    #expect(values.count == 100_000)
    #expect(values.last == .integer(900_000_000_000_000) || values.last == .number(9e14))
  }
}
