import ConfigValidation
import QuantMath
import Testing

@testable import Forecasting

@Suite("Platt scaling")
struct PlattScalingTests {
  private let fixture: ReferenceFixture
  private let scores: [Double]
  private let outcomes: [Double]

  init() throws {
    fixture = try ReferenceFixture()
    scores = try fixture.numbers("calibration", "scores")
    outcomes = try fixture.numbers("calibration", "outcomes")
  }

  private var objective: PlattObjective {
    let positives = outcomes.reduce(0, +)
    let negatives = Double(outcomes.count) - positives
    return PlattObjective(
      scores: scores,
      targets: outcomes.map { $0 == 1 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2) }
    )
  }

  @Test("finds the minimum that scikit-learn finds, or a lower point beside it")
  func matchesScikitLearn() throws {
    let fitted = try PlattScaling(fitting: scores, outcomes)
    let slope = try fixture.number("calibration", "slope")
    let offset = try fixture.number("calibration", "offset")
    // The reference stops at a gradient of 1e-6.
    #expect(abs(fitted.slope - slope) < 1e-5)
    #expect(abs(fitted.offset - offset) < 1e-5)
    #expect(
      objective.loss(fitted.slope, fitted.offset) <= objective.loss(slope, offset) + 1e-10
    )
    let gradient = objective.gradient(fitted.slope, fitted.offset)
    #expect(abs(gradient.slope) < 1e-8)
    #expect(abs(gradient.offset) < 1e-8)
  }

  @Test("has the gradient of its loss", arguments: [(0.0, 0.5), (-1.2, 0.1), (2.0, -3.0)])
  func gradient(point: (Double, Double)) {
    let size = 1e-5
    let found = objective.gradient(point.0, point.1)
    let slope =
      (objective.loss(point.0 + size, point.1) - objective.loss(point.0 - size, point.1))
      / (2 * size)
    let offset =
      (objective.loss(point.0, point.1 + size) - objective.loss(point.0, point.1 - size))
      / (2 * size)
    #expect(abs(found.slope - slope) < 1e-5 * max(1, abs(slope)))
    #expect(abs(found.offset - offset) < 1e-5 * max(1, abs(offset)))
  }

  @Test("ends for separable, huge and equal scores", arguments: [1e-6, 1, 1e6])
  func extremes(scale: Double) throws {
    let separable = try PlattScaling(
      fitting: (0..<40).map { (Double($0) - 19.5) * scale },
      (0..<40).map { $0 < 20 ? 0 : 1 }
    )
    #expect(separable.slope < 0)
    #expect(separable(20 * scale) > 0.9)
    #expect(separable(-20 * scale) < 0.1)
    let equal = try PlattScaling(fitting: [scale, scale, scale, scale], [0, 1, 1, 1])
    // The mean of the targets 4/5, 4/5, 4/5 and 1/3.
    #expect(abs(equal(scale) - (3 * 0.8 + 1.0 / 3) / 4) < 1e-6)
  }

  @Test("passes scores through when it was not fitted, and survives its document")
  func documents() throws {
    #expect(PlattScaling.unfitted(0.37) == 0.37)
    #expect(PlattScaling.unfitted.json == ["A": 0.0, "B": 0.0, "fitted": false])
    let fitted = try PlattScaling(fitting: scores, outcomes)
    let text = fitted.json.text(pretty: true)
    #expect(try PlattScaling(json: JSONValue(parsing: text)) == fitted)
    #expect(throws: CalibrationError.self) { try PlattScaling(json: ["A": 1.0]) }
  }

  @Test("refuses what it cannot be fitted on")
  func errors() {
    #expect(throws: CalibrationError.noValues) { try PlattScaling(fitting: [], []) }
    #expect(throws: CalibrationError.singleClass(1, count: 2)) {
      try PlattScaling(fitting: [1, 2], [1, 1])
    }
    #expect(throws: CalibrationError.notBinary(index: 1, value: 0.5)) {
      try PlattScaling(fitting: [1, 2], [1, 0.5])
    }
    #expect(throws: CalibrationError.unequalLengths(scores: 1, outcomes: 2)) {
      try PlattScaling(fitting: [1], [1, 0])
    }
    #expect(throws: CalibrationError.self) { try PlattScaling(fitting: [.nan, 1], [1, 0]) }
  }
}

@Suite("Isotonic calibration")
struct IsotonicCalibrationTests {
  @Test("gives the numbers of scikit-learn, ties included")
  func matchesScikitLearn() throws {
    let fixture = try ReferenceFixture()
    let fitted = try IsotonicCalibration(
      fitting: fixture.numbers("calibration", "scores"),
      fixture.numbers("calibration", "outcomes")
    )
    let asked = try fixture.numbers("calibration", "asked")
    let known = try fixture.numbers("calibration", "isotonic")
    expectClose(asked.map { fitted($0) }, known, within: 1e-12)
    #expect(try IsotonicCalibration(json: fitted.json) == fitted)
  }

  @Test(
    "never falls, keeps the mean, and is not beaten by any of its neighbours",
    arguments: 0..<20
  )
  func properties(seed: UInt32) throws {
    var stream = PhiloxStream(seed: 5, purpose: 0, trial: seed, path: 0)
    let scores = (0..<60).map { _ in Double(stream.index(below: 25)) }
    let outcomes = scores.map { stream.uniform() < $0 / 25 ? 1.0 : 0 }
    let fitted = try IsotonicCalibration(fitting: scores, outcomes)
    let values = scores.map { fitted($0) }
    #expect(zip(fitted.values, fitted.values.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(abs(values.reduce(0, +) - outcomes.reduce(0, +)) < 1e-9)
    let best = try #require(meanSquaredError(values, outcomes))
    for _ in 0..<20 {
      // Any other rising function: a mixture with a step.
      let (edge, weight) = (Double(stream.index(below: 25)), stream.uniform())
      let other = zip(scores, values).map { ($0 > edge ? 1 : 0) * weight + $1 * (1 - weight) }
      #expect(try #require(meanSquaredError(other, outcomes)) >= best - 1e-12)
    }
  }

  @Test("refuses documents that fall")
  func errors() {
    #expect(throws: CalibrationError.self) {
      try IsotonicCalibration(json: ["scores": [0.0, 1.0], "values": [1.0, 0.0]])
    }
    #expect(throws: CalibrationError.self) {
      try IsotonicCalibration(json: ["scores": [], "values": []])
    }
  }
}

@Suite("Calibration curves and losses")
struct CalibrationCurveTests {
  @Test("give the numbers of scikit-learn", arguments: ProbabilityBinning.allCases)
  func matchesScikitLearn(binning: ProbabilityBinning) throws {
    let fixture = try ReferenceFixture()
    let probabilities = try fixture.numbers("calibration", "probabilities")
    let outcomes = try fixture.numbers("calibration", "outcomes")
    let known = try #require(fixture.json["calibration"]?["curves"]?[binning.rawValue])
    let curve = try CalibrationCurve(probabilities, outcomes, binCount: 8, binning)
    expectClose(
      curve.bins.map(\.meanProbability),
      try fixture.numbers(of: known["mean"]),
      within: 1e-12
    )
    expectClose(curve.bins.map(\.share), try fixture.numbers(of: known["share"]), within: 1e-12)
    #expect(curve.bins.map { Double($0.count) } == (try fixture.numbers(of: known["counts"])))
    let parts = curve.decomposition
    expectClose(
      [curve.expectedCalibrationError, parts.reliability, parts.resolution, curve.brierScore],
      [
        try #require(known["expected_error"]?.numberValue),
        try #require(known["reliability"]?.numberValue),
        try #require(known["resolution"]?.numberValue),
        try fixture.number("calibration", "brier"),
      ],
      within: 1e-12
    )
    let sum = parts.reliability - parts.resolution + parts.uncertainty + parts.withinBins
    #expect(abs(sum - curve.brierScore) < 1e-15)
    #expect(curve.largestCalibrationError >= curve.expectedCalibrationError)
  }

  @Test("have nothing within bins that hold one probability each")
  func exactParts() throws {
    let curve = try CalibrationCurve(
      [0.05, 0.05, 0.45, 0.45, 0.95],
      [0, 1, 0, 1, 1],
      binCount: 10,
      .equalWidth
    )
    #expect(abs(curve.decomposition.withinBins) < 1e-15)
    #expect(throws: CalibrationError.notProbability(index: 0, value: 1.5)) {
      try CalibrationCurve([1.5], [1], binCount: 2, .equalWidth)
    }
  }

  @Test("losses give the numbers of scikit-learn")
  func losses() throws {
    let fixture = try ReferenceFixture()
    let probabilities = try fixture.numbers("calibration", "probabilities")
    let outcomes = try fixture.numbers("calibration", "outcomes")
    expectClose(
      [
        try #require(logLoss(probabilities, outcomes)),
        try #require(quantileLoss(probabilities, outcomes, level: 0.9)),
      ],
      [
        try fixture.number("calibration", "log_loss"), try fixture.number("calibration", "pinball"),
      ],
      within: 1e-12
    )
    #expect(logLoss([1], [0]).map { $0.isFinite } == true)
    #expect(logLoss([], []) == nil)
    #expect(intervalCoverage(lower: [0, 0], upper: [1, 1], [1, 2]) == 0.5)
    #expect(baseRateLoss([0, 0]) == 0)
    #expect(baseRateLoss([]) == nil)
  }
}
