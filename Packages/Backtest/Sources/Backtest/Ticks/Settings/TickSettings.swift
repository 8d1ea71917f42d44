/// Everything that decides how orders of a run on ticks become fills and what they cost.
///
/// A plain value: two runs with equal settings, strategy, parameters and ticks have equal results, and
/// ``canonicalFields`` spells the settings out for a run id.
public struct TickSettings: Sendable {
  /// The cash at the start.
  public var startingCash: Double

  /// How orders meet the market.
  public var fillMode: TickFillMode

  /// What the venue charges for fills of resting orders.
  public var makerFees: any FeeModel

  /// What the venue charges for fills that take a quote.
  public var takerFees: any FeeModel

  /// How much worse than the quote market orders fill.
  ///
  /// The model sees the spread as the range and the quantity quoted on the side that is taken as the volume.
  public var slippage: any SlippageModel

  /// The rules that may refuse an order.
  public var limits: RiskLimits

  /// The length of a batch of simulated time.
  public var batchNanoseconds: Int64

  /// The seed of random latencies and of ``TickContext/random``.
  public var seed: UInt64

  /// Whether a position that is open after the last tick is closed at the last quote.
  public var closesAtEnd: Bool

  /// Creates settings; every number is the caller's choice.
  public init(
    startingCash: Double,
    fillMode: TickFillMode,
    makerFees: any FeeModel,
    takerFees: any FeeModel,
    slippage: any SlippageModel,
    limits: RiskLimits,
    batchNanoseconds: Int64,
    seed: UInt64,
    closesAtEnd: Bool
  ) {
    self.startingCash = startingCash
    self.fillMode = fillMode
    self.makerFees = makerFees
    self.takerFees = takerFees
    self.slippage = slippage
    self.limits = limits
    self.batchNanoseconds = batchNanoseconds
    self.seed = seed
    self.closesAtEnd = closesAtEnd
  }

  /// One second.
  public static let oneSecond: Int64 = 1_000_000_000

  /// Settings without any cost, delay or limit: a laboratory, not a market.
  public static func frictionless(startingCash: Double) -> TickSettings {
    TickSettings(
      startingCash: startingCash,
      fillMode: .immediate,
      makerFees: NoFee(),
      takerFees: NoFee(),
      slippage: FixedSlippage(priceFraction: 0, perUnit: 0),
      limits: RiskLimits(requiresBuyingPower: false, allowsShorting: true),
      batchNanoseconds: oneSecond,
      seed: 0,
      closesAtEnd: false
    )
  }

  /// Whether a position may become negative.
  public var allowsShorting: Bool {
    get { limits.allowsShorting }
    set { limits.allowsShorting = newValue }
  }

  /// Every setting by name, in a fixed order; equal settings give equal fields.
  public var canonicalFields: [CanonicalField] {
    [.init("starting_cash", startingCash)] + fillMode.canonicalFields
      + makerFees.canonicalFields.map { .init("maker." + $0.name, $0.value) }
      + takerFees.canonicalFields.map { .init("taker." + $0.name, $0.value) }
      + slippage.canonicalFields + limits.canonicalFields
      + [
        .init("batch_ns", "\(batchNanoseconds)"), .init("seed", "\(seed)"),
        .init("close_at_end", closesAtEnd),
      ]
  }
}

extension TickSettings: Hashable {
  /// Compares every setting by its canonical form.
  public static func == (left: TickSettings, right: TickSettings) -> Bool {
    left.canonicalFields == right.canonicalFields
  }

  /// Hashes every setting by its canonical form.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(canonicalFields)
  }
}
