public import Features
public import MarketModel

/// The tests that every causal computation over one symbol's bars passes, whatever it computes.
///
/// A conforming computation returns no violation:
///
/// ```swift
/// let suite = CausalitySuite(bars: GeneratedBars(seed: 1, count: 300).bars, cuts: [1, 50, 200])
/// #expect(suite.violations(of: SimpleMovingAverage(period: 20, input: .close)) == [])
/// ```
///
/// It runs ``Features/CausalityChecker`` at given cuts, with the changes that cost little and show much.
public struct CausalitySuite: Sendable {
  /// The bars that computations are run over, oldest first.
  public let bars: [Bar]

  /// The numbers of bars after which the future is changed.
  public let cuts: [Int]

  private let world: BarWorld

  /// Creates a suite.
  ///
  /// - Precondition: The bars form a series, and every cut lies inside `0..<bars.count`.
  public init(bars: [Bar], cuts: [Int]) {
    precondition(cuts.allSatisfy { bars.indices.contains($0) }, "a cut lies inside the bars")
    self.bars = bars
    self.cuts = cuts
    let length = bars[0].closeTime.nanoseconds - bars[0].openTime.nanoseconds
    let interval = BarInterval(seconds: length / 1_000_000_000) ?? .minute
    guard let series = try? BarSeries(symbol: "TEST", interval: interval, bars: bars) else {
      preconditionFailure("the bars form a series")
    }
    world = BarWorld([series])
  }

  /// Creates a suite that cuts after every bar up to one, and at every eleventh bar after it.
  public init(bars: [Bar], denseThrough last: Int) {
    self.init(bars: bars, cuts: bars.indices.filter { $0 <= last || $0 % 11 == 0 })
  }

  /// Every violation of a fresh transform: causality, finiteness, look-back and repeatability.
  ///
  /// - Complexity: O(*cuts* · *bars*).
  public func violations<Transform: CausalTransform>(
    of transform: Transform
  ) -> [CausalityViolation] {
    violations(CausalitySubject(name: "\(Transform.self)", kind: "transform", transform: transform))
  }

  /// Every violation of a computation over whole columns: causality, finiteness, repeatability.
  ///
  /// - Parameter compute: Yields named columns with one value for each given bar.
  /// - Returns: The violations; empty for a conforming computation.
  public func violations(
    ofColumns compute: @escaping ([Bar]) -> [FeatureColumn]
  ) -> [CausalityViolation] {
    violations(
      CausalitySubject(name: "columns", kind: "columns", lookback: nil) { series in
        compute((0..<series.count).map { series[$0] })
      }
    )
  }

  private func violations(_ subject: CausalitySubject<BarWorld>) -> [CausalityViolation] {
    let plan = CausalityPlan(
      cuts: max(1, cuts.count),
      changes: [.truncated, .scaled, .nextBar, .volume, .huge],
      seed: 1,
      stopsAtFirst: false,
      looksForForesight: true
    )
    let instants = cuts.map {
      $0 > 0 ? bars[$0 - 1].closeTime.nanoseconds : bars[0].openTime.nanoseconds
    }
    return CausalityChecker(plan: plan).check(subject, over: world, at: instants).violations
  }
}
