internal import ConfigValidation
public import MarketModel

/// The share of rises in the recent absolute changes of a series, from 0 to 100.
///
/// `100 * gain / (gain + loss)`, where gain and loss are averages of the positive and the negative
/// one-step changes. With ``Smoothing/wilder`` the averages start at the simple mean of the first
/// *period* changes and then decay by `1 - 1/period` (TA-Lib's `RSI`); with ``Smoothing/simple`` they are
/// the means of the last *period* changes. Undefined while nothing has moved at all.
///
/// ## References
///
/// - J. W. Wilder (1978), *New Concepts in Technical Trading Systems*.
@frozen
public struct RelativeStrengthIndex: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// How gains and losses are averaged.
  public enum Smoothing: String, Hashable, Sendable, CaseIterable {
    /// Wilder's exponential average.
    case wilder

    /// The mean of a window.
    case simple
  }

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var gains: ChangeAverage
  @usableFromInline var losses: ChangeAverage
  @usableFromInline var previous: Double
  @usableFromInline var hasPrevious: Bool

  /// Creates the index of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, smoothing: Smoothing, input: BarField) {
    self.input = input
    gains = ChangeAverage(period: period, smoothing: smoothing)
    losses = gains
    previous = 0
    hasPrevious = false
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { gains.period }

  /// Consumes the next value and returns the index.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    let change = value - previous
    previous = value
    guard hasPrevious else {
      hasPrevious = true
      return nil
    }
    let gain = gains.update(change > 0 ? change : 0)
    let loss = losses.update(change < 0 ? -change : 0)
    guard let gain, let loss, gain + loss > 0 else { return nil }
    return 100 * (gain / (gain + loss))
  }

  /// Writes the indices of all numbers.
  @inlinable
  public func fill(_ columns: inout OutputColumns, from values: UnsafeBufferPointer<Double>) {
    guard let first = values.baseAddress else { return }
    var transform = self
    var row = 0
    while row < values.count, !transform.gains.isBetweenGroups {
      columns.set(transform.update(value: first[row]), at: row)
      row &+= 1
    }
    while row &+ 4 <= values.count {
      let end = min(row &+ PriceColumns.chunkRows, row &+ (values.count &- row) / 4 &* 4)
      let start = transform
      if !transform.fillChunk(columns[0], first, row..<end) {
        transform = start
        transform.stream(&columns, from: values, rows: row..<end)
      }
      row = end
    }
    transform.stream(&columns, from: values, rows: row..<values.count)
  }

  /// Consumes rows by fours.
  ///
  /// - Returns: Whether everything is defined.
  @inlinable
  mutating func fillChunk(
    _ indices: UnsafeMutablePointer<Double>,
    _ values: UnsafePointer<Double>,
    _ rows: Range<Int>
  ) -> Bool {
    guard var gains = gains.wilder?.average, var losses = losses.wilder?.average else {
      return false
    }
    var smallest = SIMD4(repeating: Double.infinity)
    let zero = SIMD4<Double>()
    var row = rows.lowerBound
    var last = previous
    while row < rows.upperBound {
      let newest = load(values, row)
      let change = newest - SIMD4(last, newest[0], newest[1], newest[2])
      let gain = gains.update(greatest(zero, change))
      let loss = losses.update(zero.replacing(with: -change, where: change .< zero))
      let both = gain + loss
      smallest = least(smallest, both)
      store(100 * (gain / both), indices, row)
      last = newest[3]
      row &+= 4
    }
    previous = last
    self.gains.wilder?.average = gains
    self.losses.wilder?.average = losses
    return least(smallest) > 0
  }
}

/// An average of one side of the changes: Wilder's, or that of a window.
@frozen
@usableFromInline
struct ChangeAverage: Hashable, Sendable {
  @usableFromInline var wilder: WilderAverage?
  @usableFromInline var window: RollingMoments?

  @inlinable
  init(period: Int, smoothing: RelativeStrengthIndex.Smoothing) {
    switch smoothing {
    case .wilder: (wilder, window) = (WilderAverage(period: period), nil)
    case .simple: (wilder, window) = (nil, RollingMoments(period: period))
    }
  }

  @inlinable var isBetweenGroups: Bool { wilder?.isBetweenGroups ?? false }

  @inlinable var period: Int { wilder?.period ?? window?.period ?? 0 }

  @inlinable
  mutating func update(_ change: Double) -> Double? {
    if wilder != nil { return wilder?.update(value: change) }
    window?.push(change)
    guard let window, window.isFull, let mean = window.mean else { return nil }
    // A window of exact zeros has the exact mean zero; rounding may leave a trace below it.
    return mean > 0 ? mean : 0
  }
}

extension RelativeStrengthIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "rsi",
    summary: "The share of rises in the recent absolute changes, 0 to 100.",
    formula: "rsi[i] = 100 * gain[i] / (gain[i] + loss[i])",
    schema: ParameterSchema([
      .period(14),
      .choice("smoothing", of: Smoothing.self, .wilder, "How gains and losses are averaged."),
      .input(.close),
    ]),
    witness: "TA-Lib RSI (wilder)"
  ) { parameters in
    RelativeStrengthIndex(
      period: parameters.integer("period"),
      smoothing: parameters.choice("smoothing", of: Smoothing.self),
      input: parameters.barField("input")
    )
  }
}
