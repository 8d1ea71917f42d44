import ConfigValidation
import Features
import FeaturesTesting
import Foundation
import MarketModel
import Testing

@Suite("IndicatorCatalog")
struct IndicatorCatalogTests {
  static let suite = CausalitySuite(
    bars: GeneratedBars(seed: 7, count: 260).bars,
    denseThrough: 70
  )

  @Test("holds only causal indicators", arguments: IndicatorCatalog.all.map(\.name))
  func isCausal(name: String) throws {
    let transform = try IndicatorCatalog.makeTransform(named: name, [:])
    #expect(Self.suite.violations(of: transform) == [])
  }

  @Test("has causal batch forms equal to the streaming ones", arguments: IndicatorCatalog.all)
  func batchEqualsStreaming(definition: IndicatorDefinition) throws {
    let series = try Self.series(Self.suite.bars)
    try checkBatch(definition.makeTransform([:]), over: series)
  }

  private func checkBatch<Transform: CausalTransform>(
    _ fresh: Transform,
    over series: BarSeries
  ) throws {
    var streaming = fresh
    let columns = fresh.columns(over: series)
    for index in 0..<series.count {
      let output = streaming.update(series[index])
      for (position, column) in columns.enumerated() {
        #expect(column[index]?.bitPattern == output.value(at: position)?.bitPattern)
      }
    }
  }

  @Test("stays undefined or finite on bars that never move", arguments: IndicatorCatalog.all)
  func isFiniteOnConstantBars(definition: IndicatorDefinition) throws {
    let template = Self.suite.bars[0]
    let flat = Self.suite.bars.map { bar in
      var copy = bar
      (copy.open, copy.high, copy.low, copy.close) = (0.1, 0.1, 0.1, 0.1)
      copy.volume = template.volume
      return copy
    }
    let series = try Self.series(flat)
    for column in try definition.makeTransform([:]).columns(over: series) {
      #expect(!column.values.contains { !$0.isFinite })
      // A flat market has one value of every indicator, exactly, or none.
      let defined = (0..<column.count).compactMap { column[$0] }
      #expect(Set(defined).count <= 1, "\(column.name)")
    }
  }

  @Test("stays finite on prices and volumes of zero", arguments: IndicatorCatalog.all)
  func isFiniteOnZeroBars(definition: IndicatorDefinition) throws {
    let bars = Self.suite.bars.enumerated().map { index, bar in
      guard index % 40 < 25 else { return bar }
      var copy = bar
      (copy.open, copy.high, copy.low, copy.close, copy.volume) = (0, 0, 0, 0, 0)
      return copy
    }
    for column in try definition.makeTransform([:]).columns(over: Self.series(bars)) {
      #expect(!column.values.contains { !$0.isFinite }, "\(column.name)")
    }
  }

  @Test("lists every indicator that has a file, once, in an order")
  func listsEveryFile() throws {
    let sources = URL(filePath: #filePath).pathComponents.dropLast(4).joined(separator: "/")
    let files = FileManager.default.enumerator(
      atPath: sources + "/Sources/Features/Indicators"
    )
    let paths = try #require(files).compactMap { $0 as? String }
    let names = IndicatorCatalog.all.map(\.name)
    #expect(names.count == paths.filter { $0.hasSuffix(".swift") }.count)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
  }

  @Test("suggests the nearest name for an unknown one")
  func suggestsNames() {
    #expect(throws: IndicatorError.unknownIndicator(name: "bolinger", suggestion: "bollinger")) {
      try IndicatorCatalog.definition(named: "bolinger")
    }
  }

  @Test("refuses parameters that contradict each other")
  func refusesConflicts() {
    #expect(
      throws: IndicatorError.conflict(
        indicator: "macd",
        rule: "fast (30) must be smaller than slow (26)"
      )
    ) {
      try IndicatorCatalog.makeTransform(named: "macd", ["fast": .integer(30)])
    }
  }

  @Test("refuses unknown parameters and values outside their range")
  func refusesBadParameters() {
    #expect(throws: IndicatorError.self) {
      try IndicatorCatalog.makeTransform(named: "sma", ["perod": .integer(3)])
    }
    #expect(throws: IndicatorError.self) {
      try IndicatorCatalog.makeTransform(named: "sma", ["period": .integer(0)])
    }
  }

  private static func series(_ bars: [Bar]) throws -> BarSeries {
    try BarSeries(symbol: "TEST", interval: .minute, bars: bars)
  }
}
