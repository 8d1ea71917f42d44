import Forecasting
import Testing

@Suite("ForecastPositions")
struct PositionTests {
  private static func position(
    _ rule: PositionRule,
    _ sides: PositionSides,
    _ value: Double,
    _ kind: ForecastTargetKind
  ) throws -> Double {
    try ForecastPositions(rule, sides: sides).position(Forecast(value: value), kind)
  }

  @Test(
    "takes the sign outside the dead zone, around one half for probabilities",
    arguments: [
      (0.02, 1.0), (0.01, 0.0), (0.0, 0.0), (-0.01, 0.0), (-0.02, -1.0),
    ]
  )
  func sign(value: Double, expected: Double) throws {
    let rule = PositionRule.sign(deadZone: 0.01)
    #expect(try Self.position(rule, .longShort, value, .real) == expected)
    #expect(try Self.position(rule, .longFlat, value, .real) == max(0, expected))
  }

  @Test("takes sides from probabilities at the thresholds, thresholds included")
  func thresholds() throws {
    let rule = PositionRule.thresholds(long: 0.6, short: 0.4)
    let positions = try [0.39, 0.4, 0.41, 0.59, 0.6, 0.61].map {
      try Self.position(rule, .longShort, $0, .binary)
    }
    #expect(positions == [-1, -1, 0, 0, 1, 1])
    #expect(throws: ForecastError.self) { try Self.position(rule, .longShort, 0.5, .real) }
  }

  @Test("scales up to a whole position")
  func scaled() throws {
    let rule = PositionRule.scaled(fullAt: 0.02)
    #expect(try Self.position(rule, .longShort, 0.005, .real) == 0.25)
    #expect(try Self.position(rule, .longShort, -0.5, .real) == -1)
    #expect(try Self.position(.scaled(fullAt: 0.25), .longShort, 0.75, .binary) == 1)
    #expect(try Self.position(.scaled(fullAt: 0.25), .longShort, 0.25, .binary) == -1)
  }

  @Test("refuses numbers without a meaning")
  func refuses() {
    for rule in [
      PositionRule.sign(deadZone: -1), .scaled(fullAt: 0), .thresholds(long: 0.4, short: 0.6),
      .thresholds(long: 1.2, short: 0.6),
    ] {
      #expect(throws: ForecastError.self) { try ForecastPositions(rule, sides: .longShort) }
    }
    #expect(throws: ForecastError.self) {
      try Self.position(.sign(deadZone: 0), .longShort, .nan, .real)
    }
  }
}
