internal import ConfigValidation
public import MarketModel

/// The share of the `period - 1` values before the newest one that lie strictly below it.
///
/// A fraction: 0 at a new low of the window, 1 above everything in it. Equal values count as not
/// below, so a constant stream has rank zero.
@frozen
public struct RollingPercentileRank: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var earlier: SortedWindow
  @usableFromInline let period: Int

  /// Creates the rank of an empty stream.
  ///
  /// - Precondition: `period`, the newest value included, is at least two.
  @inlinable
  public init(period: Int, input: BarField) {
    precondition(period > 1, "a rank needs something to compare with")
    self.input = input
    self.period = period
    earlier = SortedWindow(capacity: period - 1)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { period - 1 }

  /// Consumes the next value and returns its rank.
  ///
  /// - Complexity: O(log *period*) comparisons and O(*period*) moves.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    defer { earlier.push(value) }
    guard earlier.isFull else { return nil }
    return Double(earlier.countBelow(value)) / Double(period - 1)
  }
}

extension RollingPercentileRank {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "percentile_rank",
    summary: "The share of the earlier values of the window that lie below the newest.",
    formula: "rank[i] = count(x[k] < x[i], k = i-period+1 … i-1) / (period - 1)",
    schema: ParameterSchema([.window(60), .input(.close)]),
    witness: "numpy comparison of windows"
  ) { parameters in
    RollingPercentileRank(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
