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
      let shares = WindowShares(period: period, divisor)
      let squares = UnsafeMutablePointer<Double>.allocate(capacity: blocks.groupRows)
      defer { squares.deallocate() }
      rest = period - 1
      while blocks.hasGroup(at: rest) {
        var visitor = ScoreVisitor(columns[0], squares - rest, shares)
        blocks.visitGroup(at: rest, &visitor)
        let end = rest + blocks.groupRows
        if !shares.divide(columns[0] + rest, squares, blocks.groupRows) {
          streamBlocks(&columns, from: values, rows: rest..<end, period: period)
        }
        rest = end
      }
    }
    streamBlocks(&columns, from: values, rows: rest, period: period)
  }
}

/// Writes how far the newest values of windows lie above the means, and the squared deviations.
@frozen
@usableFromInline
struct ScoreVisitor: WindowVisitor {
  @usableFromInline let distances: UnsafeMutablePointer<Double>
  @usableFromInline let squares: UnsafeMutablePointer<Double>
  @usableFromInline let shares: WindowShares

  @inlinable
  init(
    _ distances: UnsafeMutablePointer<Double>,
    _ squares: UnsafeMutablePointer<Double>,
    _ shares: WindowShares
  ) {
    self.distances = distances
    self.squares = squares
    self.shares = shares
  }

  @inlinable static var isCentred: Bool { true }

  @inlinable static var isSquared: Bool { true }

  @inlinable
  @inline(__always)
  mutating func visit(_ windows: Windows, _ blocks: borrowing WindowBlocks) {
    let (mean, deviations) = shares.moments(windows)
    blocks.scatter(windows.distance - mean, distances, windows.row)
    blocks.scatter(deviations, squares, windows.row)
  }
}

extension WindowShares {
  /// Divides distances by standard deviations.
  ///
  /// - Parameters:
  ///   - distances: The distances, which the scores replace.
  ///   - squares: The sums of squared deviations.
  ///   - count: The number of distances, a multiple of four.
  /// - Returns: Whether every deviation is something.
  @inlinable
  func divide(
    _ distances: UnsafeMutablePointer<Double>,
    _ squares: UnsafePointer<Double>,
    _ count: Int
  ) -> Bool {
    var smallest = Lanes(repeating: .infinity)
    for row in stride(from: 0, to: count, by: 4) {
      let deviation = deviation(load(squares, row))
      smallest = least(smallest, deviation)
      store(load(distances, row) / deviation, distances, row)
    }
    return least(smallest) > 0
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
