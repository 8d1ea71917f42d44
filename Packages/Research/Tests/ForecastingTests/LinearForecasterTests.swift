import ConfigValidation
import Features
import Forecasting
import Testing

@Suite("Ridge and logistic regression")
struct LinearForecasterTests {
  private func forecaster(
    _ kind: ForecastTargetKind,
    _ penalties: [Double],
    _ window: WindowFeatures
  ) -> any Forecaster {
    kind == .real
      ? RidgeForecaster(window: window, penalties: penalties, quantileLevels: [])
      : LogisticForecaster(window: window, penalties: penalties)
  }

  @Test("give the numbers of scikit-learn", arguments: ForecastTargetKind.allCases)
  func matchesScikitLearn(kind: ForecastTargetKind) throws {
    let fixture = try ReferenceFixture()
    let name = kind == .real ? "ridge" : "logistic"
    for known in try #require(fixture.json[name]?.arrayValue) {
      let penalty = try #require(known["penalty"]?.numberValue)
      let fold = try fixture.fold(kind)
      let fitted = try forecaster(kind, [penalty], fixture.window)
        .fit(fold, MadeTables.circumstances)
      let found = try fitted.forecasts(fixture.samples("test"), of: fold.table).map(\.value)
      // The reference stops where its gradient is small, near the minimum.
      let tolerance = kind == .real ? 1e-11 : 1e-8
      expectClose(found, try fixture.numbers(of: known["forecasts"]), within: tolerance)
      expectClose(
        [fitted.report.trainingLoss, try #require(fitted.report.validationLoss)],
        [
          try #require(known["training_loss"]?.numberValue),
          try #require(known["validation_loss"]?.numberValue),
        ],
        within: tolerance
      )
      let weights = try fixture.numbers(of: known["coefficients"]).map(abs)
      let total = weights.reduce(0, +)
      let shares = (0..<3).map { feature in
        stride(from: feature, to: weights.count, by: 3).reduce(0) { $0 + weights[$1] } / total
      }
      expectClose(fitted.report.importances.map(\.share), shares, within: 1e-8)
      #expect(fitted.report.importances[2].share == 0)
    }
  }

  @Test(
    "choose the penalty with the smallest validation loss",
    arguments: ForecastTargetKind.allCases
  )
  func choosesPenalty(kind: ForecastTargetKind) throws {
    let fixture = try ReferenceFixture()
    let fold = try fixture.fold(kind)
    let penalties = kind == .real ? [0.5, 25] : [0.2, 10]
    let alone = try penalties.map {
      try forecaster(kind, [$0], fixture.window).fit(fold, MadeTables.circumstances).report
    }
    let chosen = try forecaster(kind, penalties, fixture.window)
      .fit(fold, MadeTables.circumstances).report
    #expect(chosen.validationLoss == alone.compactMap(\.validationLoss).min())
  }

  @Test("are saved and forecast the same again", arguments: ForecastTargetKind.allCases)
  func savesAndLoads(kind: ForecastTargetKind) throws {
    let fixture = try ReferenceFixture()
    let fold = try fixture.fold(kind)
    let fitted = try forecaster(kind, [1], fixture.window).fit(fold, MadeTables.circumstances)
    try expectSameAfterSaving(fitted, on: fold.table)
  }

  @Test("find the weights that made the targets")
  func findsWeights() throws {
    let table = try MadeTables.table(rows: 600, features: 3, kind: .real) { x, _ in
      0.5 + 2 * x[0] - x[2]
    }
    let ridge = RidgeForecaster(
      window: WindowFeatures(lags: [], meanLengths: []),
      penalties: [0],
      quantileLevels: [0.1, 0.9]
    )
    let fitted = try ridge.fit(MadeTables.fold(table), MadeTables.circumstances)
    for sample in [500, 590] {
      let row = table.layout.decisionRow(of: sample)
      let expected = 0.5 + 2 * table.features[0][row] - table.features[2][row]
      let forecast = try fitted.forecasts([sample], of: table)[0]
      #expect(abs(forecast.value - expected) < 1e-12)
      #expect(forecast.quantiles.count == 2)
    }
  }

  @Test("keep finite weights where a plane separates the classes")
  func separable() throws {
    let table = try MadeTables.table(rows: 300, features: 2, kind: .binary) { x, _ in
      x[0] > 0.1 ? 1 : 0
    }
    for penalty in [1e-6, 1.0] {
      let logistic = LogisticForecaster(
        window: WindowFeatures(lags: [], meanLengths: []),
        penalties: [penalty]
      )
      let fold = try MadeTables.fold(table)
      let fitted = try logistic.fit(fold, MadeTables.circumstances)
      #expect(fitted.report.trainingLoss < 0.4)
      let values = try fitted.forecasts(fold.training, of: table).map(\.value)
      #expect(values.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test("look at no row after the decision", arguments: ForecastTargetKind.allCases)
  func causality(kind: ForecastTargetKind) throws {
    let fixture = try ReferenceFixture()
    let fold = try fixture.fold(kind)
    let fitted = try forecaster(kind, [1], fixture.window).fit(fold, MadeTables.circumstances)
    let sample = 95
    let before = try fitted.forecasts([sample], of: fold.table)
    var features = fold.table.features
    for column in features.indices {
      for row in fold.table.layout.decisionRow(of: sample) + 1..<fold.table.rowCount {
        features[column][row] += 100
      }
    }
    let changed = try ForecastTable(
      featureNames: fold.table.featureNames,
      features: features,
      knownAhead: [],
      closeTimes: fold.table.closeTimes,
      targets: fold.table.targets,
      targetKind: kind,
      returnsAhead: fold.table.returnsAhead,
      layout: fold.table.layout
    )
    #expect(try fitted.forecasts([sample], of: changed) == before)
  }

  @Test("refuse what they cannot learn")
  func errors() throws {
    let window = WindowFeatures(lags: [], meanLengths: [])
    let real = try MadeTables.table(rows: 60, features: 1, kind: .real) { x, _ in x[0] }
    let one = try MadeTables.table(rows: 60, features: 1, kind: .binary) { _, _ in 1 }
    let nan = try MadeTables.table(rows: 60, features: 1, kind: .real) { _, _ in .nan }
    let ridge = RidgeForecaster(window: window, penalties: [1], quantileLevels: [])
    let logistic = LogisticForecaster(window: window, penalties: [1])
    func fit(_ forecaster: any Forecaster, _ table: ForecastTable) throws {
      _ = try forecaster.fit(MadeTables.fold(table), MadeTables.circumstances)
    }
    #expect(throws: ForecastError.singleClass(1, samples: 33)) { try fit(logistic, one) }
    #expect(throws: ForecastError.self) { try fit(logistic, real) }
    #expect(throws: ForecastError.self) { try fit(ridge, one) }
    #expect(throws: ForecastError.table(["targets, row 3: expected a finite value, found nan"])) {
      try fit(ridge, nan)
    }
    for bad in [[], [-1], [Double.nan]] {
      #expect(throws: ForecastError.self) {
        try fit(RidgeForecaster(window: window, penalties: bad, quantileLevels: []), real)
      }
    }
    for bad in [[4], [0], [1, 1]] {
      let window = WindowFeatures(lags: bad, meanLengths: [])
      #expect(throws: ForecastError.self) {
        try fit(RidgeForecaster(window: window, penalties: [1], quantileLevels: []), real)
      }
    }
    let fitted = try ridge.fit(MadeTables.fold(real), MadeTables.circumstances)
    let other = try MadeTables.table(rows: 60, features: 2, kind: .real) { x, _ in x[0] }
    #expect(throws: ForecastError.otherFeatures(expected: ["f0"], found: ["f0", "f1"])) {
      try fitted.forecasts([0], of: other)
    }
  }

  @Test("say that features depend on each other when nothing is penalised")
  func collinear() throws {
    let made = try MadeTables.table(rows: 60, features: 1, kind: .real) { x, _ in x[0] }
    let table = try ForecastTable(
      featureNames: ["a", "b"],
      features: [made.features[0], made.features[0].map { 3 * $0 + 1 }],
      knownAhead: [],
      closeTimes: made.closeTimes,
      targets: made.targets,
      targetKind: .real,
      returnsAhead: made.returnsAhead,
      layout: made.layout
    )
    let window = WindowFeatures(lags: [], meanLengths: [])
    #expect(throws: ForecastError.self) {
      try RidgeForecaster(window: window, penalties: [0], quantileLevels: [])
        .fit(MadeTables.fold(table), MadeTables.circumstances)
    }
    let fitted = try RidgeForecaster(window: window, penalties: [1], quantileLevels: [])
      .fit(MadeTables.fold(table), MadeTables.circumstances)
    expectClose(fitted.report.importances.map(\.share), [0.5, 0.5], within: 1e-9)
  }
}

/// Saves, loads and compares forecasts and report, bit for bit.
func expectSameAfterSaving(
  _ fitted: any FittedForecaster,
  on table: ForecastTable,
  boosting: LightGBM? = nil
) throws {
  try MadeTables.withFolder { folder in
    _ = try fitted.save(to: folder)
    let loaded = try SavedForecaster.load(from: folder) { () throws(ForecastError) in
      guard let boosting else { throw .engine("not asked for") }
      return boosting
    }
    let samples = Array(0..<table.layout.sampleCount)
    #expect(try loaded.forecasts(samples, of: table) == fitted.forecasts(samples, of: table))
    #expect(loaded.report == fitted.report)
  }
}
