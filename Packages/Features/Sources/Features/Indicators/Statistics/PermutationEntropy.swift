internal import ConfigValidation
public import MarketModel

/// How evenly the last *period* triples of neighbouring values take their six possible orders.
///
/// From 0, always the same order, to 1, all alike often. Of equal values the older counts as
/// smaller.
///
/// ## References
///
/// - C. Bandt and B. Pompe (2002), *Permutation Entropy: A Natural Complexity Measure for Time
///   Series*.
@frozen
public struct PermutationEntropy: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var codes: RollingWindow
  @usableFromInline var counts: SIMD8<Double>
  @usableFromInline var older: Double?
  @usableFromInline var previous: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    codes = RollingWindow(capacity: period)
    counts = .zero
    (older, previous) = (nil, nil)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { codes.capacity + 1 }

  /// Consumes the next value and returns the entropy.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    defer { (older, previous) = (previous, value) }
    guard let a = older, let b = previous else { return nil }
    let code = (b < a ? 1 : 0) + (value < b ? 2 : 0) + (value < a ? 4 : 0)
    counts[code] += 1
    if let evicted = codes.push(Double(code)) { counts[Int(evicted)] -= 1 }
    guard codes.isFull else { return nil }
    var entropy = 0.0
    for position in counts.indices where counts[position] > 0 {
      let share = counts[position] / Double(codes.capacity)
      entropy -= share * naturalLogarithm(share)
    }
    return entropy / 1.791_759_469_228_055
  }
}

extension PermutationEntropy {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "permutation_entropy",
    summary: "How evenly triples of neighbouring values take their six orders, 0 to 1.",
    formula: "-sum(p * log(p)) / log(6) over the orders of (x[k-2], x[k-1], x[k])",
    schema: ParameterSchema([.period(50), .input(.close)]),
    witness: "numpy counts"
  ) { parameters in
    PermutationEntropy(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
