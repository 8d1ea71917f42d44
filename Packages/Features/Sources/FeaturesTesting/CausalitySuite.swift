public import Features
public import MarketModel

/// The tests that every causal computation passes, whatever it computes.
///
/// A conforming computation returns no violation:
///
/// ```swift
/// let suite = CausalitySuite(bars: GeneratedBars(seed: 1, count: 300).bars, cuts: [1, 50, 200])
/// #expect(suite.violations(of: SimpleMovingAverage(period: 20, input: .close)) == [])
/// ```
public struct CausalitySuite: Sendable {
  /// The bars that computations are run over, oldest first.
  public let bars: [Bar]

  /// The numbers of bars after which the future is changed.
  public let cuts: [Int]

  /// Creates a suite.
  ///
  /// - Precondition: Every cut lies inside `0..<bars.count`.
  public init(bars: [Bar], cuts: [Int]) {
    precondition(cuts.allSatisfy { bars.indices.contains($0) }, "a cut lies inside the bars")
    self.bars = bars
    self.cuts = cuts
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
    let whole = Self.run(transform, over: bars)
    return lookbackViolations(of: transform, in: whole)
      + violations(ofColumns: { Self.run(transform, over: $0) })
  }

  /// Every violation of a computation over whole columns: causality, finiteness, repeatability.
  ///
  /// - Parameter compute: Yields named columns with one value for each given bar.
  /// - Returns: The violations; empty for a conforming computation.
  public func violations(
    ofColumns compute: ([Bar]) -> [FeatureColumn]
  ) -> [CausalityViolation] {
    let whole = compute(bars)
    var found: [CausalityViolation] = []
    for column in whole where column.count != bars.count {
      found.append(.wrongCount(output: column.name, expected: bars.count, found: column.count))
    }
    guard found.isEmpty else { return found }
    for column in whole {
      for bar in bars.indices where column[bar].map({ !$0.isFinite }) ?? false {
        found.append(.notFinite(output: column.name, bar: bar))
      }
    }
    if let (output, bar) = firstDifference(whole, compute(bars), before: bars.count) {
      found.append(.notRepeatable(output: output, bar: bar))
    }
    for cut in cuts {
      for change in FutureChange.allCases {
        let changed = compute(change.applied(to: bars, after: cut))
        if let (output, bar) = firstDifference(whole, changed, before: cut) {
          found.append(.sawTheFuture(output: output, bar: bar, cut: cut, change: change))
        }
      }
    }
    return found
  }

  private func lookbackViolations<Transform: CausalTransform>(
    of transform: Transform,
    in columns: [FeatureColumn]
  ) -> [CausalityViolation] {
    columns.compactMap { column in
      let first = column.isDefined.firstIndex(of: true)
      guard first != transform.lookback else { return nil }
      return .wrongLookback(output: column.name, declared: transform.lookback, found: first)
    }
  }

  private func firstDifference(
    _ left: [FeatureColumn],
    _ right: [FeatureColumn],
    before end: Int
  ) -> (String, Int)? {
    for (one, other) in zip(left, right) {
      guard one.count >= end, other.count >= end else { return (one.name, other.count) }
      for bar in 0..<end
      where one.isDefined[bar] != other.isDefined[bar]
        || one.values[bar].bitPattern != other.values[bar].bitPattern
      {
        return (one.name, bar)
      }
    }
    return nil
  }

  private static func run<Transform: CausalTransform>(
    _ fresh: Transform,
    over bars: [Bar]
  ) -> [FeatureColumn] {
    var transform = fresh
    let outputs = bars.map { transform.update($0) }
    return Transform.Output.names.enumerated().map { position, name in
      FeatureColumn(name: name, outputs.map { $0.value(at: position) })
    }
  }
}

extension FutureChange {
  /// Returns the bars with everything from a position on changed; times stay as they are.
  public func applied(to bars: [Bar], after cut: Int) -> [Bar] {
    let past = Array(bars[..<cut])
    switch self {
    case .truncated: return past
    case .perturbed:
      return past + bars[cut...].map { $0.scaled(prices: 1.7, volume: 0.3) }
    case .poisoned:
      return past
        + bars[cut...].enumerated().map { offset, bar in
          bar.scaled(prices: offset % 2 == 0 ? 1e120 : 1e-120, volume: 1e90)
        }
    }
  }
}

extension Bar {
  fileprivate func scaled(prices: Double, volume factor: Double) -> Bar {
    var copy = self
    copy.open *= prices
    copy.high *= prices
    copy.low *= prices
    copy.close *= prices
    copy.volume *= factor
    return copy
  }
}
