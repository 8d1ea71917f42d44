internal import ConfigValidation
public import MarketModel

/// The difference of a fast and a slow exponential average, its own average, and what is between.
///
/// With ``Seeding/simpleMean`` equal to TA-Lib's `MACD`: the fast average starts at the same bar as
/// the slow one, and the signal at the mean of the first lines. With ``Seeding/firstValue`` both
/// averages start at the first value and the signal at the line of bar `slow - 1`. Either way all
/// three outputs begin together, at bar `slow + signal - 2`.
@frozen
public struct MovingAverageConvergenceDivergence: ValueTransform, Hashable {
  /// The three values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["line", "signal", "histogram"]

    /// The fast average less the slow one.
    public var line: Double?

    /// The exponential average of the line.
    public var signal: Double?

    /// The line less the signal.
    public var histogram: Double?

    /// Creates an output.
    @inlinable
    public init(line: Double?, signal: Double?, histogram: Double?) {
      self.line = line
      self.signal = signal
      self.histogram = histogram
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: line
      case 1: signal
      default: histogram
      }
    }
  }

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let slowPeriod: Int
  @usableFromInline let fastDelay: Int
  @usableFromInline var fast: ExponentialMovingAverage
  @usableFromInline var slow: ExponentialMovingAverage
  @usableFromInline var signal: ExponentialMovingAverage
  @usableFromInline var seen: Int

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive, and `fast` is smaller than `slow`.
  @inlinable
  public init(fast: Int, slow: Int, signal: Int, seeding: Seeding, input: BarField) {
    precondition(fast < slow, "the fast period is smaller than the slow one")
    self.input = input
    slowPeriod = slow
    fastDelay = seeding == .simpleMean ? slow - fast : 0
    self.fast = ExponentialMovingAverage(period: fast, seeding: seeding, input: input)
    self.slow = ExponentialMovingAverage(period: slow, seeding: seeding, input: input)
    self.signal = ExponentialMovingAverage(period: signal, seeding: seeding, input: input)
    seen = 0
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { slowPeriod + signal.period - 2 }

  /// Consumes the next value and returns line, signal and histogram.
  @inlinable
  public mutating func update(value: Double) -> Output {
    let none = Output(line: nil, signal: nil, histogram: nil)
    seen += 1
    let fastAverage = seen > fastDelay ? fast.update(value: value) : nil
    let slowAverage = slow.update(value: value)
    guard seen >= slowPeriod, let fastAverage, let slowAverage else { return none }
    let line = fastAverage - slowAverage
    let average = signal.update(value: line)
    guard seen > lookback, let average else { return none }
    return Output(line: line, signal: average, histogram: line - average)
  }

  /// Writes line, signal and histogram of all numbers.
  @inlinable
  public func fill(_ columns: inout OutputColumns, from values: UnsafeBufferPointer<Double>) {
    guard let first = values.baseAddress else { return }
    var transform = self
    var row = 0
    while row < values.count, transform.seen <= lookback {
      columns.set(transform.update(value: first[row]), at: row)
      row &+= 1
    }
    while row &+ 4 <= values.count {
      let rows = PriceColumns.chunk(from: row, to: values.count)
      transform.fillChunk(&columns, first, rows)
      row = rows.upperBound
    }
    transform.stream(&columns, from: values, rows: row..<values.count)
  }

  /// Consumes a multiple of four values, after all outputs have begun.
  @inlinable
  mutating func fillChunk(
    _ columns: inout OutputColumns,
    _ values: UnsafePointer<Double>,
    _ rows: Range<Int>
  ) {
    let (first, count) = (rows.lowerBound, rows.count)
    let (lines, signals) = (columns[0] + first, columns[1] + first)
    let histograms = columns[2] + first
    guard var fast = fast.average, var slow = slow.average else { return }
    let values = values + first
    DecayingAverage.run(&fast, values, into: lines, &slow, values, into: signals, count: count)
    (self.fast.average, self.slow.average) = (fast, slow)
    for row in stride(from: 0, to: count, by: 4) {
      store(load(lines, row) - load(signals, row), lines, row)
    }
    signal.average?.run(lines, into: signals, count: count)
    for row in stride(from: 0, to: count, by: 4) {
      store(load(lines, row) - load(signals, row), histograms, row)
    }
    seen += count
  }
}

extension MovingAverageConvergenceDivergence {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "macd",
    summary: "A fast less a slow exponential average, its signal line and histogram.",
    formula: "line = ema(x, fast) - ema(x, slow); signal = ema(line); histogram = line - signal",
    schema: ParameterSchema([
      .period(named: "fast", 12), .period(named: "slow", 26), .period(named: "signal", 9),
      .seeding(.simpleMean), .input(.close),
    ]),
    witness: "TA-Lib MACD (simpleMean)"
  ) { parameters throws(IndicatorError) in
    let (fast, slow) = (parameters.integer("fast"), parameters.integer("slow"))
    guard fast < slow else {
      throw .conflict(indicator: "macd", rule: "fast (\(fast)) must be smaller than slow (\(slow))")
    }
    return MovingAverageConvergenceDivergence(
      fast: fast,
      slow: slow,
      signal: parameters.integer("signal"),
      seeding: parameters.seeding("seeding"),
      input: parameters.barField("input")
    )
  }
}
