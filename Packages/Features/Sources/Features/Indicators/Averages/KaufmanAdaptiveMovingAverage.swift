internal import ConfigValidation
public import MarketModel

/// An exponential average that is fast while the price goes straight and slow while it wanders.
///
/// The smoothing lies between those of the fast and the slow period, by the efficiency of the
/// last *period* steps: the distance covered as a share of the path walked. Equal to TA-Lib's
/// `KAMA`, whose fast and slow periods are 2 and 30 and which starts at the value before the
/// first output. A window that does not move has efficiency one.
///
/// ## References
///
/// - P. J. Kaufman (1995), *Smarter Trading*.
@frozen
public struct KaufmanAdaptiveMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let fastest: Double
  @usableFromInline let slowest: Double
  @usableFromInline var window: RollingWindow
  @usableFromInline var path: SlidingSum
  @usableFromInline var previous: Double?
  @usableFromInline var average: Double?

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: Periods are positive, and `fast` is smaller than `slow`.
  @inlinable
  public init(period: Int, fast: Int, slow: Int, input: BarField) {
    self.input = input
    precondition(fast > 0 && fast < slow, "the fast period is smaller than the slow one")
    fastest = 2 / Double(fast + 1)
    slowest = 2 / Double(slow + 1)
    window = RollingWindow(capacity: period)
    path = SlidingSum(period: period)
    (previous, average) = (nil, nil)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { path.period }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    defer { previous = value }
    let older = window.push(value)
    guard let previous else { return nil }
    guard let walked = path.update(value: abs(value - previous)), let older else { return nil }
    let last = average ?? previous
    let efficiency = walked > 0 ? min(abs(value - older) / walked, 1) : 1
    let smoothing = slowest.addingProduct(efficiency, fastest - slowest)
    let next = last.addingProduct(smoothing * smoothing, value - last)
    average = next
    return next.finiteOrNil
  }
}

extension KaufmanAdaptiveMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "kama",
    summary: "An exponential average whose speed follows the efficiency of the move.",
    formula: "kama[i] = kama[i-1] + (er * (a_fast - a_slow) + a_slow)^2 * (x[i] - kama[i-1])",
    schema: ParameterSchema([
      .period(10), .period(named: "fast", 2), .period(named: "slow", 30), .input(.close),
    ]),
    witness: "TA-Lib KAMA"
  ) { parameters throws(IndicatorError) in
    let fast = parameters.integer("fast")
    let slow = parameters.integer("slow")
    guard fast < slow else {
      throw .conflict(indicator: "kama", rule: "fast (\(fast)) must be smaller than slow (\(slow))")
    }
    return KaufmanAdaptiveMovingAverage(
      period: parameters.integer("period"),
      fast: fast,
      slow: slow,
      input: parameters.barField("input")
    )
  }
}
