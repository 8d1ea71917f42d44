public import Backtest

/// The section `experiment.execution`.
public struct ExecutionConfig: Hashable, Sendable {
  /// When an order is filled, and at which price.
  public var fill: FillRule

  /// The commission.
  public var fees: Fees

  /// The concession from the price.
  public var slippage: Slippage

  /// The delay between a decision and the market.
  public var latency: Latency

  /// How a signal becomes units.
  public var sizing: Sizing

  /// Whether positions below zero are allowed.
  public var allowsShorting: Bool

  /// Whether an order that cash cannot pay for is refused.
  public var requiresBuyingPower: Bool

  /// Whether open positions are closed at the last bar's close.
  public var closesAtEnd: Bool

  /// The smallest tradable quantity, or `nil` for fractions.
  public var lotSize: Double?

  /// The yearly rate paid on the value of short positions, as a fraction.
  public var borrowRatePerYear: Double

  /// What happens first where a bar touches both a stop and a target.
  public var intrabar: IntrabarRule

  /// When a limit order counts as filled.
  public var limitFill: LimitFillRule

  /// The largest position in units, or `nil` for any.
  public var maximumPositionUnits: Double?

  /// The largest position as a fraction of equity, or `nil` for any.
  public var maximumPositionFraction: Double?

  /// The largest sum of absolute position values as a multiple of equity, or `nil` for any.
  public var maximumGrossLeverage: Double?

  /// The oldest quote that is traded on, in seconds.
  public var maximumQuoteAgeSeconds: Double

  /// The widest spread that is traded on, as a fraction of the mid price.
  public var maximumSpreadFraction: Double

  /// The smallest quoted size that is traded on.
  public var minimumQuoteSize: Double

  /// The commission of one option contract.
  public var optionFeePerContract: Double

  /// The concession from an option's quote, per unit.
  public var optionSlippagePerUnit: Double

  /// The units of the underlying in one option contract.
  public var optionMultiplier: Double

  /// The commission.
  public enum Fees: Hashable, Sendable {
    /// Nothing.
    case none

    /// A fraction of the traded value.
    case proportional(rate: Double)

    /// An amount for each unit, and a least amount for each order.
    case perUnit(amount: Double, minimum: Double)
  }

  /// The concession from the price.
  public enum Slippage: Hashable, Sendable {
    /// Nothing.
    case none

    /// A fraction of the price and an amount for each unit.
    case fixed(priceFraction: Double, perUnit: Double)

    /// A share of the bar's range that grows with the root of the share of its volume.
    case volumeShare(coefficient: Double)
  }

  /// How a signal becomes units.
  public enum Sizing: Hashable, Sendable {
    /// All that the cash affords.
    case allIn

    /// A number of units.
    case fixedUnits(Double)

    /// A fraction of equity.
    case fractionOfEquity(Double)

    /// As much as a volatility allows.
    case volatilityTarget(annualVolatility: Double, windowBars: Int, maximumLeverage: Double)
  }
}

extension ExecutionConfig {
  /// Returns what the engine is told.
  ///
  /// - Parameters:
  ///   - startingCash: The cash at the start.
  ///   - periodsPerYear: The number of bars in a year, for sizing by volatility.
  /// - Returns: The settings, with costs as configured.
  public func settings(startingCash: Double, periodsPerYear: Double) -> ExecutionSettings {
    ExecutionSettings(
      startingCash: startingCash,
      fillRule: fill,
      fees: fees.model,
      slippage: slippage.model,
      latency: latency,
      sizing: sizing.model(periodsPerYear: periodsPerYear),
      limits: RiskLimits(
        maximumPositionUnits: maximumPositionUnits,
        maximumPositionFraction: maximumPositionFraction,
        maximumGrossLeverage: maximumGrossLeverage,
        requiresBuyingPower: requiresBuyingPower,
        allowsShorting: allowsShorting
      ),
      intrabarRule: intrabar,
      limitFillRule: limitFill,
      quoteChecks: QuoteChecks(
        maximumAgeNanoseconds: Int64(maximumQuoteAgeSeconds * 1e9),
        maximumSpreadFraction: maximumSpreadFraction,
        minimumSize: minimumQuoteSize
      ),
      optionCosts: OptionCosts(
        feePerContract: optionFeePerContract,
        slippagePerUnit: optionSlippagePerUnit,
        multiplier: optionMultiplier
      ),
      borrowRatePerYear: borrowRatePerYear,
      costMultiplier: 1,
      lotSize: lotSize,
      closesAtEnd: closesAtEnd
    )
  }
}

extension ExecutionConfig.Fees {
  var model: any FeeModel {
    switch self {
    case .none: NoFee()
    case .proportional(let rate): ProportionalFee(rate: rate)
    case .perUnit(let amount, let minimum): PerUnitFee(amount: amount, minimum: minimum)
    }
  }
}

extension ExecutionConfig.Slippage {
  var model: any SlippageModel {
    switch self {
    case .none: FixedSlippage(priceFraction: 0, perUnit: 0)
    case .fixed(let fraction, let perUnit):
      FixedSlippage(priceFraction: fraction, perUnit: perUnit)
    case .volumeShare(let coefficient): VolumeShareSlippage(coefficient: coefficient)
    }
  }
}

extension ExecutionConfig.Sizing {
  func model(periodsPerYear: Double) -> any SizingModel {
    switch self {
    case .allIn: AllIn()
    case .fixedUnits(let units): FixedUnits(units: units)
    case .fractionOfEquity(let fraction): FractionOfEquity(fraction: fraction)
    case .volatilityTarget(let volatility, let window, let leverage):
      VolatilityTarget(
        annualVolatility: volatility,
        windowBars: window,
        periodsPerYear: periodsPerYear,
        maximumLeverage: leverage
      )
    }
  }
}
