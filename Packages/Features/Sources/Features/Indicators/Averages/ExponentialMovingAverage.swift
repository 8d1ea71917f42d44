internal import ConfigValidation
public import MarketModel

/// An average whose weights fall by the factor `1 - 2/(period + 1)` with each step back.
///
/// The seeding is explicit because it changes every later value: with
/// ``Seeding/firstValue`` the first output is the first input, with ``Seeding/simpleMean`` the
/// output starts at the mean of the first *period* values, which is TA-Lib's `EMA`.
@frozen
public struct ExponentialMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number of values over which about 86 % of the weight lies.
  public let period: Int

  /// Where the average starts.
  public let seeding: Seeding

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var start: StartingMean
  @usableFromInline var average: DecayingAverage?

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, seeding: Seeding, input: BarField) {
    precondition(period > 0, "a period is positive")
    self.period = period
    self.seeding = seeding
    self.input = input
    start = StartingMean(of: seeding == .firstValue ? 1 : period)
    average = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { start.target - 1 }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    if average != nil { return average?.update(value) }
    guard let mean = start.update(value) else { return nil }
    average = DecayingAverage(weight: 2 / Double(period + 1), startingAt: mean)
    return mean
  }

  /// Writes the averages of all numbers.
  @inlinable
  public func fill(_ columns: inout OutputColumns, from values: UnsafeBufferPointer<Double>) {
    guard let first = values.baseAddress else { return }
    var transform = self
    var row = 0
    while row < values.count, transform.average == nil {
      columns.set(transform.update(value: first[row]), at: row)
      row &+= 1
    }
    transform.average?.run(first + row, into: columns[0] + row, count: values.count - row)
  }
}

extension ExponentialMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ema",
    summary: "An exponentially weighted mean with a stated start.",
    formula: "ema[i] = ema[i-1] + 2/(period+1) * (x[i] - ema[i-1])",
    schema: ParameterSchema([.period(20), .seeding(.simpleMean), .input(.close)]),
    witness: "TA-Lib EMA (simpleMean)"
  ) { parameters in
    ExponentialMovingAverage(
      period: parameters.integer("period"),
      seeding: parameters.seeding("seeding"),
      input: parameters.barField("input")
    )
  }
}
