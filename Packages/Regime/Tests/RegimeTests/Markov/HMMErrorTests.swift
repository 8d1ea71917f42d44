import Features
import QuantMath
import Regime
import Testing

@Suite("What models of regimes refuse")
struct HMMErrorTests {
  @Test("names every setting without meaning at once")
  func refusesSettings() throws {
    let rows = try table([[1], [2], [4]])
    var settings = HMMSettings.made(states: 0, iterations: 0, tolerance: .nan)
    settings.covarianceFloor = 0
    let found = #expect(throws: RegimeModelError.self) {
      try GaussianHMM.fit(rows, settings: settings)
    }
    guard case .invalidSettings(let problems) = found else {
      Issue.record("expected settings to be refused, found \(String(describing: found))")
      return
    }
    let fields = problems.map(\.field)
    #expect(fields == ["stateCount", "maximumIterations", "tolerance", "covarianceFloor"])
    #expect("\(RegimeModelError.invalidSettings(problems))".contains("expected 1 to 64, found 0"))
  }

  @Test("refuses rows that no model can be fitted to")
  func refusesRows() throws {
    #expect(
      throws: RegimeModelError.invalidObservations([
        .unequalLengths(feature: "b", expected: 2, found: 1),
        .notUsable(feature: "b", row: 0, value: .infinity),
      ])
    ) {
      try ObservationTable(features: ["a", "b"], columns: [[1, 2], [.infinity]])
    }
    #expect(throws: RegimeModelError.invalidObservations([.noFeatures])) {
      try ObservationTable(features: [], columns: [])
    }
    #expect(throws: RegimeModelError.invalidObservations([.repeatedFeature("a")])) {
      try ObservationTable(features: ["a", "a"], columns: [[1], [1]])
    }
    let constant = try table((0..<60).map { [Double($0 % 7), 3] })
    #expect(
      throws: RegimeModelError.invalidObservations([.constant(feature: "b", value: 3)])
    ) {
      try GaussianHMM.fit(constant, settings: .made(states: 2))
    }
    let short = try table((0..<12).map { [Double($0 % 5), Double($0 % 3)] })
    #expect(throws: RegimeModelError.tooFewRows(required: 13, found: 12)) {
      try GaussianHMM.fit(short, settings: .made(states: 2))
    }
  }

  @Test("refuses parameters without meaning")
  func refusesParameters() throws {
    let found = #expect(throws: RegimeModelError.self) {
      try HMMParameters(
        initial: [0.7, 0.7],
        transitions: [[0.5, 0.5], [-0.1, 1.1]],
        means: [[0], [.nan]],
        covariances: [SymmetricMatrix(diagonal: [1]), SymmetricMatrix(diagonal: [0])]
      )
    }
    guard case .invalidSettings(let problems) = found else { return }
    #expect(problems.map(\.field) == ["initial", "transitions[1]", "means", "covariances[1]"])
  }

  @Test("says which states no start could feed")
  func refusesStarvedStates() throws {
    var settings = HMMSettings.made(states: 3, starts: 1)
    settings.minimumStateRows = 120
    let rows = try table(MadeRegimes.clear(seed: 3, count: 300).rows)
    let found = #expect(throws: RegimeModelError.self) {
      try GaussianHMM.fit(rows, settings: settings)
    }
    guard case .starvedStates(let states, let expected, 120) = found else {
      Issue.record("expected starved states, found \(String(describing: found))")
      return
    }
    #expect(states.allSatisfy { expected[$0] < 120 })
    #expect(abs(expected.reduce(0, +) - 300) < 1e-9)
  }

  @Test("a state without rows keeps its parameters and never becomes NaN")
  func keepsDeadStates() throws {
    let rows = try table((0..<80).map { [Double(($0 * 31) % 11)] })
    var settings = HMMSettings.made(states: 2, order: .asFitted)
    settings.start = .parameters(
      try HMMParameters(
        initial: [1, 0],
        transitions: [[1, 0], [0, 1]],
        means: [[5], [1e6]],
        covariances: [SymmetricMatrix(diagonal: [9]), SymmetricMatrix(diagonal: [9])]
      )
    )
    let fit = try GaussianHMM.fit(rows, settings: settings)
    #expect(fit.parameters.means[1] == [1e6])
    #expect(fit.report.expectedRows == [80, 0])
    #expect(fit.report.starts[0].starvedStates == [])
    settings.minimumStateRows = 1
    #expect(throws: RegimeModelError.starvedStates([1], expectedRows: [80, 0], minimum: 1)) {
      try GaussianHMM.fit(rows, settings: settings)
    }
  }

  @Test("a state that collapses onto one row stops at the floor")
  func respectsFloor() throws {
    var rows = MadeRegimes.clear(seed: 8, count: 150).rows
    rows[70] = [40, -30]
    let observations = try table(rows)
    var settings = HMMSettings.made(states: 4, starts: 3, iterations: 100)
    settings.covarianceFloor = 0.01
    let fit = try GaussianHMM.fit(observations, settings: settings)
    let deviations = observations.columns.map { column in
      let mean = column.reduce(0, +) / 150
      return (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 150).squareRoot()
    }
    for covariance in fit.parameters.covariances {
      let scaled = covariance.scaled(by: deviations.map { 1 / $0 })
      #expect((SymmetricEigenvalues(scaled).values.first ?? 0) > 0.01 * (1 - 1e-9))
    }
  }

  @Test("does not mix up features")
  func refusesOtherFeatures() throws {
    let rows = try table(MadeRegimes.clear(seed: 1, count: 100).rows)
    let fit = try GaussianHMM.fit(rows, settings: .made(states: 2))
    let renamed = try ObservationTable(features: ["b", "a"], columns: rows.columns)
    #expect(throws: RegimeModelError.otherFeatures(expected: ["a", "b"], found: ["b", "a"])) {
      try fit.filteredStates(of: renamed)
    }
    #expect(throws: RegimeModelError.unknownFeature("vol", available: ["a", "b"])) {
      try GaussianHMM.fit(rows, settings: .made(states: 2, order: .byMean(feature: "vol")))
    }
    var filter = fit.filter()
    #expect(throws: RegimeModelError.wrongRowLength(row: 0, expected: 2, found: 1)) {
      try filter.update([1])
    }
  }

  @Test("keeps the rows in which every feature is defined")
  func definedRows() throws {
    let (table, positions) = try ObservationTable.definedRows(of: [
      FeatureColumn(name: "x", [nil, 1, 2, 3]), FeatureColumn(name: "y", [5, nil, 6, 7]),
    ])
    #expect(positions == [2, 3])
    #expect(table.columns == [[2, 3], [6, 7]])
    #expect(table.features == ["x", "y"])
  }
}
