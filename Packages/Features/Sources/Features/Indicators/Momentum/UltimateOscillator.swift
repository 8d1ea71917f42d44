internal import ConfigValidation
public import MarketModel

/// Buying pressure as a share of true range, over three windows, from 0 to 100.
///
/// Equal to TA-Lib's `ULTOSC`. Undefined while one of the windows has no range (TA-Lib leaves
/// that window out).
///
/// ## References
///
/// - L. Williams (1985), *The Ultimate Oscillator*.
@frozen
public struct UltimateOscillator: CausalTransform, Hashable {
  @usableFromInline let longest: Int
  @usableFromInline var pressures: [SlidingSum]
  @usableFromInline var ranges: [SlidingSum]
  @usableFromInline var previousClose: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive and rise.
  @inlinable
  public init(short: Int, middle: Int, long: Int) {
    precondition(short < middle && middle < long, "periods rise")
    longest = long
    pressures = [short, middle, long].map { SlidingSum(period: $0) }
    ranges = pressures
    previousClose = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { longest }

  /// Consumes the next bar and returns the oscillator.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    guard let last = previousClose else { return nil }
    let low = min(bar.low, last)
    let (pressure, range) = (bar.close - low, max(bar.high, last) - low)
    var total: Double? = 0
    var weight = 4.0
    for position in pressures.indices {
      let bought = pressures[position].update(value: pressure)
      let moved = ranges[position].update(value: range)
      if let bought, let moved, let share = ratio(bought, over: moved), let before = total {
        total = before + weight * share
      } else {
        total = nil
      }
      weight /= 2
    }
    return total.map { 100 * $0 / 7 }
  }
}

extension UltimateOscillator {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ultimate_oscillator",
    summary: "Buying pressure as a share of true range over three windows, 0 to 100.",
    formula:
      "100 * (4*s(short) + 2*s(middle) + s(long)) / 7, s(n) = sum(close - truelow) / sum(tr)",
    schema: ParameterSchema([
      .period(named: "short", 7), .period(named: "middle", 14), .period(named: "long", 28),
    ]),
    witness: "TA-Lib ULTOSC"
  ) { parameters throws(IndicatorError) in
    let short = parameters.integer("short")
    let middle = parameters.integer("middle")
    let long = parameters.integer("long")
    guard short < middle && middle < long else {
      throw .conflict(
        indicator: "ultimate_oscillator",
        rule: "short (\(short)) < middle (\(middle)) < long (\(long)) must hold"
      )
    }
    return UltimateOscillator(short: short, middle: middle, long: long)
  }
}
