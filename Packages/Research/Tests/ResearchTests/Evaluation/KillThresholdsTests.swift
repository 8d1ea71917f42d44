import ConfigValidation
import ConfigYAML
import Research
import Testing

@Suite("Reading limits from documents")
struct KillThresholdsTests {
  private func read(_ yaml: String) throws -> KillThresholds {
    try KillThresholds.read(try YAMLDocument.parse(yaml, name: "kill.yaml"))
  }

  @Test("an empty document has the documented limits")
  func documented() throws {
    #expect(try read("") == .documented)
    #expect(try read("robustness_penalty: null\n") == .documented)
    #expect(
      KillThresholds.documented.json == [
        "robustness_penalty": 0.6, "walk_forward_penalty": 0.6,
        "regime_dependency_penalty": 0.7, "composite_score_min": 0.1,
        "mc_median_return_min": nil, "mc_p95_drawdown_max": nil, "mc_ruin_prob_max": nil,
        "mc_fraction_positive_min": nil, "dsr_min": nil, "reality_check_p_max": nil,
        "slippage_sensitivity": false,
      ]
    )
  }

  @Test("given limits are laid over the documented ones; off switches a rule off")
  func merges() throws {
    let thresholds = try read(
      """
      robustness_penalty: off
      composite_score_min: -0.2
      mc_ruin_prob_max: 0.05
      mc_median_return_min: 0
      slippage_sensitivity: true
      dsr_min: 0.95
      """
    )
    var expected = KillThresholds.documented
    expected.robustnessPenalty = nil
    expected.compositeScoreMin = -0.2
    expected.monteCarlo.ruinProbabilityMax = 0.05
    expected.monteCarlo.medianReturnMin = 0
    expected.killsCostSensitivity = true
    expected.deflatedSharpeMin = 0.95
    #expect(thresholds == expected)
  }

  @Test("the drawdown limit has an older name, which gives way to the clear one")
  func olderName() throws {
    #expect(try read("mc_p5_drawdown_max: 0.4\n").monteCarlo.p95DrawdownMax == 0.4)
    let both = "mc_p5_drawdown_max: 0.4\nmc_p95_drawdown_max: 0.3\n"
    #expect(try read(both).monteCarlo.p95DrawdownMax == 0.3)
  }

  @Test("every problem is named with its line, and the nearest known key")
  func namesProblems() throws {
    let yaml = "robustnes_penalty: 0.5\ncomposite_score_min: high\nmc_ruin_prob_max: -1\n"
    let error = #expect(throws: ConfigurationError.self) { try read(yaml) }
    #expect(
      error?.description.split(separator: "\n") == [
        "kill.yaml:1: robustnes_penalty: is not a known field; did you mean 'robustness_penalty'?",
        "kill.yaml:2: composite_score_min: expected a number in -1.0...1.0, or off, found 'high'",
        "kill.yaml:3: mc_ruin_prob_max: expected a number in 0.0...2.0, or off, found -1",
      ]
    )
    #expect(throws: ConfigurationError.self) { try read("- 1\n") }
  }

  @Test("limits of the bootstrap alone refuse the evaluator's keys")
  func monteCarlo() throws {
    func read(_ yaml: String) throws -> MonteCarloThresholds {
      try MonteCarloThresholds.read(try YAMLDocument.parse(yaml, name: "mc.yaml"))
    }
    #expect(try read("") == MonteCarloThresholds())
    #expect(
      try read("mc_fraction_positive_min: 0.5\n") == MonteCarloThresholds(fractionPositiveMin: 0.5)
    )
    #expect(throws: ConfigurationError.self) { try read("composite_score_min: 0.1\n") }
  }
}
