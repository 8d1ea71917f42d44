import Features
import Forecasting
import Testing

@Suite("Tables of forecasters")
struct ForecastTableTests {
  @Test("features that are not finite are refused with their names and first rows, all at once")
  func notFinite() throws {
    let layout = try SampleLayout(rowCount: 6, contextLength: 2, horizon: 1)
    let rows = [1, 2, 3, 4, 5, 6].map(Double.init)
    var (nan, infinite) = (rows, rows)
    nan[4] = .nan
    infinite[2] = .infinity
    #expect(
      throws: ForecastError.table([
        "nan, row 4: expected a finite value, found nan",
        "infinite, row 2: expected a finite value, found inf",
      ])
    ) {
      _ = try ForecastTable(
        featureNames: ["good", "nan", "infinite"],
        features: [rows, nan, infinite],
        knownAhead: [],
        closeTimes: rows.map { Int64($0) },
        targets: rows,
        targetKind: .real,
        returnsAhead: [rows],
        layout: layout
      )
    }
  }
}
