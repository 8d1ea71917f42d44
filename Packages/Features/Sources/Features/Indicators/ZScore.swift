internal import ConfigValidation
public import MarketModel

/// How many standard deviations a value lies above the mean of its window.
///
/// The window includes the value itself. Undefined while the window does not vary.
@frozen
public struct ZScore: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  /// What the sum of squared deviations is divided by.
  public let divisor: VarianceDivisor

  @usableFromInline var moments: RollingMoments

  /// Creates the score of an empty stream.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int, divisor: VarianceDivisor, input: BarField) {
    precondition(period > 1, "one value does not deviate")
    self.input = input
    self.divisor = divisor
    moments = RollingMoments(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { moments.period - 1 }

  /// Consumes the next value and returns its score.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    moments.push(value)
    guard moments.isFull, let distance = moments.newestAboveMean,
      let deviation = moments.standardDeviation(divisor), deviation > 0
    else { return nil }
    return distance / deviation
  }

  /// Writes the scores of all numbers.
  @inlinable
  public func fill(_ columns: inout OutputColumns, from values: UnsafeBufferPointer<Double>) {
    let period = moments.period
    var rest = 0
    if moments.count == 0, let first = values.baseAddress {
      columns.setUndefined(before: period - 1)
      let blocks = WindowBlocks(period: period, values: first, count: values.count)
      let scores = columns[0]
      let shares = WindowShares(period: period, divisor)
      var smallest = SIMD4(repeating: Double.infinity)
      rest = blocks.visitGroups(centred: true, squared: true) { windows in
        let (mean, deviation) = shares.momentsOfDistances(windows)
        smallest = least(smallest, deviation)
        blocks.scatter((windows.distance - mean) / deviation, scores, windows.row)
      } finish: { rows in
        if !(least(smallest) > 0) {
          streamBlocks(&columns, from: values, rows: rows, period: period)
        }
        smallest = SIMD4(repeating: .infinity)
      }
    }
    streamBlocks(&columns, from: values, rows: rest, period: period)
  }
}

extension ZScore {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "zscore",
    summary: "The distance of a value from the mean of its window, in deviations.",
    formula: "zscore[i] = (x[i] - mean) / stddev",
    schema: ParameterSchema([.window(20), .divisor(.sample), .input(.close)]),
    witness: "TA-Lib SMA and STDDEV (population)"
  ) { parameters in
    ZScore(
      period: parameters.integer("period"),
      divisor: parameters.divisor("divisor"),
      input: parameters.barField("input")
    )
  }
}
