public import MarketModel
public import Regime

/// The test that every detector of regimes passes: labels do not change when the future does.
public struct RegimeCausalitySuite: Sendable {
  /// One label that changed.
  public struct Violation: Hashable, Sendable {
    /// The number of bars before the change.
    public var cut: Int

    /// What was done to the bars after it.
    public var change: String

    /// When the label became visible.
    public var timestamp: Timestamp
  }

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

  /// Every label that changed when later bars were cut off or altered.
  ///
  /// - Parameter detect: Labels bars; each row's timestamp says when it becomes visible.
  /// - Returns: The violations; empty for a causal detector.
  /// - Throws: What `detect` throws.
  public func violations<Failure: Error>(
    of detect: (BarSeries) throws(Failure) -> [RegimeRecord]
  ) throws(Failure) -> [Violation] {
    let whole = try detect(series)
    var found: [Violation] = []
    for cut in cuts {
      let now = Timestamp(nanoseconds: series.closeTimes[cut - 1])
      let past = whole.filter { $0.timestamp <= now }
      for (name, future) in futures(after: cut) {
        let seen = try detect(future).filter { $0.timestamp <= now }
        let difference = zip(past, seen).first { $0 != $1 }?.0.timestamp
        if let difference {
          found.append(Violation(cut: cut, change: name, timestamp: difference))
        } else if past.count != seen.count {
          found.append(Violation(cut: cut, change: name, timestamp: now))
        }
      }
    }
    return found
  }

  private func futures(after cut: Int) -> [(String, BarSeries)] {
    let past = series.slice(0..<cut)
    let altered = (0..<series.count).map { row in
      var bar = series[row]
      guard row >= cut else { return bar }
      bar.open *= 3
      bar.high *= 3.5
      bar.low *= 0.5
      bar.volume *= 7
      bar.close *= row.isMultiple(of: 2) ? 3 : 0.6
      return bar
    }
    let perturbed = try? BarSeries(
      symbol: series.symbol,
      interval: series.interval,
      bars: altered
    )
    return [("truncated", past)] + (perturbed.map { [("perturbed", $0)] } ?? [])
  }
}
