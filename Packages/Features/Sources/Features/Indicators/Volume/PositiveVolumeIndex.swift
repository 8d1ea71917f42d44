internal import ConfigValidation
public import MarketModel

/// An index that moves with the close on bars whose volume rose, and rests otherwise.
///
/// Starts at 1000 with the first bar. A return from a close of zero has no value and is left out.
///
/// ## References
///
/// - N. Fosback (1976), *Stock Market Logic*.
@frozen
public struct PositiveVolumeIndex: CausalTransform, Hashable {
  @usableFromInline var index: Double
  @usableFromInline var previous: Bar?

  /// Creates the index of an empty stream.
  @inlinable
  public init() {
    (index, previous) = (1000, nil)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the index.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previous = bar }
    guard let last = previous else { return index }
    if bar.volume > last.volume, let growth = ratio(bar.close, over: last.close), growth > 0 {
      index *= growth
    }
    return index.finiteOrNil
  }
}

extension PositiveVolumeIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "pvi",
    summary: "An index of the returns of bars whose volume rose.",
    formula:
      "pvi[i] = pvi[i-1] * close[i] / close[i-1] if volume[i] > volume[i-1]; pvi[0] = 1000",
    schema: ParameterSchema([]),
    witness: "numpy loop"
  ) { _ in PositiveVolumeIndex() }
}
