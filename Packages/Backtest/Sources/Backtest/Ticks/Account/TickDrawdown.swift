import PerformanceMetrics

/// The largest and the longest fall of equity from its peak.
struct TickDrawdown {
  private var fraction: StreamingDrawdown

  /// The largest fall in units of cash.
  private(set) var amount = 0.0

  /// When equity was last at its peak.
  private var peakTime = Int64.min
  private var longest: Int64 = 0

  init(startingAt value: Double) { fraction = StreamingDrawdown(startingAt: value) }

  /// The largest fall as a fraction of the peak before it.
  var maximum: Double { fraction.maximum }

  /// Begins to measure time.
  mutating func start(at time: Int64) { peakTime = time }

  /// The longest time below a peak, if the last value is that of an instant.
  func longest(until time: Int64) -> Int64 { max(longest, time - peakTime) }

  /// Adds a value.
  @inline(__always)
  mutating func add(_ value: Double, at time: Int64) {
    if value >= fraction.peak {
      longest = max(longest, time - peakTime)
      peakTime = time
    } else {
      amount = max(amount, fraction.peak - value)
    }
    fraction.add(value)
  }

  /// Adds values by their extremes alone, if no order of them could matter.
  ///
  /// - Returns: Whether that was so; if not, nothing has been added.
  @inline(__always)
  mutating func add(least: Double, most: Double) -> Bool {
    if most >= fraction.peak || fraction.peak - least > amount { return false }
    return fraction.add(least: least, most: most)
  }
}
