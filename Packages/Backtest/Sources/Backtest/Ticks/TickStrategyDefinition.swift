public import ConfigValidation
public import MarketModel

/// A strategy on ticks as the registry knows it: its name, its parameters and a way to run many instances.
///
/// The type of the strategy is erased here, once per run and never per tick: the stored closure makes
/// replay loops specialised for it.
public struct TickStrategyDefinition: Sendable {
  /// The name in configurations and reports.
  public let name: String

  /// One sentence on what it does.
  public let summary: String

  /// The parameters that it accepts.
  public let schema: ParameterSchema

  /// What a feed must have; the other parts of a feed may be there or not.
  public let needs: TickContent

  /// Whether it is called once for each batch rather than at each tick.
  public let isBatched: Bool

  @usableFromInline let prepare: @Sendable (TickCrew) throws(BacktestError) -> TickReplay
  @usableFromInline
  let probe: @Sendable (StrategyParameters, TickContent) throws(BacktestError) -> Void

  /// Creates the definition of a strategy that is called at each tick.
  ///
  /// - Parameters:
  ///   - name: The name, by custom ending in `Strategy`.
  ///   - summary: One sentence.
  ///   - schema: The parameters.
  ///   - needs: What a feed must have.
  ///   - make: Makes an instance; it is called at least once per parameter set.
  @inlinable
  public init<S: TickStrategy>(
    name: String,
    summary: String,
    schema: ParameterSchema,
    needs: TickContent,
    make: @escaping @Sendable (StrategyParameters) throws(BacktestError) -> S
  ) {
    self.name = name
    self.summary = summary
    self.schema = schema
    self.needs = needs
    isBatched = false
    prepare = { (crew) throws(BacktestError) in try replayTicks(crew, make) }
    probe = { (parameters, _) throws(BacktestError) in _ = try make(parameters) }
  }

  /// Creates the definition of a strategy that is called for each batch of simulated time.
  ///
  /// - Parameters:
  ///   - name: The name, by custom ending in `Strategy`.
  ///   - summary: One sentence.
  ///   - schema: The parameters.
  ///   - needs: What a feed must have.
  ///   - makeBatch: Makes an instance; it is called at least once per parameter set.
  @inlinable
  public init<S: TickBatchStrategy>(
    name: String,
    summary: String,
    schema: ParameterSchema,
    needs: TickContent,
    makeBatch: @escaping @Sendable (StrategyParameters) throws(BacktestError) -> S
  ) {
    self.name = name
    self.summary = summary
    self.schema = schema
    self.needs = needs
    isBatched = true
    prepare = { (crew) throws(BacktestError) in try replayTickBatches(crew, makeBatch) }
    probe = { (parameters, _) throws(BacktestError) in _ = try makeBatch(parameters) }
  }

  /// Creates the definition of a strategy that is called for each batch and made for what the feed has.
  ///
  /// - Parameters:
  ///   - name: The name, by custom ending in `Strategy`.
  ///   - summary: One sentence.
  ///   - schema: The parameters.
  ///   - needs: What a feed must have.
  ///   - makeBatch: Makes an instance for a feed with some content, or says which parameter asks for what the feed
  ///     lacks; it is called at least once per parameter set.
  @inlinable
  public init<S: TickBatchStrategy>(
    name: String,
    summary: String,
    schema: ParameterSchema,
    needs: TickContent,
    makeBatch:
      @escaping @Sendable (StrategyParameters, TickContent) throws(BacktestError) -> S
  ) {
    self.name = name
    self.summary = summary
    self.schema = schema
    self.needs = needs
    isBatched = true
    prepare = { (crew) throws(BacktestError) in
      let content = crew.content
      return try replayTickBatches(crew) { (parameters) throws(BacktestError) in
        try makeBatch(parameters, content)
      }
    }
    probe = { (parameters, content) throws(BacktestError) in _ = try makeBatch(parameters, content)
    }
  }

  /// The name without the suffix `Strategy`.
  public var shortName: String { StrategyDefinition.shortName(of: name) }

  /// Checks a parameter set without running it.
  ///
  /// - Parameters:
  ///   - parameters: Values laid over the defaults of the schema.
  ///   - content: What the feed has that it will be run on, or `nil` to assume that it has everything.
  /// - Throws: ``BacktestError`` with every problem of the set.
  public func check(
    _ parameters: ParameterSet,
    on content: TickContent? = nil
  ) throws(BacktestError) {
    let all = TickContent(hasQuotes: true, hasTrades: true, hasReceivedTimes: true)
    try probe(StrategyParameters(parameters, schema: schema), content ?? all)
  }
}
