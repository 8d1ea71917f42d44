import Features
import MarketModel
import Testing

@Suite("Indicators against an outside library")
struct ReferenceTests {
  /// Sums of up to 60 terms in another order, and differences of averages, lose a few digits.
  let relativeTolerance = 1e-10

  @Test("have the recorded values", arguments: ReferenceValues.recorded.values)
  func equalsRecordedValues(entry: ReferenceValues.Entry) throws {
    let series = try ReferenceValues.recorded.series()
    let transform = try IndicatorCatalog.makeTransform(named: entry.indicator, entry.parameterSet)
    let columns = transform.columns(over: series)
    #expect(columns.map(\.name).sorted() == entry.outputs.keys.sorted())
    let isDifference = entry.indicator == "macd" || entry.indicator == "momentum"
    let scale = entry.scale ?? (isDifference ? 1 : 0)
    let tolerance = entry.tolerance ?? relativeTolerance
    for column in columns {
      let expected = try #require(entry.outputs[column.name])
      #expect(expected.count == column.count)
      for (row, value) in expected.enumerated() {
        guard let value else {
          #expect(column[row] == nil, "\(column.name) at \(row)")
          continue
        }
        let found = try #require(column[row], "\(column.name) at \(row)")
        // A difference of prices near 100 may itself be near zero: its error scales with the price.
        let allowed = tolerance * max(abs(value), scale)
        #expect(abs(found - value) <= allowed, "\(column.name) at \(row)")
      }
    }
  }

  @Test("cover the catalog")
  func coversTheCatalog() {
    let recorded = Set(ReferenceValues.recorded.values.map(\.indicator))
    #expect(recorded == Set(IndicatorCatalog.all.map(\.name)))
  }
}
