import ConfigValidation
import Testing

@testable import Forecasting

@Suite("Power laws")
struct PowerLawTests {
  @Test("The published losses give negative exponents", arguments: ["h1", "h3", "h5"])
  func published(horizon: String) throws {
    let fixture = try ReferenceFixture()
    let known = try #require(fixture.json["laws"]?[horizon])
    let law = try PowerLaw(
      sizes: fixture.numbers(of: known["sizes"]),
      errors: fixture.numbers(of: known["errors"]),
      confidence: 0.95
    )
    let interval = try #require(law.alphaInterval)
    expectClose(
      [law.alpha, law.coefficient, law.rSquared, interval.lowerBound, interval.upperBound],
      try ["alpha", "coefficient", "r_squared", "lower", "upper"].map {
        try #require(known[$0]?.numberValue)
      },
      within: 1e-10
    )
    #expect(law.alpha < 0)
    #expect(law.strength == .weak)
    #expect(law.reductionPerTenfold < 0)
  }

  @Test("finds the law that made the errors", arguments: [-0.1, 0.05, 0.1, 0.3])
  func recovers(alpha: Double) throws {
    let sizes = [1e6, 3e6, 1e7, 5e8]
    let law = try PowerLaw(
      sizes: sizes,
      errors: sizes.map { 2.5 * power($0, -alpha) },
      confidence: 0.9
    )
    #expect(abs(law.alpha - alpha) < 1e-12)
    #expect(abs(law.coefficient - 2.5) < 1e-10)
    #expect(abs(law.rSquared - 1) < 1e-12)
    #expect(law.strength == (alpha > 0.15 ? .strong : alpha > 0.08 ? .moderate : .weak))
    #expect(abs(law.error(atSize: 1e7) - 2.5 * power(1e7, -alpha)) < 1e-10)
    #expect(abs(law.reductionPerTenfold - (1 - power(10, -alpha))) < 1e-12)
  }

  @Test("two points give no interval, equal errors a share of 1")
  func edges() throws {
    let two = try PowerLaw(sizes: [1, 10], errors: [1, 0.5], confidence: 0.95)
    #expect(two.alphaInterval == nil)
    #expect(abs(two.reductionPerTenfold - 0.5) < 1e-12)
    let flat = try PowerLaw(sizes: [1, 10, 100], errors: [0.5, 0.5, 0.5], confidence: 0.95)
    #expect(flat.alpha == 0)
    #expect(flat.rSquared == 1)
  }

  @Test("refuses what has no law")
  func errors() {
    func fit(_ sizes: [Double], _ errors: [Double], _ confidence: Double = 0.95) throws {
      _ = try PowerLaw(sizes: sizes, errors: errors, confidence: confidence)
    }
    #expect(throws: ScalingStudyError.unequalLengths(sizes: 2, errors: 1)) { try fit([1, 2], [1]) }
    #expect(throws: ScalingStudyError.tooFewPoints(found: 1)) { try fit([1], [1]) }
    #expect(throws: ScalingStudyError.notPositive(name: "error", index: 1, value: 0)) {
      try fit([1, 2], [1, 0])
    }
    #expect(throws: ScalingStudyError.self) { try fit([1, .infinity], [1, 1]) }
    #expect(throws: ScalingStudyError.self) { try fit([1, 2], [1, .nan]) }
    #expect(throws: ScalingStudyError.equalSizes(3)) { try fit([3, 3], [1, 2]) }
    #expect(throws: ScalingStudyError.confidence(found: 1)) { try fit([1, 2], [1, 2], 1) }
  }

  @Test(
    "Quantiles of Student's t are those of tables",
    arguments: [
      (1, 0.975, 12.706_204_736), (2, 0.975, 4.302_652_73), (10, 0.95, 1.812_461_123),
    ]
  )
  func quantiles(known: (Int, Double, Double)) throws {
    let found = try #require(studentTQuantile(known.1, degreesOfFreedom: Double(known.0)))
    #expect(abs(found - known.2) < 1e-8)
  }

  @Test("The report shows the base rate and says what ten times the parameters do")
  func report() throws {
    let law = try PowerLaw(
      sizes: [2e6, 2e7, 2e8, 2e9],
      errors: [0.314, 0.346, 0.349, 0.360],
      confidence: 0.95
    )
    let report = ScalingReport(experiment: "x", metric: "val_loss", law: law, baseRateLoss: 0.31)
    #expect(report.json["fit_results"]?["alpha"]?.numberValue == law.alpha)
    #expect(report.json["interpretation"] == "weak")
    #expect(report.json["base_rate_loss"] == 0.31)
    #expect(report.markdown.contains("| base rate | 0.3100 |"))
    #expect(report.markdown.contains("alpha -0.0182"))
    #expect(report.markdown.contains("add 4.3 % to the error"))
    #expect(rounded(-0.004, 2) == "0.00")
    #expect(rounded(12.345, 1) == "12.3")
  }
}
