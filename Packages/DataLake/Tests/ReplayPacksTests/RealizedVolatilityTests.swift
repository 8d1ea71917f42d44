import ConfigValidation
import DataLake
import DataLakeTesting
import MarketModel
import ReplayPacks
import Testing

@Suite("Outcomes: realized volatility")
struct RealizedVolatilityTests {
  static let start = Timestamp(seconds: 1_577_836_800)

  @Test("Values agree with pandas to the last stated decimal")
  func reference() throws {
    let file = try Self.referenceFile()
    let closes = try #require(file["closes"]?.arrayValue).compactMap(\.numberValue)
    let bars = try BarBuilder.bars("X", .minute, from: Self.start, closes: closes)
    for (name, barsPerYear) in [("per_bar", nil), ("annualised", 525_600.0)] as [(String, Double?)]
    {
      let definition = try OutcomeDefinition(
        horizonSeconds: [120, 900, 3_600],
        barsPerYear: barsPerYear
      )
      for horizon in try computeOutcomes(
        of: bars,
        anchors: 0..<bars.count,
        definition: definition,
        expectation: .continuous(.minute)
      ) {
        let key = "\(name)_\(horizon.horizonSeconds)"
        let expected = try #require(file["values"]?[key]?.arrayValue)
        #expect(expected.count > 100)
        for (row, value) in expected.enumerated() {
          let wanted = try #require(value.numberValue)
          let found = try #require(horizon[row].realizedVolatility)
          // Both sides are rounded to ten decimals, perhaps to neighbouring ones.
          #expect(abs(found - wanted) < 1.01e-10, "\(key) row \(row)")
          #expect(horizon[row].isVolatilityAnnualised == (barsPerYear != nil))
        }
      }
    }
  }

  @Test("Constant growth has no volatility, however long and steep the series")
  func constantGrowth() throws {
    var closes = [1e-3]
    for _ in 0..<20_000 { closes.append(closes[closes.count - 1] * 1.001) }
    let bars = try BarBuilder.bars("X", .minute, from: Self.start, closes: closes)
    let horizon = try computeOutcomes(
      of: bars,
      anchors: 0..<bars.count,
      definition: try OutcomeDefinition(horizonSeconds: [3_600], barsPerYear: nil),
      expectation: .continuous(.minute)
    )[0]
    let largest = (0..<horizon.count).compactMap { horizon[$0].realizedVolatility }.max()
    #expect(largest == 0)
  }

  @Test("A calm window after a wild stretch keeps its digits")
  func afterWildStretch() throws {
    var closes = (0..<1_000).map { $0 % 2 == 0 ? 1.0 : 1e6 }
    closes += (0..<200).map { 100 + Double($0 % 3) * 1e-4 }
    let wild = try BarBuilder.bars("X", .minute, from: Self.start, closes: closes)
    let calm = try BarBuilder.bars(
      "X",
      .minute,
      from: Self.start.advanced(bySeconds: 60_000),
      closes: Array(closes[1_000...])
    )
    func volatility(_ bars: BarSeries, _ row: Int) throws -> Double? {
      try computeOutcomes(
        of: bars,
        anchors: 0..<bars.count,
        definition: try OutcomeDefinition(horizonSeconds: [3_600], barsPerYear: 1e12),
        expectation: .continuous(.minute)
      )[0][row].realizedVolatility
    }
    let expected = try #require(try volatility(calm, 50))
    #expect(expected > 0.5)
    #expect(try volatility(wild, 1_050) == expected)
  }

  static func referenceFile() throws -> JSONValue {
    var folder = "\(#filePath)"[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let path = folder + "/Fixtures/reference/realized_volatility.json"
      if let bytes = try? AtomicFile.read(String(path)) { return try JSONValue(parsing: bytes) }
    }
    throw FileError.notFound(path: "Fixtures/reference/realized_volatility.json")
  }
}
