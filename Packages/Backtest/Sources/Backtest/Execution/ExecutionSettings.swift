/// Everything that decides how orders of a run become fills and what they cost.
///
/// A plain value: two runs with equal settings, strategy, parameters and data have equal results, and
/// ``canonicalFields`` spells the settings out for a run id.
public struct ExecutionSettings: Sendable {
  /// The cash at the start.
  public var startingCash: Double

  /// Where an order that was decided at a close meets the market.
  public var fillRule: FillRule

  /// What a broker charges.
  public var fees: any FeeModel

  /// How much worse than the reference price orders fill.
  public var slippage: any SlippageModel

  /// The time between a decision and its earliest effect.
  public var latency: Latency

  /// How many units an opinion is worth.
  public var sizing: any SizingModel

  /// The rules that may refuse an order.
  public var limits: RiskLimits

  /// What happens when a bar reaches both stop and target.
  public var intrabarRule: IntrabarRule

  /// What a limit order needs in order to fill.
  public var limitFillRule: LimitFillRule

  /// What a quote must satisfy.
  public var quoteChecks: QuoteChecks

  /// What option trades cost.
  public var optionCosts: OptionCosts

  /// The yearly charge for borrowed units, as a fraction of their value.
  public var borrowRatePerYear: Double

  /// A factor on all fees and slippage, for cost sensitivity.
  public var costMultiplier: Double

  /// The step to which quantities are rounded toward zero, or `nil` for fractional units.
  public var lotSize: Double?

  /// Whether positions that are open after the last bar are closed at its close.
  public var closesAtEnd: Bool

  /// Creates settings; every number is the caller's choice.
  public init(
    startingCash: Double,
    fillRule: FillRule,
    fees: any FeeModel,
    slippage: any SlippageModel,
    latency: Latency,
    sizing: any SizingModel,
    limits: RiskLimits,
    intrabarRule: IntrabarRule,
    limitFillRule: LimitFillRule,
    quoteChecks: QuoteChecks,
    optionCosts: OptionCosts,
    borrowRatePerYear: Double,
    costMultiplier: Double,
    lotSize: Double?,
    closesAtEnd: Bool
  ) {
    self.startingCash = startingCash
    self.fillRule = fillRule
    self.fees = fees
    self.slippage = slippage
    self.latency = latency
    self.sizing = sizing
    self.limits = limits
    self.intrabarRule = intrabarRule
    self.limitFillRule = limitFillRule
    self.quoteChecks = quoteChecks
    self.optionCosts = optionCosts
    self.borrowRatePerYear = borrowRatePerYear
    self.costMultiplier = costMultiplier
    self.lotSize = lotSize
    self.closesAtEnd = closesAtEnd
  }

  /// Settings without any cost, delay or limit, in fractional units: a laboratory, not a market.
  public static func frictionless(
    startingCash: Double,
    fillRule: FillRule,
    sizing: any SizingModel
  ) -> ExecutionSettings {
    ExecutionSettings(
      startingCash: startingCash,
      fillRule: fillRule,
      fees: NoFee(),
      slippage: FixedSlippage(priceFraction: 0, perUnit: 0),
      latency: .none,
      sizing: sizing,
      limits: RiskLimits(requiresBuyingPower: false, allowsShorting: true),
      intrabarRule: .stopFirst,
      limitFillRule: .touch,
      quoteChecks: QuoteChecks(
        maximumAgeNanoseconds: .max,
        maximumSpreadFraction: .greatestFiniteMagnitude,
        minimumSize: 0
      ),
      optionCosts: OptionCosts(feePerContract: 0, slippagePerUnit: 0, multiplier: 100),
      borrowRatePerYear: 0,
      costMultiplier: 1,
      lotSize: nil,
      closesAtEnd: false
    )
  }

  /// Every setting by name, in a fixed order; equal settings give equal fields.
  public var canonicalFields: [CanonicalField] {
    [.init("starting_cash", startingCash), .init("fill", fillRule.rawValue)]
      + fees.canonicalFields + slippage.canonicalFields + latency.canonicalFields
      + sizing.canonicalFields + limits.canonicalFields
      + [
        .init("intrabar", intrabarRule.rawValue), .init("limit_fill", limitFillRule.rawValue),
      ]
      + quoteChecks.canonicalFields + optionCosts.canonicalFields
      + [
        .init("borrow_rate_per_year", borrowRatePerYear),
        .init("cost_multiplier", costMultiplier), .init("lot_size", lotSize),
        .init("close_at_end", closesAtEnd),
      ]
  }
}

extension ExecutionSettings: Hashable {
  /// Compares every setting by its canonical form.
  public static func == (left: ExecutionSettings, right: ExecutionSettings) -> Bool {
    left.canonicalFields == right.canonicalFields
  }

  /// Hashes every setting by its canonical form.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(canonicalFields)
  }
}

/// What option trades cost.
public struct OptionCosts: Hashable, Sendable {
  /// The charge for each contract.
  public var feePerContract: Double

  /// The concession beyond bid or ask, in units of the option's price.
  public var slippagePerUnit: Double

  /// The number of units of the underlying in one contract.
  public var multiplier: Double

  /// Creates the costs.
  public init(feePerContract: Double, slippagePerUnit: Double, multiplier: Double) {
    self.feePerContract = feePerContract
    self.slippagePerUnit = slippagePerUnit
    self.multiplier = multiplier
  }

  var canonicalFields: [CanonicalField] {
    [
      .init("options.fee_per_contract", feePerContract),
      .init("options.slippage_per_unit", slippagePerUnit),
      .init("options.multiplier", multiplier),
    ]
  }
}
