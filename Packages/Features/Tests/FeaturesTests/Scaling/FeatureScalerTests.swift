import ConfigValidation
import Features
import Foundation
import Testing

@Suite("FeatureScaler")
struct FeatureScalerTests {
  /// The recorded values of scikit-learn, with the columns that they belong to.
  struct Recorded: Decodable {
    var fittedRows: Int
    var columns: [String: [Double]]
    var values: [String: [String: [Double]]]

    private enum CodingKeys: String, CodingKey {
      case fittedRows = "fitted_rows"
      case columns
      case values
    }

    static func read() throws -> Recorded {
      let root = URL(filePath: #filePath).pathComponents.dropLast(6).joined(separator: "/")
      let url = URL(filePath: root + "/Fixtures/reference/feature-scaling.json")
      return try JSONDecoder().decode(Recorded.self, from: try Data(contentsOf: url))
    }
  }

  private func columns(_ values: [String: [Double]]) -> [FeatureColumn] {
    values.sorted { $0.key < $1.key }.map { FeatureColumn(name: $0.key, $0.value) }
  }

  private func scaler(
    _ method: ScalingMethod,
    _ constant: ConstantColumns = .refuse,
    unscaled: [String] = []
  ) -> FeatureScaler {
    FeatureScaler(method: method, constantColumns: constant, unscaled: unscaled)
  }

  @Test(
    "agrees with scikit-learn",
    arguments: [
      ("standard", ScalingMethod.standard), ("robust", .robust), ("min_max", .minMax),
      ("rank_21", .rank(quantiles: 21)), ("rank_1000", .rank(quantiles: 1_000)),
    ]
  )
  func agreesWithReference(name: String, method: ScalingMethod) throws {
    let recorded = try Recorded.read()
    let columns = columns(recorded.columns)
    let fitted = try scaler(method).fit(columns, rows: TrainingRows(0..<recorded.fittedRows))
    for column in try fitted.scaled(columns) {
      let expected = try #require(recorded.values[name]?[column.name])
      // A column at 1e9 that varies by 1 has seven digits less of a deviation; scikit-learn rounds the
      // positions of its quantiles, so that a run of ties may end one quantile early.
      let tolerance =
        switch (name, column.name) {
        case (_, "large"): 1e-6
        case ("rank_1000", "ties"): 0.5 / 79 + 1e-12
        default: 1e-12
        }
      for row in expected.indices {
        let found = try #require(column[row])
        #expect(
          abs(found - expected[row]) <= tolerance * max(1, abs(expected[row])),
          "\(column.name) row \(row): \(found) \(expected[row])"
        )
      }
    }
  }

  @Test(
    "never looks at rows that it is not fitted on",
    arguments: [
      ScalingMethod.standard, .robust, .minMax, .rank(quantiles: 10),
    ]
  )
  func looksAtTrainingRowsOnly(method: ScalingMethod) throws {
    let known: [Double?] = (0..<40).map { Double(($0 * 7) % 13) }
    let ends: [[Double?]] = [[1e6, -1e6, nil], [0, 0, 0], [nil, 5, 1e300]]
    let fitted = try ends.map { end in
      try scaler(method).fit([FeatureColumn(name: "x", known + end)], rows: TrainingRows(0..<40))
    }
    #expect(fitted[0] == fitted[1])
    #expect(fitted[0] == fitted[2])
  }

  @Test("is fitted on the training rows of a split, which hold no held-out outcome")
  func fitsOnSplits() throws {
    let layout = try SampleLayout(rowCount: 400, contextLength: 5, horizon: 2)
    let split = try DatasetSplit(
      layout,
      .scattered(seed: 3),
      validationShare: 0.2,
      testShare: 0.2
    )
    let held = Set((split.validation + split.test).flatMap { layout.labelRows(of: $0) })
    let clean = FeatureColumn(name: "x", (0..<400).map { Double($0 % 17) })
    let poisoned = FeatureColumn(
      name: "x",
      (0..<400).map { held.contains($0) ? 1e9 : Double($0 % 17) }
    )
    #expect(
      try scaler(.minMax).fit([clean], rows: split.trainingRows)
        == scaler(.minMax).fit([poisoned], rows: split.trainingRows)
    )
  }

  @Test("refuses columns without spread, all at once, or makes them zero")
  func handlesConstantColumns() throws {
    let table = [
      FeatureColumn(name: "a", [1, 1, 1, 2]), FeatureColumn(name: "b", [1, 2, 3, 4]),
      FeatureColumn(name: "c", [nil, 0.1, 0.1, 0]),
    ]
    for method in [ScalingMethod.standard, .robust, .minMax, .rank(quantiles: 5)] {
      #expect(throws: ScalingError.constantColumns(["a", "c"])) {
        try scaler(method).fit(table, rows: TrainingRows(0..<3))
      }
      let scaled = try scaler(method, .zero).fit(table, rows: TrainingRows(0..<3)).scaled(table)
      #expect(scaled[0].values == [0, 0, 0, 0])
      #expect(scaled[2][0] == nil)
      #expect(scaled[2][3] == 0)
    }
  }

  @Test("takes rounding for no spread")
  func ignoresRounding() {
    let column = FeatureColumn(name: "x", [Double?](repeating: 0.1, count: 1_000))
    #expect(throws: ScalingError.constantColumns(["x"])) {
      try scaler(.standard).fit([column], rows: TrainingRows(0..<1_000))
    }
  }

  @Test("leaves the columns alone that it is told to, and undefined values undefined")
  func leavesColumnsAlone() throws {
    let table = [
      FeatureColumn(name: "rsi", [30, nil, 70]), FeatureColumn(name: "x", [1, nil, 3]),
    ]
    let fitted = try scaler(.minMax, unscaled: ["rsi"]).fit(table, rows: TrainingRows(0..<3))
    let scaled = try fitted.scaled(table.reversed())
    #expect(scaled.map(\.name) == ["rsi", "x"])
    #expect((0..<3).map { scaled[0][$0] } == [30, nil, 70])
    #expect((0..<3).map { scaled[1][$0] } == [0, nil, 1])
  }

  @Test("survives a round trip through text, bit for bit")
  func roundTrips() throws {
    let recorded = try Recorded.read()
    let columns = columns(recorded.columns)
    for method in [ScalingMethod.standard, .robust, .minMax, .rank(quantiles: 7)] {
      let fitted = try scaler(method, unscaled: ["ties"]).fit(columns, rows: TrainingRows(0..<50))
      let text = fitted.json.text(pretty: true)
      let read = try FittedScaler(json: try JSONValue(parsing: text))
      #expect(read == fitted)
      #expect(try read.scaled(columns) == fitted.scaled(columns))
    }
  }

  @Test("names what is wrong")
  func namesProblems() throws {
    let table = [FeatureColumn(name: "alpha", [1, 2, 3]), FeatureColumn(name: "beta", [3, 1, 2])]
    #expect(throws: ScalingError.unknownColumn(name: "alpa", suggestion: "alpha")) {
      try scaler(.standard, unscaled: ["alpa"]).fit(table, rows: TrainingRows(0..<3))
    }
    #expect(throws: ScalingError.noRows) {
      try scaler(.standard).fit(table, rows: TrainingRows(1..<1))
    }
    #expect(throws: ScalingError.rowOutside(row: 3, count: 3)) {
      try scaler(.standard).fit(table, rows: TrainingRows(0..<4))
    }
    #expect(throws: ScalingError.quantiles(found: 1)) {
      try scaler(.rank(quantiles: 1)).fit(table, rows: TrainingRows(0..<3))
    }
    #expect(throws: ScalingError.emptyColumns(["gone"])) {
      try scaler(.standard).fit([FeatureColumn(name: "gone", [nil, 1])], rows: TrainingRows(0..<1))
    }
    let fitted = try scaler(.standard).fit(table, rows: TrainingRows(0..<3))
    #expect(throws: ScalingError.missingColumns(["beta"])) { try fitted.scaled([table[0]]) }
    #expect(throws: ScalingError.unexpectedColumns(["gamma"])) {
      try fitted.scaled(table + [FeatureColumn(name: "gamma", [1, 2, 3])])
    }
  }

  @Test(
    "refuses documents that describe no scaler",
    arguments: [
      "{}", #"{"method": "standard", "rows": 3}"#,
      #"{"method": "standard", "rows": 3, "columns": [{"name": "x"}]}"#,
      #"{"method": "standard", "rows": 3, "columns": [{"name": "x", "scale": "linear", "center": 1.0, "spread": 0.0}]}"#,
      #"{"method": "rank", "rows": 3, "columns": [{"name": "x", "scale": "rank", "quantiles": [2.0, 1.0]}]}"#,
    ]
  )
  func refusesDocuments(text: String) throws {
    let json = try JSONValue(parsing: text)
    #expect(throws: ScalingError.self) { try FittedScaler(json: json) }
  }
}
