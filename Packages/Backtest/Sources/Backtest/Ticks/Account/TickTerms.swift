import MarketModel

/// The settings of a run on ticks, resolved so that a fill needs as few calls as possible.
final class TickTerms {
  let settings: TickSettings
  let recording: TickRecording
  let makerFee: LinearFee?
  let takerFee: LinearFee?
  let slippage: LinearSlippage?
  let isUnlimited: Bool
  let content: TickContent

  /// Whether orders go through the model of a venue.
  let hasVenue: Bool
  let queue: QueueModel
  let allowsPartialFills: Bool
  let orderDelay: MessageDelay
  let responseDelay: MessageDelay

  init(_ settings: TickSettings, _ recording: TickRecording, _ content: TickContent) {
    self.settings = settings
    self.recording = recording
    self.content = content
    let engine: EngineFills? = if case .engine(let fills) = settings.fillMode { fills } else { nil }
    hasVenue = engine != nil
    queue = engine?.queue ?? .conservative
    allowsPartialFills = engine?.allowsPartialFills ?? false
    orderDelay = MessageDelay(
      engine?.orderLatency ?? .constant(0),
      seed: settings.seed,
      purpose: TickDraws.orderLatency
    )
    responseDelay = MessageDelay(
      engine?.responseLatency ?? .constant(0),
      seed: settings.seed,
      purpose: TickDraws.responseLatency
    )
    makerFee = settings.makerFees.linear
    takerFee = settings.takerFees.linear
    slippage = settings.slippage.linear
    isUnlimited = settings.limits.isUnlimited
  }

  @inline(__always)
  func fee(units: Double, price: Double, isMaker: Bool) -> Double {
    let line = isMaker ? makerFee : takerFee
    if let line { return abs(units) * price * line.valueFraction + abs(units) * line.perUnit }
    let model = isMaker ? settings.makerFees : settings.takerFees
    return model.fee(units: units, price: price, multiplier: 1)
  }

  /// The price of a market order for which a quote is given.
  @inline(__always)
  func slipped(_ reference: Double, units: Double, spread: Double, displayed: Double) -> Double {
    let concession: Double
    if let slippage {
      concession = reference * slippage.priceFraction + slippage.perUnit
    } else {
      concession = settings.slippage.concession(
        SlippageInputs(
          referencePrice: reference,
          units: units,
          barRange: spread,
          barVolume: displayed
        )
      )
    }
    return units > 0 ? reference + concession : max(0, reference - concession)
  }
}
