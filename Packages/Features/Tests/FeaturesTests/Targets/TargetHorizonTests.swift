import ConfigValidation
import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Horizons of targets")
struct TargetHorizonTests {
  private static let horizon = 4

  private static var targets: [any ForwardTarget] {
    get throws {
      var targets: [any ForwardTarget] = []
      for definition in TargetCatalog.all {
        for price in TargetPrice.allCases {
          let wide: ParameterSet = ["profit": .number(5), "stop": .number(5)]
          let parameters = definition.schema.parameters.isEmpty ? [:] : wide
          targets.append(try definition.makeTarget(horizon: horizon, price: price, parameters))
        }
      }
      targets.append(
        try TargetCatalog.target(
          named: "triple_barrier",
          horizon: horizon,
          price: .close,
          ["width": .text("fraction"), "profit": .number(0.06), "stop": .number(0.06)]
        )
      )
      return targets
    }
  }

  private func series(_ bars: [Bar]) throws -> BarSeries {
    try BarSeries(symbol: "T", interval: .minute, bars: bars)
  }

  /// The bars with prices from a row on multiplied by a factor.
  private func changed(_ bars: [Bar], from row: Int, by factor: Double) -> [Bar] {
    bars.enumerated().map { index, bar in
      var bar = bar
      if index >= row {
        bar.open *= factor
        bar.high *= factor
        bar.low *= factor
        bar.close *= factor
      }
      return bar
    }
  }

  @Test("hold: bars after t + h never change row t, those inside do", arguments: [UInt64(1), 2, 3])
  func horizonsHold(seed: UInt64) throws {
    let bars = GeneratedBars(seed: seed, count: 200).bars
    let row = 50
    for target in try Self.targets {
      let before = target.column(over: try series(bars))
      #expect(before.horizon == Self.horizon)
      #expect(before[row] != nil, "\(target.name)")
      for factor in [0.5, 2.0] {
        let after = target.column(
          over: try series(changed(bars, from: row + Self.horizon + 1, by: factor))
        )
        for earlier in 0...row {
          #expect(before[earlier] == after[earlier], "\(target.name) row \(earlier)")
        }
      }
      let reads = (20..<190).contains { row in
        [0.5, 2.0].contains { factor in
          let other = try? series(changed(bars, from: row + Self.horizon, by: factor))
          return other.map { target.column(over: $0)[row] != before[row] } ?? false
        }
      }
      #expect(reads, "\(target.name) reads bar t + h")
    }
  }

  @Test("leave exactly the last rows undefined, and cutting the series moves them")
  func lastRows() throws {
    let bars = GeneratedBars(seed: 9, count: 60).bars
    for target in try Self.targets {
      let whole = target.column(over: try series(bars))
      let cut = target.column(over: try series(Array(bars[..<40])))
      for row in 0..<36 { #expect(cut[row] == whole[row], "\(target.name) row \(row)") }
      for row in 36..<40 { #expect(cut[row] == nil, "\(target.name) row \(row)") }
    }
  }
}
