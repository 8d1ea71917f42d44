import MarketModel
import QuantMath

/// A latency model, resolved for one kind of message of a run.
struct MessageDelay {
  private enum Kind {
    case constant(Int64)
    case logNormal(mu: Double, sigma: Double)
    case interpolated(LatencyTable)
  }

  private let kind: Kind

  /// What every message takes, if that is always the same, otherwise a negative number.
  private let fixed: Int64
  private let seed: UInt64
  private let purpose: UInt32

  init(_ model: LatencyModel, seed: UInt64, purpose: UInt32) {
    self.seed = seed
    self.purpose = purpose
    if case .constant(let nanoseconds) = model { fixed = nanoseconds } else { fixed = -1 }
    switch model {
    case .constant(let nanoseconds): kind = .constant(nanoseconds)
    case .logNormal(let mean, let deviation):
      // The moments of the latency itself, turned into those of its logarithm.
      let variance = naturalLogarithm(1 + (deviation / mean) * (deviation / mean))
      kind = .logNormal(mu: naturalLogarithm(mean) - 0.5 * variance, sigma: variance.squareRoot())
    case .interpolated(let table): kind = .interpolated(table)
    }
  }

  /// What every message takes, if that is always the same.
  var constant: Int64? {
    fixed >= 0 ? fixed : nil
  }

  /// How long a message takes that is sent at an instant.
  ///
  /// - Parameters:
  ///   - instant: When it is sent.
  ///   - trial: The number of the order, or the upper half of the number of the tick.
  ///   - path: The number of the message about the order, or the lower half of the number of the tick.
  /// - Returns: The latency in nanoseconds, not negative.
  @inline(__always)
  func nanoseconds(at instant: Int64, trial: UInt32, path: UInt32) -> Int64 {
    fixed >= 0 ? fixed : drawn(at: instant, trial: trial, path: path)
  }

  private func drawn(at instant: Int64, trial: UInt32, path: UInt32) -> Int64 {
    switch kind {
    case .constant(let nanoseconds): return nanoseconds
    case .interpolated(let table): return table.nanoseconds(at: instant)
    case .logNormal(let mu, let sigma):
      var stream = PhiloxStream(seed: seed, purpose: purpose, trial: trial, path: path)
      let drawn = exponential(mu + sigma * stream.normal())
      return Int64(min(drawn.rounded(), 9e18))
    }
  }
}

extension LatencyTable {
  /// The latency at an instant.
  func nanoseconds(at instant: Int64) -> Int64 {
    let next = times.partitionPoint { $0 > instant }
    if next == 0 { return nanoseconds[0] }
    if next == times.count { return nanoseconds[next - 1] }
    let share = Double(instant - times[next - 1]) / Double(times[next] - times[next - 1])
    let (before, after) = (Double(nanoseconds[next - 1]), Double(nanoseconds[next]))
    return Int64((before + share * (after - before)).rounded())
  }
}
