import ConfigValidation
import Features
import Forecasting
import Foundation
import Synchronization
import Testing

/// The boosting library of the project's folder, where it is installed.
enum TestLightGBM {
  static let location = LightGBMLocation(explicit: nil, projectDirectories: [MadeTables.root])

  static let isInstalled = location.paths.contains { FileManager.default.fileExists(atPath: $0) }
}

@Suite("Boosted trees", .enabled(if: TestLightGBM.isInstalled, "run: make deps-torch"))
struct LightGBMTests {
  private let library: LightGBM

  init() throws { library = try LightGBM.load(from: TestLightGBM.location) }

  private func forecaster(
    _ window: WindowFeatures,
    levels: [Double] = [],
    threads: Int = 1
  ) -> LightGBMForecaster {
    LightGBMForecaster(
      window: window,
      boosting: BoostingSettings(
        rounds: 60,
        patience: 10,
        learningRate: 0.1,
        leafCount: 7,
        minimumLeafSamples: 5,
        columnShare: 0.8,
        sampleShare: 0.7,
        penalty: 0.3
      ),
      quantileLevels: levels,
      threads: threads,
      library: library
    )
  }

  @Test("give the numbers of Python's package", arguments: ForecastTargetKind.allCases)
  func matchesPython(kind: ForecastTargetKind) throws {
    let fixture = try ReferenceFixture()
    let fold = try fixture.fold(kind)
    let known = try #require(fixture.json["boosting"]?[kind == .real ? "regression" : "binary"])
    let fitted = try forecaster(fixture.window).fit(fold, MadeTables.circumstances)
    let found = try fitted.forecasts(fixture.samples("test"), of: fold.table).map(\.value)
    expectClose(found, try fixture.numbers(of: known["forecasts"]), within: 1e-9)
    #expect(fitted.report.epochs == known["rounds"]?.integerValue.map { Int($0) })
    let gains = try fixture.numbers(of: known["gains"])
    let shares = (0..<3).map { feature in
      stride(from: feature, to: gains.count, by: 3).reduce(0) { $0 + gains[$1] }
        / gains.reduce(0, +)
    }
    expectClose(fitted.report.importances.map(\.share), shares, within: 1e-9)
  }

  @Test("give quantiles, one model for each level")
  func quantiles() throws {
    let fixture = try ReferenceFixture()
    let fold = try fixture.fold(.real)
    let fitted = try forecaster(fixture.window, levels: [0.9]).fit(fold, MadeTables.circumstances)
    let found = try fitted.forecasts(fixture.samples("test"), of: fold.table)
    let known = try fixture.numbers("boosting", "quantile", "forecasts")
    expectClose(found.map { $0.quantiles[0] }, known, within: 1e-9)
    try expectSameAfterSaving(fitted, on: fold.table, boosting: library)
    let many = try forecaster(fixture.window, levels: [0.1, 0.5, 0.9])
      .fit(fold, MadeTables.circumstances)
    for forecast in try many.forecasts(Array(0..<100), of: fold.table) {
      #expect(forecast.quantiles == forecast.quantiles.sorted())
    }
    #expect(many.report.quantileLevels == [0.1, 0.5, 0.9])
  }

  @Test("are saved and forecast the same again", arguments: ForecastTargetKind.allCases)
  func savesAndLoads(kind: ForecastTargetKind) throws {
    let fixture = try ReferenceFixture()
    let fold = try fixture.fold(kind)
    let fitted = try forecaster(fixture.window).fit(fold, MadeTables.circumstances)
    try expectSameAfterSaving(fitted, on: fold.table, boosting: library)
  }

  @Test("are the same for any number of threads, and on several threads at once")
  func threads() async throws {
    let table = try MadeTables.table(rows: 1500, features: 4, kind: .real) { x, noise in
      x[0] * x[1] + 0.3 * noise
    }
    let fold = try MadeTables.fold(table)
    let samples = Array(0..<table.layout.sampleCount)
    let window = WindowFeatures(lags: [1], meanLengths: [3])
    let made = [1, 2, 1].map { forecaster(window, threads: $0) }
    let results = try await withThrowingTaskGroup(of: [Forecast].self) { group in
      for forecaster in made {
        group.addTask {
          try forecaster.fit(fold, MadeTables.circumstances).forecasts(samples, of: table)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(results).count == 1)
    #expect(results.count == 3)
  }

  @Test("stop early, tell of every round, and put weight on what counts")
  func earlyStopping() throws {
    let table = try MadeTables.table(rows: 800, features: 3, kind: .binary) { x, noise in
      x[1] + 0.5 * noise > 0 ? 1 : 0
    }
    let rounds = Mutex<[Int]>([])
    let circumstances = FitCircumstances(seed: 3, checkpointFolder: nil) { progress in
      rounds.withLock { $0.append(progress.epoch) }
    }
    let fitted = try forecaster(WindowFeatures(lags: [], meanLengths: []))
      .fit(MadeTables.fold(table), circumstances)
    let told = rounds.withLock { $0 }
    #expect(told == Array(1...told.count))
    #expect(fitted.report.epochs <= told.count)
    #expect(told.count == 60 || told.count == fitted.report.epochs + 10)
    let largest = fitted.report.importances.max { $0.share < $1.share }
    #expect(largest?.name == "f1")
    #expect(abs(fitted.report.importances.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    #expect(try #require(fitted.report.validationLoss) < 0.5)
  }

  @Test("forecast the mean where nothing can be split, without validation samples too")
  func nothingToSplit() throws {
    let fixture = try ReferenceFixture()
    let whole = try fixture.fold(.real)
    var trees = try forecaster(fixture.window)
    trees.boosting.minimumLeafSamples = 1000
    trees.boosting.sampleShare = 1
    for validation in [whole.validation, []] {
      let fold = try ForecastFold(
        table: whole.table,
        training: whole.training,
        validation: validation
      )
      let fitted = try trees.fit(fold, MadeTables.circumstances)
      let targets = fold.training.compactMap {
        fold.table.targets[fold.table.layout.decisionRow(of: $0)]
      }
      let mean = targets.reduce(0, +) / Double(targets.count)
      // The library keeps targets in single precision.
      #expect(abs(try fitted.forecasts([95], of: fold.table)[0].value - mean) < 1e-7)
      #expect(fitted.report.importances.isEmpty)
      #expect(fitted.report.epochs == 1)
      try expectSameAfterSaving(fitted, on: fold.table, boosting: library)
    }
  }

  @Test("another seed grows other trees")
  func seeds() throws {
    let fixture = try ReferenceFixture()
    let fold = try fixture.fold(.real)
    let first = try [1, 1, 2, 1 << 40].map { (seed: UInt64) in
      try forecaster(fixture.window)
        .fit(fold, FitCircumstances(seed: seed, checkpointFolder: nil) { _ in })
        .forecasts([95], of: fold.table)[0].value
    }
    #expect(first[0] == first[1])
    #expect(Set(first).count == 3)
  }

  @Test("refuse settings without meaning, and files that are no models")
  func errors() throws {
    let fixture = try ReferenceFixture()
    let window = try fixture.window
    let fold = try fixture.fold(.binary)
    #expect(throws: ForecastError.self) {
      try forecaster(window, levels: [0.5]).fit(fold, MadeTables.circumstances)
    }
    #expect(throws: ForecastError.self) {
      try forecaster(window, threads: 0).fit(fold, MadeTables.circumstances)
    }
    var bad = forecaster(window)
    bad.boosting.leafCount = 1
    #expect(
      throws: ForecastError.invalidSetting(name: "leaves", expected: "2 to 131072", found: "1")
    ) {
      try bad.fit(fold, MadeTables.circumstances)
    }
    let fitted = try forecaster(window).fit(fold, MadeTables.circumstances)
    try MadeTables.withFolder { folder in
      _ = try fitted.save(to: folder)
      try Data("no model".utf8).write(to: URL(fileURLWithPath: folder + "/lightgbm.txt"))
      #expect(throws: ForecastError.self) {
        try SavedForecaster.load(from: folder) { () throws(ForecastError) in library }
      }
    }
  }
}

@Suite("The boosting library")
struct LightGBMLocationTests {
  @Test("names the places and the remedy when it is missing")
  func missing() throws {
    let location = LightGBMLocation(explicit: nil, projectDirectories: ["/nowhere", "/elsewhere"])
    let error = #expect(throws: LightGBMError.self) { try LightGBM.load(from: location) }
    let text = try #require(error?.description)
    #expect(text.contains("make deps-torch"))
    #expect(text.contains("/nowhere/.deps/lib/lib_lightgbm"))
    #expect(text.contains("/elsewhere/.deps/lib/lib_lightgbm"))
    #expect(LightGBMLocation(explicit: "/a", projectDirectories: ["/b"]).paths == ["/a"])
  }
}
