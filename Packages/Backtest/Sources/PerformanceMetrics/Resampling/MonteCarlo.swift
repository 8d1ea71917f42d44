import QuantMath

/// Resampled orders of a run's realised trades, and how the account would have fared in each.
///
/// A path draws as many profits as there are trades and adds them to the starting capital. Drawdown
/// is a fraction of the running peak, and ruin is equity at or below a fraction of the start at any
/// time. Profits are amounts: a path does not scale later trades by what earlier ones earned.
public struct MonteCarlo: Hashable, Sendable {
  /// The name of a way to draw, as configuration documents give it.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// Circular blocks of a fixed length.
    case bootstrap

    /// Circular blocks of a fixed length; the same draws as ``bootstrap``.
    case circular

    /// Single profits with replacement.
    case iid

    /// Circular blocks of geometric length.
    case stationary
  }

  /// The way to draw.
  public let method: Method

  /// The number of paths; 1 or more.
  public let pathCount: Int

  /// The length of a block, or its mean for ``Method/stationary``; `nil` for the customary length.
  public let blockLength: Int?

  /// The fraction of the starting capital at or below which an account is ruined; 0 or more, below 1.
  public let ruinLevel: Double

  /// The capital at the start of each path, in account currency; above zero.
  public let startingEquity: Double

  /// The seed of the draws.
  public let seed: UInt64

  /// The number of the trial, so that each has draws of its own.
  public let trial: UInt32

  /// Creates a simulation.
  ///
  /// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)`` for a number of paths or a block
  ///   length below 1 or a ruin level outside `0..<1`;
  ///   ``MetricError/nonPositiveStartingEquity(_:)``.
  public init(
    method: Method,
    pathCount: Int,
    blockLength: Int?,
    ruinLevel: Double,
    startingEquity: Double,
    seed: UInt64,
    trial: UInt32
  ) throws(MetricError) {
    guard (1...Int(UInt32.max)).contains(pathCount) else {
      throw .settingOutOfRange(name: "paths", expected: "1 or more", found: Double(pathCount))
    }
    if let blockLength { try ResamplingScheme.circularBlock(length: blockLength).validate() }
    guard ruinLevel >= 0, ruinLevel < 1 else {
      throw .settingOutOfRange(
        name: "ruin level",
        expected: "0 or more and below 1",
        found: ruinLevel
      )
    }
    guard startingEquity > 0, startingEquity.isFinite else {
      throw .nonPositiveStartingEquity(startingEquity)
    }
    self.method = method
    self.pathCount = pathCount
    self.blockLength = blockLength
    self.ruinLevel = ruinLevel
    self.startingEquity = startingEquity
    self.seed = seed
    self.trial = trial
  }

  /// How paths draw from a number of trades.
  public func scheme(for tradeCount: Int) -> ResamplingScheme {
    let length = max(1, min(blockLength ?? customaryBlockLength(for: tradeCount), tradeCount))
    return switch method {
    case .bootstrap, .circular: .circularBlock(length: length)
    case .iid: .independent
    case .stationary: .stationary(meanLength: Double(length))
    }
  }

  /// Simulates all paths and summarizes them.
  ///
  /// - Parameter profits: The realised profits of the trades after costs, oldest first, in account
  ///   currency. Shape: `[n]`. Without a trade every path is flat.
  /// - Returns: The summary.
  /// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
  /// - Complexity: O(paths · *n*) time, without an allocation per path.
  ///
  /// **Causality.** Uses the whole series: a statement about the past, never a feature.
  public func run(on profits: [Double]) throws(MetricError) -> MonteCarloResult {
    let paths = try self.paths(0..<UInt32(pathCount), of: profits)
    return summarize(paths, tradeCount: profits.count)
  }

  /// Summarizes the paths of one or several ranges.
  ///
  /// - Precondition: `paths` is not empty.
  public func summarize(_ paths: MonteCarloPaths, tradeCount: Int) -> MonteCarloResult {
    let returns = paths.finalReturn.sorted()
    let drawdowns = paths.maximumDrawdown.sorted()
    let size = Double(paths.count)
    // Both arrays hold at least one element, so no quantile is undefined.
    func at(_ probability: Double, _ sorted: [Double]) -> Double {
      quantile(ofSorted: sorted, at: probability) ?? 0
    }
    return MonteCarloResult(
      method: method,
      pathCount: paths.count,
      tradeCount: tradeCount,
      blockLength: blockLength,
      ruinLevel: ruinLevel,
      medianReturn: at(0.5, returns),
      p5Return: at(0.05, returns),
      p5MaximumDrawdown: at(0.05, drawdowns),
      p95MaximumDrawdown: at(0.95, drawdowns),
      ruinProbability: Double(paths.isRuined.count { $0 }) / size,
      fractionPositive: Double(returns.count { $0 > 0 }) / size
    )
  }
}
