internal import Features
public import MarketModel

/// Labels a market by two simple averages of its closes.
///
/// ```
/// bull       fast > slow and close > fast
/// bear       fast < slow and close < fast
/// sideways   anything else, and every bar before the slow average is defined
/// ```
///
/// As a transform it yields the number of the state, undefined before the slow average is.
///
/// **Causality.** The state after a bar uses the closes of that bar and earlier ones.
public struct MovingAverageRegimeDetector: CausalTransform {
  /// A number that stands for a state; see ``MovingAverageRegime``.
  public typealias Output = Double?

  /// What one close says.
  public struct Reading: Hashable, Sendable {
    /// The state; sideways before both averages are defined.
    public var regime: MovingAverageRegime

    /// The fast average, or `nil` before it is defined.
    public var fast: Double?

    /// The slow average, or `nil` before it is defined.
    public var slow: Double?

    /// Whether both averages are defined.
    public var isWarm: Bool { fast != nil && slow != nil }
  }

  /// The period of the fast average.
  public let fastPeriod: Int

  /// The period of the slow average.
  public let slowPeriod: Int

  private var fast: SimpleMovingAverage
  private var slow: SimpleMovingAverage

  /// Creates a detector before its first bar.
  ///
  /// - Throws: ``RegimeSettingsError`` unless the fast period is positive and below the slow one.
  public init(fastPeriod: Int, slowPeriod: Int) throws(RegimeSettingsError) {
    var check = SettingCheck()
    check.require("fast_period", fastPeriod, atLeast: 1)
    check.require("slow_period", slowPeriod, atLeast: max(2, fastPeriod + 1))
    if let error = RegimeSettingsError(check.problems) { throw error }
    self.init(validFast: fastPeriod, slow: slowPeriod)
  }

  private init(validFast fastPeriod: Int, slow slowPeriod: Int) {
    self.fastPeriod = fastPeriod
    self.slowPeriod = slowPeriod
    fast = SimpleMovingAverage(period: fastPeriod, input: .close)
    slow = SimpleMovingAverage(period: slowPeriod, input: .close)
  }

  /// Averages of 20 and 50 closes.
  public static let standard = MovingAverageRegimeDetector(validFast: 20, slow: 50)

  /// The number of bars before the first whose state is known.
  public var lookback: Int { slowPeriod - 1 }

  /// Consumes the next bar and returns the number of its state, or `nil` during the look-back.
  public mutating func update(_ bar: Bar) -> Double? {
    let reading = update(close: bar.close)
    return reading.isWarm ? reading.regime.code : nil
  }

  /// Consumes the next close and returns its state.
  ///
  /// - Parameter close: A finite price.
  /// - Returns: The state and the averages that it rests on.
  /// - Complexity: O(1) amortized.
  public mutating func update(close: Double) -> Reading {
    let (newFast, newSlow) = (fast.update(value: close), slow.update(value: close))
    var reading = Reading(regime: .sideways, fast: newFast, slow: newSlow)
    guard let newFast, let newSlow else { return reading }
    if newFast > newSlow, close > newFast { reading.regime = .bull }
    if newFast < newSlow, close < newFast { reading.regime = .bear }
    return reading
  }
}
