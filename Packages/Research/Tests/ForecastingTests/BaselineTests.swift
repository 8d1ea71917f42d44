import ConfigValidation
import DataLake
import Features
import Forecasting
import Testing

@Suite("Naive, random walk and EWMA")
struct BaselineTests {
  private let real: ForecastTable
  private let binary: ForecastTable

  init() throws {
    real = try MadeTables.table(rows: 80, features: 1, kind: .real) { x, noise in x[0] + noise }
    binary = try MadeTables.table(rows: 80, features: 1, kind: .binary) { x, _ in
      x[0] > 0.2 ? 1 : 0
    }
  }

  private func targets(_ fold: ForecastFold) -> [Double] {
    fold.training.compactMap { fold.table.targets[fold.table.layout.decisionRow(of: $0)] }
  }

  @Test("The naive forecast of binary targets is the share of ones")
  func baseRate() throws {
    let fold = try MadeTables.fold(binary)
    let fitted = try NaiveForecaster(rule: .mean).fit(fold, MadeTables.circumstances)
    let targets = targets(fold)
    let share = targets.reduce(0, +) / Double(targets.count)
    #expect(try fitted.forecasts([70], of: binary) == [Forecast(value: share)])
    let known = try #require(baseRateLoss(targets))
    #expect(abs(fitted.report.trainingLoss - known) < 1e-12)
    try expectSameAfterSaving(fitted, on: binary)
    #expect(throws: ForecastError.self) {
      try NaiveForecaster(rule: .last).fit(fold, MadeTables.circumstances)
    }
  }

  @Test("The last value is the newest target whose horizon is over")
  func lastValue() throws {
    let fold = try MadeTables.fold(real)
    let fitted = try NaiveForecaster(rule: .last).fit(fold, MadeTables.circumstances)
    let row = real.layout.decisionRow(of: 20)
    let forecast = try fitted.forecasts([20], of: real)[0]
    #expect(forecast.value == real.targets[row - real.layout.horizon])
    try expectSameAfterSaving(fitted, on: real)
    let zero = try NaiveForecaster(rule: .zero).fit(fold, MadeTables.circumstances)
    #expect(try zero.forecasts([20], of: real) == [Forecast(value: 0)])
  }

  @Test(
    "The random walk takes drift and quantiles from training targets",
    arguments: [true, false]
  )
  func randomWalk(hasDrift: Bool) throws {
    let fold = try MadeTables.fold(real)
    let fitted = try RandomWalkForecaster(
      hasDrift: hasDrift,
      quantileLevels: [0, 0.5, 1].map { 0.05 + 0.9 * $0 }
    )
    .fit(fold, MadeTables.circumstances)
    let forecast = try fitted.forecasts([70], of: real)[0]
    let targets = targets(fold)
    #expect(forecast.value == (hasDrift ? targets.reduce(0, +) / Double(targets.count) : 0))
    let inside = targets.count(where: { forecast.quantiles[0] <= $0 && $0 <= forecast.quantiles[2] }
    )
    #expect(abs(Double(inside) / Double(targets.count) - 0.9) < 0.05)
    let median = targets.sorted()[targets.count / 2]
    #expect(abs(forecast.quantiles[1] - median) < 0.1)
    try expectSameAfterSaving(fitted, on: real)
  }

  @Test("EWMA gives the numbers of pandas, gaps included")
  func ewma() throws {
    let fixture = try ReferenceFixture()
    let gaps = try fixture.numbers("ewma", "gaps").map { Int($0) }
    let table = try fixture.table(.real, without: gaps)
    let fold = try ForecastFold(table: table, training: Array(50..<70), validation: [])
    let fitted = try EWMAForecaster(span: 8, priorWeight: 0).fit(fold, MadeTables.circumstances)
    let known = try fixture.numbers("ewma", "means")
    for sample in 0..<table.layout.sampleCount {
      let row = table.layout.decisionRow(of: sample) - table.layout.horizon
      let value = try fitted.forecasts([sample], of: table)[0].value
      #expect(abs(value - known[row]) < 1e-13)
    }
    try expectSameAfterSaving(fitted, on: table)
  }

  @Test("EWMA of binary targets is never certain")
  func ewmaBinary() throws {
    let fold = try MadeTables.fold(binary)
    #expect(throws: ForecastError.self) {
      try EWMAForecaster(span: 2, priorWeight: 0).fit(fold, MadeTables.circumstances)
    }
    let fitted = try EWMAForecaster(span: 2, priorWeight: 1).fit(fold, MadeTables.circumstances)
    let values = try fitted.forecasts(Array(0..<70), of: binary).map(\.value)
    #expect(values.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test("Targets that are not known yet change no forecast")
  func causality() throws {
    let fold = try MadeTables.fold(real)
    let sample = 60
    let last = real.layout.decisionRow(of: sample) - real.layout.horizon
    let changed = try ForecastTable(
      featureNames: real.featureNames,
      features: real.features,
      knownAhead: [],
      closeTimes: real.closeTimes,
      targets: real.targets.enumerated().map { $0 > last ? 1e6 : $1 },
      targetKind: .real,
      returnsAhead: real.returnsAhead,
      layout: real.layout
    )
    for forecaster: any Forecaster in [
      NaiveForecaster(rule: .last), EWMAForecaster(span: 5, priorWeight: 0),
    ] {
      let fitted = try forecaster.fit(fold, MadeTables.circumstances)
      #expect(
        try fitted.forecasts([sample], of: changed) == fitted.forecasts([sample], of: real)
      )
    }
  }

  @Test("A single class is an error, and so is a file of something else")
  func errors() throws {
    let one = try MadeTables.table(rows: 40, features: 1, kind: .binary) { _, _ in 0 }
    for forecaster: any Forecaster in [
      NaiveForecaster(rule: .mean), EWMAForecaster(span: 5, priorWeight: 1),
    ] {
      #expect(throws: ForecastError.singleClass(0, samples: 21)) {
        try forecaster.fit(MadeTables.fold(one), MadeTables.circumstances)
      }
    }
    try MadeTables.withFolder { folder in
      func load() throws {
        _ = try SavedForecaster.load(from: folder) { () throws(ForecastError) in
          throw .engine("not asked for")
        }
      }
      #expect(throws: ForecastError.self) { try load() }
      for text in ["{", "{}", #"{"model":"oracle"}"#] {
        try AtomicFile.write(text, to: folder + "/model.json")
        #expect(throws: ForecastError.self) { try load() }
      }
    }
  }
}
