internal import ConfigValidation
public import MarketModel

/// The share of rises in the recent absolute changes of a series, from 0 to 100.
///
/// `100 * gain / (gain + loss)`, where gain and loss are averages of the positive and the negative
/// one-step changes. With ``Smoothing/wilder`` the averages start at the simple mean of the first
/// *period* changes and then decay by `1 - 1/period` (TA-Lib's `RSI`); with ``Smoothing/simple``
/// they are the means of the last *period* changes. Undefined while nothing has moved at all.
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
    // Four changes at a time look at the value before them.
    while row < values.count, row == 0 || !transform.gains.isStartedWilder {
      columns.set(transform.update(value: first[row]), at: row)
      row &+= 1
    }
    let losses = UnsafeMutablePointer<Double>.allocate(capacity: PriceColumns.chunkRows)
    defer { losses.deallocate() }
    while row &+ 4 <= values.count {
      let rows = PriceColumns.chunk(from: row, to: values.count)
      let start = transform
      if !transform.fillChunk(columns[0] + row, losses, first + row, rows.count) {
        transform = start
        transform.stream(&columns, from: values, rows: rows)
      }
      row = rows.upperBound
    }
    transform.stream(&columns, from: values, rows: row..<values.count)
  }

  /// Consumes a multiple of four values.
  ///
  /// - Parameters:
  ///   - indices: Where the indices go.
  ///   - fallen: Room for as many numbers.
  ///   - values: The values, with one before them.
  ///   - count: The number of values.
  /// - Returns: Whether everything is defined.
  @inlinable
  mutating func fillChunk(
    _ indices: UnsafeMutablePointer<Double>,
    _ fallen: UnsafeMutablePointer<Double>,
    _ values: UnsafePointer<Double>,
    _ count: Int
  ) -> Bool {
    let zero = Lanes()
    for row in stride(from: 0, to: count, by: 4) {
      let change = load(values, row) - load(values - 1, row)
      store(greatest(zero, change), indices, row)
      store(greatest(zero, -change), fallen, row)
    }
    previous = values[count - 1]
    DecayingAverage.run(
      &gains.wilder.average,
      indices,
      into: indices,
      &losses.wilder.average,
      fallen,
      into: fallen,
      count: count
    )
    var smallest = Lanes(repeating: .infinity)
    for row in stride(from: 0, to: count, by: 4) {
      let gain = load(indices, row)
      let both = gain + load(fallen, row)
      smallest = least(smallest, both)
      store(100 * (gain / both), indices, row)
    }
    return least(smallest) > 0
  }
}

/// An average of one side of the changes: Wilder's, or that of a window.
@frozen
@usableFromInline
struct ChangeAverage: Hashable, Sendable {
  @usableFromInline let isWilder: Bool
  @usableFromInline var wilder: WilderAverage
  @usableFromInline var window: RollingMoments

  // Both are there, one of them unused: taking one out of an optional to change it copies all of
  // it.
  @inlinable
  init(period: Int, smoothing: RelativeStrengthIndex.Smoothing) {
    isWilder = smoothing == .wilder
    wilder = WilderAverage(period: period)
    window = RollingMoments(period: smoothing == .simple ? period : 1)
  }

  @inlinable var isStartedWilder: Bool { isWilder && wilder.hasStarted }

  @inlinable var period: Int { wilder.period }

  @inlinable
  mutating func update(_ change: Double) -> Double? {
    if isWilder { return wilder.update(value: change) }
    window.push(change)
    guard window.isFull, let mean = window.mean else { return nil }
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
