internal import ConfigValidation
public import MarketModel

/// A moving average with bands a number of standard deviations above and below it.
///
/// Equal to TA-Lib's `BBANDS` with a simple average: deviations are those of the population
/// (divided by *n*). The position inside the bands is undefined while the window does not vary.
///
/// ## References
///
/// - J. Bollinger (2001), *Bollinger on Bollinger Bands*.
@frozen
public struct BollingerBands: ValueTransform, Hashable {
  /// The five values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["upper", "middle", "lower", "percent_b", "bandwidth"]

    /// The upper band.
    public var upper: Double?

    /// The simple average.
    public var middle: Double?

    /// The lower band.
    public var lower: Double?

    /// Where the value lies between the bands: 0 at the lower, 1 at the upper one.
    public var percentB: Double?

    /// The distance of the bands as a fraction of the average.
    public var bandwidth: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (upper, middle, lower, percentB, bandwidth) = (nil, nil, nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: upper
      case 1: middle
      case 2: lower
      case 3: percentB
      default: bandwidth
      }
    }
  }

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let width: Double
  @usableFromInline var moments: RollingMoments

  /// Creates the bands of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of values in the window; positive.
  ///   - deviations: The distance of each band from the average, in standard deviations; positive.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(period: Int, deviations: Double, input: BarField) {
    precondition(deviations > 0, "bands lie apart")
    self.input = input
    width = deviations
    moments = RollingMoments(period: period)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { moments.period - 1 }

  /// Consumes the next value and returns the bands.
  @inlinable
  public mutating func update(value: Double) -> Output {
    var output = Output()
    moments.push(value)
    guard moments.isFull, let mean = moments.mean,
      let deviation = moments.standardDeviation(.population)
    else { return output }
    let upper = mean + width * deviation
    let lower = mean - width * deviation
    output.upper = upper
    output.middle = mean
    output.lower = lower
    if upper > lower { output.percentB = (value - lower) / (upper - lower) }
    if mean != 0 { output.bandwidth = (upper - lower) / mean }
    return output
  }

  /// Writes the bands of all numbers.
  @inlinable
  public func fill(_ columns: inout OutputColumns, from values: UnsafeBufferPointer<Double>) {
    let period = moments.period
    var rest = 0
    if moments.count == 0, let first = values.baseAddress {
      columns.setUndefined(before: period - 1)
      let blocks = WindowBlocks(period: period, values: first, count: values.count)
      let shares = WindowShares(period: period, .population)
      var visitor = BandVisitor(means: columns[1], squares: columns[0], shares)
      rest = period - 1
      while blocks.hasGroup(at: rest) {
        blocks.visitGroup(at: rest, &visitor)
        let end = rest + blocks.groupRows
        if !fillBands(&columns, first, rest..<end, shares) {
          streamBlocks(&columns, from: values, rows: rest..<end, period: period)
        }
        rest = end
      }
    }
    streamBlocks(&columns, from: values, rows: rest, period: period)
  }

  /// Makes the bands of some rows from means and squared deviations, which stand in the columns of
  /// the middle and of the upper band.
  ///
  /// - Returns: Whether everything is defined.
  @inlinable
  func fillBands(
    _ columns: inout OutputColumns,
    _ values: UnsafePointer<Double>,
    _ rows: Range<Int>,
    _ shares: WindowShares
  ) -> Bool {
    var smallest = Lanes(repeating: .infinity)
    let (uppers, means, lowers) = (columns[0], columns[1], columns[2])
    let (percents, bandwidths) = (columns[3], columns[4])
    // The number of rows of a group is a multiple of four.
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 4) {
      let mean = load(means, row)
      let distance = width * shares.deviation(load(uppers, row))
      let (upper, lower) = (mean + distance, mean - distance)
      let between = upper - lower
      smallest = least(smallest, keep(between, where: mean .!= Lanes()))
      store(upper, uppers, row)
      store(lower, lowers, row)
      store((load(values, row) - lower) / between, percents, row)
      store(between / mean, bandwidths, row)
    }
    return least(smallest) > 0
  }
}

/// Writes the means and the squared deviations of windows.
@frozen
@usableFromInline
struct BandVisitor: WindowVisitor {
  @usableFromInline let means: UnsafeMutablePointer<Double>
  @usableFromInline let squares: UnsafeMutablePointer<Double>
  @usableFromInline let shares: WindowShares

  @inlinable
  init(
    means: UnsafeMutablePointer<Double>,
    squares: UnsafeMutablePointer<Double>,
    _ shares: WindowShares
  ) {
    self.means = means
    self.squares = squares
    self.shares = shares
  }

  @inlinable static var isCentred: Bool { true }

  @inlinable static var isSquared: Bool { true }

  @inlinable
  @inline(__always)
  mutating func visit(_ windows: Windows, _ blocks: borrowing WindowBlocks) {
    let (mean, deviations) = shares.moments(windows)
    blocks.scatter(windows.reference + mean, means, windows.row)
    blocks.scatter(deviations, squares, windows.row)
  }
}

extension BollingerBands {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "bollinger",
    summary: "A moving average with bands of standard deviations around it.",
    formula: "upper, lower = sma ± deviations * popstd; percent_b = (x - lower) / (upper - lower)",
    schema: ParameterSchema([
      .period(20),
      .number("deviations", 0.1...10, 2, "The distance of a band, in standard deviations."),
      .input(.close),
    ]),
    witness: "TA-Lib BBANDS"
  ) { parameters in
    BollingerBands(
      period: parameters.integer("period"),
      deviations: parameters.number("deviations"),
      input: parameters.barField("input")
    )
  }
}
