public import ConfigValidation
public import MarketModel

/// A strategy as the registry knows it: its name, its parameters and a way to run many instances.
///
/// The type of the strategy is erased here, once per run and never per bar: the stored closure contains a
/// replay loop specialised for it.
public struct StrategyDefinition: Sendable {
  /// The name in configurations and reports.
  public let name: String

  /// One sentence on what it does.
  public let summary: String

  /// The parameters that it accepts.
  public let schema: ParameterSchema

  /// Whether it can trade bars of an interval.
  public let supports: @Sendable (BarInterval) -> Bool

  /// Whether it trades all symbols as one instance.
  public let isCrossSectional: Bool

  @usableFromInline let plan: @Sendable (StrategyParameters) throws(BacktestError) -> ColumnPlan
  @usableFromInline let replay: @Sendable (ReplayJob) throws(BacktestError) -> Void

  /// Creates the definition of a strategy that trades each symbol by itself.
  ///
  /// - Parameters:
  ///   - name: The name, by custom ending in `Strategy`.
  ///   - summary: One sentence.
  ///   - schema: The parameters.
  ///   - supports: Whether it can trade bars of an interval.
  ///   - make: Makes an instance and asks for its columns. It is called once per parameter set; with several
  ///     symbols each gets a copy.
  @inlinable
  public init<S: BarStrategy>(
    name: String,
    summary: String,
    schema: ParameterSchema,
    supports: @escaping @Sendable (BarInterval) -> Bool,
    make:
      @escaping @Sendable (StrategyParameters, inout ColumnPlan) throws(BacktestError) -> S
  ) {
    self.name = name
    self.summary = summary
    self.schema = schema
    self.supports = supports
    isCrossSectional = false
    plan = { (parameters) throws(BacktestError) in
      var plan = ColumnPlan()
      _ = try make(parameters, &plan)
      return plan
    }
    replay = { (job) throws(BacktestError) in
      if job.market.listings.count == 1 {
        try replayBars(job, make)
      } else {
        let count = job.market.listings.count
        try replaySlices(job) { (parameters, plan) throws(BacktestError) in
          PerSymbol([S](repeating: try make(parameters, &plan), count: count))
        }
      }
    }
  }

  /// Creates the definition of a strategy that trades all symbols as one instance.
  ///
  /// - Parameters:
  ///   - name: The name, by custom ending in `Strategy`.
  ///   - summary: One sentence.
  ///   - schema: The parameters.
  ///   - supports: Whether it can trade bars of an interval.
  ///   - makeSlice: Makes an instance for a number of symbols and asks for its columns, which are
  ///     filled for every symbol.
  @inlinable
  public init<S: SliceStrategy>(
    name: String,
    summary: String,
    schema: ParameterSchema,
    supports: @escaping @Sendable (BarInterval) -> Bool,
    makeSlice:
      @escaping @Sendable (StrategyParameters, [Symbol], inout ColumnPlan) throws(BacktestError)
      -> S
  ) {
    self.name = name
    self.summary = summary
    self.schema = schema
    self.supports = supports
    isCrossSectional = true
    plan = { (parameters) throws(BacktestError) in
      var plan = ColumnPlan()
      _ = try makeSlice(parameters, [], &plan)
      return plan
    }
    replay = { (job) throws(BacktestError) in
      let symbols = job.market.symbols
      try replaySlices(job) { (parameters, plan) throws(BacktestError) in
        try makeSlice(parameters, symbols, &plan)
      }
    }
  }

  /// The name without the suffix `Strategy`.
  public var shortName: String { Self.shortName(of: name) }

  static func shortName(of name: String) -> String {
    let suffix = "Strategy"
    return name.hasSuffix(suffix) && name != suffix ? String(name.dropLast(suffix.count)) : name
  }

  /// The columns that an instance with these parameters asks for.
  ///
  /// - Throws: ``BacktestError`` when the parameters cannot be used.
  public func columnPlan(for parameters: ParameterSet) throws(BacktestError) -> ColumnPlan {
    try plan(StrategyParameters(parameters, schema: schema))
  }
}

/// One instance of a strategy for each symbol.
@frozen
@usableFromInline
struct PerSymbol<S: BarStrategy>: SliceStrategy {
  @usableFromInline var strategies: [S]

  @inlinable
  init(_ strategies: [S]) { self.strategies = strategies }

  @inlinable
  mutating func onSlice(_ slice: borrowing SliceView, _ context: inout SliceContext) {
    for index in 0..<slice.count {
      let symbol = slice.symbol(at: index)
      context.call(&strategies[symbol], slice.bar(at: index), symbol: symbol)
    }
  }
}
