internal import ConfigValidation
public import MarketModel

/// The mean of the last *period* values.
///
/// Equal to TA-Lib's `SMA`. Defined from bar `period - 1` on.
@frozen
public struct SimpleMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var moments: RollingMoments

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    moments = RollingMoments(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { moments.period - 1 }

  /// Consumes the next value and returns the mean.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    moments.push(value)
    return moments.isFull ? moments.mean : nil
  }

  /// Writes the means of all numbers.
  @inlinable
  public func fill(_ columns: inout OutputColumns, from values: UnsafeBufferPointer<Double>) {
    let period = moments.period
    var rest = 0
    if moments.count == 0, let first = values.baseAddress {
      columns.setUndefined(before: period - 1)
      let blocks = WindowBlocks(period: period, values: first, count: values.count)
      let (means, share) = (columns[0], 1 / Double(period))
      rest = blocks.visitGroups(centred: true, squared: false) { windows in
        blocks.scatter(windows.reference + windows.sum * share, means, windows.row)
      } finish: { _ in
      }
    }
    streamBlocks(&columns, from: values, rows: rest, period: period)
  }
}

extension SimpleMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "sma",
    summary: "The mean of the last period values.",
    formula: "sma[i] = (x[i] + … + x[i-period+1]) / period",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "TA-Lib SMA"
  ) { parameters in
    SimpleMovingAverage(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
