/// How many units an opinion is worth.
public protocol SizingModel: Hashable, Sendable {
  /// The signed position to hold for an opinion; never called for an opinion of 0, which closes.
  func targetUnits(_ inputs: SizingInputs) -> Double

  /// The name of the model and its numbers, in a fixed order.
  var canonicalFields: [CanonicalField] { get }
}

/// What a sizing model may look at: the account and the closed bars.
public struct SizingInputs {
  /// The opinion, between −1 and 1.
  public let signal: Double

  /// The price at which the position would be opened, with slippage.
  public let price: Double

  /// What one unit at a price of 1 is worth.
  public let multiplier: Double

  /// The instance's share of the equity of the account.
  public let equity: Double

  /// The instance's share of the cash, but never more than the account holds.
  public let cash: Double

  /// The position now held, in signed units.
  public let currentUnits: Double

  /// How many units of a long position `cash` pays for, fees included.
  public let affordableUnits: Double

  let closes: UnsafePointer<Double>
  let closedBars: Int

  /// The sample deviation of the last simple close-to-close returns, or `nil` before enough bars closed.
  ///
  /// - Complexity: O(*window*).
  public func closeToCloseDeviation(window: Int) -> Double? {
    guard window >= 2, closedBars > window else { return nil }
    var (sum, squares) = (0.0, 0.0)
    for index in (closedBars - window)..<closedBars {
      guard closes[index - 1] > 0 else { return nil }
      let value = closes[index] / closes[index - 1] - 1
      sum += value
      squares += value * value
    }
    let count = Double(window)
    let variance = (squares - sum * sum / count) / (count - 1)
    return variance > 0 ? variance.squareRoot() : nil
  }
}

/// A fixed number of units for a full opinion.
public struct FixedUnits: SizingModel {
  /// The number of units for an opinion of 1.
  public var units: Double

  /// Creates a model.
  public init(units: Double) { self.units = units }

  /// The position for an opinion.
  public func targetUnits(_ inputs: SizingInputs) -> Double { inputs.signal * units }

  /// The name of the model and its numbers.
  public var canonicalFields: [CanonicalField] {
    [.init("sizing", "fixed_units"), .init("sizing.units", units)]
  }
}

/// A position worth a fraction of the allotted equity for a full opinion.
public struct FractionOfEquity: SizingModel {
  /// The fraction for an opinion of 1.
  public var fraction: Double

  /// Creates a model.
  public init(fraction: Double) { self.fraction = fraction }

  /// The position for an opinion.
  public func targetUnits(_ inputs: SizingInputs) -> Double {
    inputs.signal * fraction * inputs.equity / (inputs.price * inputs.multiplier)
  }

  /// The name of the model and its numbers.
  public var canonicalFields: [CanonicalField] {
    [.init("sizing", "fraction_of_equity"), .init("sizing.fraction", fraction)]
  }
}

/// Everything that cash pays for, fees included; short, as much as the equity is worth.
public struct AllIn: SizingModel {
  /// Creates the model.
  public init() {}

  /// The position for an opinion.
  ///
  /// An opinion on the side of the position that is already held leaves it as it is.
  public func targetUnits(_ inputs: SizingInputs) -> Double {
    if inputs.signal > 0 {
      guard inputs.currentUnits <= 0 else { return inputs.currentUnits }
      return inputs.signal * inputs.affordableUnits
    }
    guard inputs.currentUnits >= 0 else { return inputs.currentUnits }
    return inputs.signal * inputs.equity / (inputs.price * inputs.multiplier)
  }

  /// The name of the model.
  public var canonicalFields: [CanonicalField] { [.init("sizing", "all_in")] }
}

/// A position whose expected annual deviation is a fraction of the allotted equity.
///
/// The deviation of past close-to-close returns stands for the future one. Before `windowBars` returns
/// are known the position is zero.
public struct VolatilityTarget: SizingModel {
  /// The wanted annual deviation as a fraction of equity.
  public var annualVolatility: Double

  /// The number of past bars to estimate from.
  public var windowBars: Int

  /// The number of bars in a year.
  public var periodsPerYear: Double

  /// The largest position value as a multiple of equity.
  public var maximumLeverage: Double

  /// Creates a model.
  public init(
    annualVolatility: Double,
    windowBars: Int,
    periodsPerYear: Double,
    maximumLeverage: Double
  ) {
    self.annualVolatility = annualVolatility
    self.windowBars = windowBars
    self.periodsPerYear = periodsPerYear
    self.maximumLeverage = maximumLeverage
  }

  /// The position for an opinion.
  public func targetUnits(_ inputs: SizingInputs) -> Double {
    guard let deviation = inputs.closeToCloseDeviation(window: windowBars) else { return 0 }
    let leverage = annualVolatility / (deviation * periodsPerYear.squareRoot())
    return inputs.signal * min(leverage, maximumLeverage) * inputs.equity
      / (inputs.price * inputs.multiplier)
  }

  /// The name of the model and its numbers.
  public var canonicalFields: [CanonicalField] {
    [
      .init("sizing", "volatility_target"), .init("sizing.annual_volatility", annualVolatility),
      .init("sizing.window_bars", "\(windowBars)"),
      .init("sizing.periods_per_year", periodsPerYear),
      .init("sizing.maximum_leverage", maximumLeverage),
    ]
  }
}
