public import Features
public import MarketModel
public import Regime

/// The test that every detector of regimes passes: labels do not change when the future does.
///
/// It runs ``Features/CausalityChecker`` with every change at given cuts.
public struct RegimeCausalitySuite: Sendable {
  /// The bars that detectors are run over.
  public let series: BarSeries

  /// The numbers of bars after which the future is changed.
  public let cuts: [Int]

  /// Creates a suite.
  ///
  /// - Precondition: Every cut lies inside `1..<series.count`.
  public init(series: BarSeries, cuts: [Int]) {
    precondition(cuts.allSatisfy { $0 > 0 && $0 < series.count }, "a cut lies inside the bars")
    self.series = series
    self.cuts = cuts
  }

  /// Every label or number that changed when later bars were cut off or altered.
  ///
  /// - Parameter detect: Labels bars; each row's timestamp says when it becomes visible.
  /// - Returns: The violations; empty for a causal detector.
  public func violations(
    of detect: @escaping (BarSeries) throws -> [RegimeRecord]
  ) -> [CausalityViolation] {
    let subject = CausalitySubject(regimeName: "detector") { try detect($0.bars[0]) }
    let plan = CausalityPlan(
      cuts: cuts.count,
      changes: FutureChange.allCases,
      seed: 1,
      stopsAtFirst: false,
      looksForForesight: true
    )
    return CausalityChecker(plan: plan)
      .check(subject, over: BarWorld([series]), at: cuts.map { series.closeTimes[$0 - 1] })
      .violations
  }
}
