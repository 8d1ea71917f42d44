internal import ConfigValidation
public import MarketModel

/// Wilder's parabolic stop and reverse: a stop that closes in on the price with time.
///
/// Equal to TA-Lib's `SAR`: the first direction is long unless the second bar's downward movement
/// is the larger one, and the stop never enters the range of the last two bars.
///
/// ## References
///
/// - J. W. Wilder (1978), *New Concepts in Technical Trading Systems*.
@frozen
public struct ParabolicStop: CausalTransform, Hashable {
  @usableFromInline let acceleration: Double
  @usableFromInline let maximum: Double
  @usableFromInline var previous: Bar?
  @usableFromInline var started: Bool
  @usableFromInline var isLong: Bool
  @usableFromInline var stop: Double
  @usableFromInline var extreme: Double
  @usableFromInline var factor: Double

  /// Creates the indicator of an empty stream.
  ///
  /// - Parameters:
  ///   - acceleration: The first factor, and its step at every new extreme; in 0...1.
  ///   - maximum: The largest factor, not below the first; in 0...1.
  @inlinable
  public init(acceleration: Double, maximum: Double) {
    precondition(acceleration <= maximum, "the first factor is not above the largest")
    self.acceleration = acceleration
    self.maximum = maximum
    (previous, started, isLong) = (nil, false, true)
    (stop, extreme, factor) = (0, 0, acceleration)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 1 }

  /// Consumes the next bar and returns the stop that holds during it.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previous = bar }
    guard let before = previous else { return nil }
    // TA-Lib compares the second bar with itself where later bars look at the one before.
    let last = started ? before : bar
    if !started { start(bar, after: before) }
    let touched = isLong ? bar.low <= stop : bar.high >= stop
    if touched {
      isLong.toggle()
      stop = outside(extreme, bar, last)
      factor = acceleration
      extreme = isLong ? bar.high : bar.low
    }
    let current = stop
    if !touched, isLong ? bar.high > extreme : bar.low < extreme {
      extreme = isLong ? bar.high : bar.low
      factor = min(factor + acceleration, maximum)
    }
    stop = outside(stop.addingProduct(factor, extreme - stop), bar, last)
    return current.finiteOrNil
  }

  @inlinable
  mutating func start(_ bar: Bar, after last: Bar) {
    let (up, down) = (bar.high - last.high, last.low - bar.low)
    started = true
    isLong = !(down > 0 && down > up)
    stop = isLong ? last.low : last.high
    extreme = isLong ? bar.high : bar.low
  }

  /// Keeps a stop out of the ranges of two bars.
  @inlinable
  func outside(_ level: Double, _ bar: Bar, _ last: Bar) -> Double {
    isLong ? min(level, last.low, bar.low) : max(level, last.high, bar.high)
  }
}

extension ParabolicStop {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "parabolic_sar",
    summary: "A stop that follows a trend ever faster and reverses when it is touched.",
    formula: "sar[i+1] = sar[i] + af * (ep - sar[i]); reversed when the range touches it",
    schema: ParameterSchema([
      .number("acceleration", 0.0001...1, 0.02, "First factor, and its step."),
      .number("maximum", 0.0001...1, 0.2, "Largest factor."),
    ]),
    witness: "TA-Lib SAR"
  ) { parameters throws(IndicatorError) in
    let acceleration = parameters.number("acceleration")
    let maximum = parameters.number("maximum")
    guard acceleration <= maximum else {
      throw .conflict(
        indicator: "parabolic_sar",
        rule: "acceleration (\(acceleration)) must not exceed maximum (\(maximum))"
      )
    }
    return ParabolicStop(acceleration: acceleration, maximum: maximum)
  }
}
