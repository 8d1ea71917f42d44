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
      var visitor = MeanVisitor(columns[0], period: period)
      rest = period - 1
      while blocks.hasGroup(at: rest) {
        blocks.visitGroup(at: rest, &visitor)
        rest += blocks.groupRows
      }
    }
    streamBlocks(&columns, from: values, rows: rest, period: period)
  }
}

/// Writes the means of windows.
@frozen
@usableFromInline
struct MeanVisitor: WindowVisitor {
  @usableFromInline let means: UnsafeMutablePointer<Double>
  @usableFromInline let share: Double

  @inlinable
  init(_ means: UnsafeMutablePointer<Double>, period: Int) {
    self.means = means
    share = 1 / Double(period)
  }

  @inlinable static var isCentred: Bool { true }

  @inlinable static var isSquared: Bool { false }

  @inlinable
  @inline(__always)
  mutating func visit(_ windows: Windows, _ blocks: borrowing WindowBlocks) {
    blocks.scatter(windows.reference + windows.sum * share, means, windows.row)
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
