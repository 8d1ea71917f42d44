/// The time that a message takes.
public enum LatencyModel: Hashable, Sendable {
  /// Always the same, in nanoseconds.
  case constant(Int64)

  /// Log-normal, given by the mean and standard deviation of the latency itself, in nanoseconds.
  ///
  /// Draws depend only on the run's seed and the number of the order or tick, so that all instances of a
  /// sweep meet the same conditions and any number of workers gives the same result.
  case logNormal(mean: Double, standardDeviation: Double)

  /// Read off a table between whose points it runs straight, and beyond whose ends it stays the same.
  case interpolated(LatencyTable)

  func canonicalFields(_ name: String) -> [CanonicalField] {
    switch self {
    case .constant(let nanoseconds):
      [.init(name, "constant"), .init(name + ".ns", "\(nanoseconds)")]
    case .logNormal(let mean, let deviation):
      [
        .init(name, "log_normal"), .init(name + ".mean_ns", mean),
        .init(name + ".standard_deviation_ns", deviation),
      ]
    case .interpolated(let table):
      [
        .init(name, "interpolated"),
        .init(name + ".times", table.times.map { "\($0)" }.joined(separator: " ")),
        .init(name + ".ns", table.nanoseconds.map { "\($0)" }.joined(separator: " ")),
      ]
    }
  }
}

/// Latencies that were measured at some instants.
public struct LatencyTable: Hashable, Sendable {
  /// When, in nanoseconds since the epoch, rising.
  public var times: [Int64]

  /// How long a message took, in nanoseconds.
  public var nanoseconds: [Int64]

  /// Creates a table; it is checked when a run begins.
  public init(times: [Int64], nanoseconds: [Int64]) {
    self.times = times
    self.nanoseconds = nanoseconds
  }
}

/// How long ticks take to the strategy; their order is kept.
public enum FeedLatency: Hashable, Sendable {
  /// By a model.
  case modelled(LatencyModel)

  /// As recorded by the feed: the time of receipt less the time at the venue, plus a correction.
  ///
  /// Two clocks are never together, so recorded differences can be off by seconds or negative;
  /// ``clockCorrection(for:from:before:base:)`` finds the correction that makes the smallest one a given number.
  case received(clockCorrection: Int64)

  /// No time at all.
  public static let none = FeedLatency.modelled(.constant(0))

  var canonicalFields: [CanonicalField] {
    switch self {
    case .modelled(let model): model.canonicalFields("feed_latency")
    case .received(let correction):
      [
        .init("feed_latency", "received"),
        .init("feed_latency.clock_correction_ns", "\(correction)"),
      ]
    }
  }
}
