import ConfigValidation
import Testing

@Suite("ParameterSchema")
struct ParameterSchemaTests {
  let schema = ParameterSchema([
    .init(
      "fast_period",
      .integer(2...100),
      default: .integer(12),
      summary: "Bars of the fast mean."
    ),
    .init("band", .number(0...5), default: .integer(2), summary: "Width in deviations."),
    .init("mode", .choice(["long", "both"]), default: .text("long"), summary: "Sides traded."),
  ])

  @Test("lays given values over the defaults in the types of the schema")
  func resolves() throws {
    let resolved = try schema.resolve(["fast_period": .number(20)])
    #expect(resolved == ["fast_period": .integer(20), "band": .number(2), "mode": .text("long")])
  }

  @Test("lists every problem with a suggestion for a misspelt name")
  func listsProblems() {
    let error = #expect(throws: ParameterError.self) {
      try schema.resolve(["fastperiod": .integer(3), "band": .number(9), "mode": .text("short")])
    }
    #expect(
      error?.description.split(separator: "\n") == [
        "band: expected a number in 0.0...5.0, found 9.0",
        "fastperiod: is not a known parameter; did you mean 'fast_period'?",
        "mode: expected one of long, both, found short",
      ]
    )
  }

  @Test("orders names by their bytes, whatever the order of insertion")
  func ordersNames() {
    var set = ParameterSet()
    for name in ["b", "a", "c", "B"] { set[name] = .flag(true) }
    #expect(set.names == ["B", "a", "b", "c"])
    set["b"] = nil
    #expect(set.names == ["B", "a", "c"])
  }

  @Test(
    "suggests only near names",
    arguments: [
      ("EmaCros", "EmaCross"), ("emacross", "EmaCross"), ("RsiRevresion", "RsiReversion"),
    ]
  )
  func suggests(given: String, expected: String) {
    #expect(nearestName(to: given, among: ["EmaCross", "RsiReversion"]) == expected)
    #expect(nearestName(to: "Volatility", among: ["EmaCross", "RsiReversion"]) == nil)
  }
}
