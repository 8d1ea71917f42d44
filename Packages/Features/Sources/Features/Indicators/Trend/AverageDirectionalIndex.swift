internal import ConfigValidation
public import MarketModel

/// Wilder's directional movement: how much of the range goes up, goes down, and goes one way at
/// all.
///
/// A bar moves up by what its high lies above the last one, or down by what its low lies below,
/// whichever is more. The directional indicators are the averages of these movements as percentages
/// of the average true range; the index is the average of `100 * |plus - minus| / (plus + minus)`.
/// All averages are Wilder's; as in TA-Lib's `ADX`, `PLUS_DI` and `MINUS_DI` the first ones start
/// from `period - 1` movements. A bar without any movement to compare leaves the index as it is;
/// while nothing has moved everything is undefined.
///
/// ## References
///
/// - J. W. Wilder (1978), *New Concepts in Technical Trading Systems*.
@frozen
public struct AverageDirectionalIndex: CausalTransform, Hashable {
  /// The three values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["plus_di", "minus_di", "adx"]

    /// The average upward movement, in percent of the average true range.
    public var plus: Double?

    /// The average downward movement, in percent of the average true range.
    public var minus: Double?

    /// The average share of movement that goes one way, 0 to 100.
    public var index: Double?

    /// Creates an output.
    @inlinable
    public init(plus: Double?, minus: Double?, index: Double?) {
      self.plus = plus
      self.minus = minus
      self.index = index
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: plus
      case 1: minus
      default: self.index
      }
    }
  }

  /// The number of values over which averages are taken.
  public let period: Int

  @usableFromInline var previous: Prices?
  @usableFromInline var sums: Movement
  @usableFromInline var movements: Int
  @usableFromInline var averages: Averages?
  @usableFromInline var index: WilderAverage
  @usableFromInline var newestIndex: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int) {
    precondition(period > 1, "a first average of movements needs one")
    self.period = period
    previous = nil
    sums = Movement(up: 0, down: 0, range: 0)
    movements = 0
    averages = nil
    index = WilderAverage(period: period)
    newestIndex = nil
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { 2 * period - 1 }

  /// Consumes the next bar and returns both directional indicators and the index.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    let none = Output(plus: nil, minus: nil, index: nil)
    let newest = Prices(high: bar.high, low: bar.low, close: bar.close)
    defer { previous = newest }
    guard let previous else { return none }
    let movement = Movement(from: previous, to: newest)
    guard averages != nil else {
      start(movement)
      return none
    }
    guard let average = averages?.update(movement) else { return none }
    let both = average.up + average.down
    if both > 0 {
      newestIndex = index.update(value: 100 * (abs(average.up - average.down) / both))
    }
    guard let newestIndex else { return none }
    guard average.range > 0 else { return Output(plus: nil, minus: nil, index: newestIndex) }
    let scale = 100 / average.range
    return Output(plus: average.up * scale, minus: average.down * scale, index: newestIndex)
  }

  @inlinable
  mutating func start(_ movement: Movement) {
    sums.up += movement.up
    sums.down += movement.down
    sums.range += movement.range
    movements += 1
    if movements == period - 1 { averages = Averages(sums, period: period) }
  }

  /// Writes the outputs of all bars.
  @inlinable
  public func fill(_ columns: inout OutputColumns, over series: BarSeries) {
    var transform = self
    var row = 0
    // Four bars at a time look at the bar before them, which is none of the series' for its first.
    while row < series.count, row == 0 || !transform.index.hasStarted {
      columns.set(transform.update(series[row]), at: row)
      row += 1
    }
    let ranges = UnsafeMutablePointer<Double>.allocate(capacity: PriceColumns.chunkRows)
    defer { ranges.deallocate() }
    series.withPriceColumns { prices in
      while row &+ 4 <= series.count {
        let rows = PriceColumns.chunk(from: row, to: series.count)
        let start = transform
        transform.fillAverages(&columns, ranges, prices, rows)
        if !transform.fillIndices(&columns, ranges, rows) {
          transform = start
          transform.stream(&columns, over: series, rows: rows)
        }
        row = rows.upperBound
      }
    }
    transform.stream(&columns, over: series, rows: row..<series.count)
  }

  /// Consumes a multiple of four bars, writing the averages of upward and downward movement and of
  /// range.
  @inlinable
  mutating func fillAverages(
    _ columns: inout OutputColumns,
    _ ranges: UnsafeMutablePointer<Double>,
    _ prices: PriceColumns,
    _ rows: Range<Int>
  ) {
    let (first, last) = (rows.lowerBound, rows.upperBound - 1)
    let (ups, downs) = (columns[0] + first, columns[1] + first)
    let (high, low) = (prices.high + first, prices.low + first)
    let zero = Lanes()
    for row in stride(from: 0, to: rows.count, by: 4) {
      let rise = load(high, row) - load(high - 1, row)
      let fall = load(low - 1, row) - load(low, row)
      store(keep(rise, where: rise .> greatest(zero, fall)), ups, row)
      store(keep(fall, where: fall .> greatest(zero, rise)), downs, row)
    }
    prices.fillTrueRanges(ranges, rows)
    guard var averages else { return }
    DecayingAverage.run(
      &averages.up,
      ups,
      into: ups,
      &averages.down,
      downs,
      into: downs,
      count: rows.count
    )
    averages.range.run(ranges, into: ranges, count: rows.count)
    self.averages = averages
    previous = Prices(high: prices.high[last], low: prices.low[last], close: prices.close[last])
  }

  /// Turns averages of movement and range into the outputs.
  ///
  /// - Returns: Whether everything is defined.
  @inlinable
  mutating func fillIndices(
    _ columns: inout OutputColumns,
    _ ranges: UnsafePointer<Double>,
    _ rows: Range<Int>
  ) -> Bool {
    let first = rows.lowerBound
    let (ups, downs, indices) = (columns[0] + first, columns[1] + first, columns[2] + first)
    var smallest = Lanes(repeating: .infinity)
    for row in stride(from: 0, to: rows.count, by: 4) {
      let (up, down, range) = (load(ups, row), load(downs, row), load(ranges, row))
      let both = up + down
      smallest = least(smallest, least(both, range))
      let apart = up - down
      store(100 * (greatest(apart, -apart) / both), indices, row)
      let scale = 100 / range
      store(up * scale, ups, row)
      store(down * scale, downs, row)
    }
    index.average.run(indices, into: indices, count: rows.count)
    newestIndex = indices[rows.count - 1]
    return least(smallest) > 0
  }

  /// What is remembered of a bar.
  @frozen
  @usableFromInline
  struct Prices: Hashable, Sendable {
    @usableFromInline var high: Double
    @usableFromInline var low: Double
    @usableFromInline var close: Double

    @inlinable
    init(high: Double, low: Double, close: Double) {
      self.high = high
      self.low = low
      self.close = close
    }
  }

  /// How a bar moved: up or down or neither, and its true range.
  @frozen
  @usableFromInline
  struct Movement: Hashable, Sendable {
    @usableFromInline var up: Double
    @usableFromInline var down: Double
    @usableFromInline var range: Double

    @inlinable
    init(up: Double, down: Double, range: Double) {
      self.up = up
      self.down = down
      self.range = range
    }

    @inlinable
    init(from last: Prices, to newest: Prices) {
      let rise = newest.high - last.high
      let fall = last.low - newest.low
      up = rise > 0 && rise > fall ? rise : 0
      down = fall > 0 && fall > rise ? fall : 0
      range =
        (newest.high > last.close ? newest.high : last.close)
        - (newest.low < last.close ? newest.low : last.close)
    }
  }

  /// Wilder's averages of the movements.
  @frozen
  @usableFromInline
  struct Averages: Hashable, Sendable {
    @usableFromInline var up: DecayingAverage
    @usableFromInline var down: DecayingAverage
    @usableFromInline var range: DecayingAverage

    /// Creates averages that start at the sums of one movement less than the period.
    @inlinable
    init(_ sums: Movement, period: Int) {
      let weight = 1 / Double(period)
      up = DecayingAverage(weight: weight, startingAt: sums.up * weight)
      down = DecayingAverage(weight: weight, startingAt: sums.down * weight)
      range = DecayingAverage(weight: weight, startingAt: sums.range * weight)
    }

    @inlinable
    mutating func update(_ movement: Movement) -> Movement {
      Movement(
        up: up.update(movement.up),
        down: down.update(movement.down),
        range: range.update(movement.range)
      )
    }
  }
}

extension AverageDirectionalIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "adx",
    summary: "How much of the movement goes one way, with the indicators of both directions.",
    formula: "adx = wilder(100 * |plus_di - minus_di| / (plus_di + minus_di))",
    schema: ParameterSchema([.window(14)]),
    witness: "TA-Lib ADX, PLUS_DI, MINUS_DI"
  ) { parameters in AverageDirectionalIndex(period: parameters.integer("period")) }
}
