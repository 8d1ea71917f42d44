/// The settings of a run, resolved so that a fill needs as few calls as possible.
///
/// A class only so that passing it on costs no copy of its many settings.
final class Terms {
  let settings: ExecutionSettings
  let fillRule: FillRule
  let costMultiplier: Double
  let fee: LinearFee?
  let slippage: LinearSlippage?
  let isUnlimited: Bool
  let sizesAllIn: Bool
  let lotSize: Double?
  let hasBorrowRate: Bool
  let latencyBars: Int
  let latencyNanoseconds: Int64

  init(_ settings: ExecutionSettings) {
    self.settings = settings
    fillRule = settings.fillRule
    costMultiplier = settings.costMultiplier
    fee = settings.fees.linear.map {
      LinearFee(
        valueFraction: $0.valueFraction * settings.costMultiplier,
        perUnit: $0.perUnit * settings.costMultiplier
      )
    }
    slippage = settings.slippage.linear.map {
      LinearSlippage(
        priceFraction: $0.priceFraction * settings.costMultiplier,
        perUnit: $0.perUnit * settings.costMultiplier
      )
    }
    isUnlimited = settings.limits.isUnlimited
    sizesAllIn = settings.sizing is AllIn
    lotSize = settings.lotSize
    hasBorrowRate = settings.borrowRatePerYear > 0
    switch settings.latency {
    case .none: (latencyBars, latencyNanoseconds) = (0, 0)
    case .bars(let count): (latencyBars, latencyNanoseconds) = (count, 0)
    case .nanoseconds(let count): (latencyBars, latencyNanoseconds) = (0, count)
    }
  }

  func fee(units: Double, price: Double, multiplier: Double) -> Double {
    if let fee {
      return abs(units) * price * multiplier * fee.valueFraction + abs(units) * fee.perUnit
    }
    return settings.fees.fee(units: units, price: price, multiplier: multiplier) * costMultiplier
  }

  /// How many units `cash` pays for, fees included.
  func affordableUnits(cash: Double, price: Double, multiplier: Double) -> Double {
    guard cash > 0, price > 0 else { return 0 }
    if let fee {
      return cash / (price * multiplier * (1 + fee.valueFraction) + fee.perUnit)
    }
    // The charge is some increasing function of the quantity: halve the interval until it is tight.
    var (lower, upper) = (0.0, cash / (price * multiplier))
    for _ in 0..<64 {
      let middle = 0.5 * (lower + upper)
      let cost =
        middle * price * multiplier
        + fee(units: middle, price: price, multiplier: multiplier)
      if cost <= cash { lower = middle } else { upper = middle }
    }
    return lower
  }

  func concession(_ reference: Double, _ units: Double, _ bars: BarPointers, _ row: Int) -> Double {
    if let slippage { return reference * slippage.priceFraction + slippage.perUnit }
    let inputs = SlippageInputs(
      referencePrice: reference,
      units: units,
      barRange: bars.high[row] - bars.low[row],
      barVolume: bars.volume[row]
    )
    return settings.slippage.concession(inputs) * costMultiplier
  }
}
