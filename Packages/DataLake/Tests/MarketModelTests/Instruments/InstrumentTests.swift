import MarketModel
import QuantMath
import Testing

@Suite("Instrument")
struct InstrumentTests {
  func share(tickSize: Double? = nil, lotSize: Double? = nil) throws -> Instrument {
    try Instrument(
      symbol: "SPY",
      assetClass: .exchangeTradedFund,
      calendar: .usEquities,
      currency: "USD",
      multiplier: 1,
      tickSize: tickSize,
      lotSize: lotSize
    )
  }

  @Test(
    "refuses sizes that are not positive and finite",
    arguments: [0, -1, Double.nan, .infinity]
  )
  func refusesBadSizes(value: Double) throws {
    #expect(throws: InstrumentError.self) { try share(tickSize: value) }
    #expect(throws: InstrumentError.self) { try share(lotSize: value) }
  }

  @Test("wants option terms for options, and only for them")
  func checksOptionTerms() throws {
    let terms = OptionContract(
      underlying: "SPY",
      expiry: try date("2024-01-19"),
      strike: 470,
      right: .put
    )
    let option = try Instrument(
      symbol: "SPY 240119P470",
      assetClass: .option,
      calendar: .usEquities,
      currency: "USD",
      multiplier: 100,
      option: terms
    )
    #expect(option.option == terms)
    let missing = InstrumentError.optionTermsMismatch(symbol: "X", assetClass: .option)
    #expect(throws: missing) {
      try Instrument(
        symbol: "X",
        assetClass: .option,
        calendar: .usEquities,
        currency: "USD",
        multiplier: 100
      )
    }
    #expect(throws: InstrumentError.optionTermsMismatch(symbol: "X", assetClass: .equity)) {
      try Instrument(
        symbol: "X",
        assetClass: .equity,
        calendar: .usEquities,
        currency: "USD",
        multiplier: 1,
        option: terms
      )
    }
  }

  @Test("rounds prices to ticks and quantities toward zero to lots")
  func roundsToSteps() throws {
    let instrument = try share(tickSize: 0.25, lotSize: 0.1)
    #expect(instrument.roundedPrice(10.13) == 10.25)
    #expect(instrument.roundedPrice(10.12) == 10)
    #expect(abs(instrument.roundedQuantity(0.3) - 0.3) < 1e-15)
    #expect(abs(instrument.roundedQuantity(0.29) - 0.2) < 1e-15)
    #expect(abs(instrument.roundedQuantity(-0.29) + 0.2) < 1e-15)
    #expect(try share().roundedQuantity(0.123) == 0.123)
  }

  @Test("never rounds a quantity up by more than rounding error")
  func neverRoundsUp() throws {
    let instrument = try share(lotSize: 0.001)
    var stream = PhiloxStream(seed: 5, purpose: 1, trial: 0, path: 0)
    for _ in 0..<1_000 {
      let quantity = stream.uniform() * 1_000
      let rounded = instrument.roundedQuantity(quantity)
      #expect(rounded <= quantity * (1 + 1e-15))
      #expect(quantity - rounded < 0.001 * (1 + 1e-9))
    }
  }
}

@Suite("OptionContract")
struct OptionContractTests {
  @Test("pays its intrinsic value and expires at the last close")
  func paysAtExpiry() throws {
    let put = OptionContract(
      underlying: "SPY",
      expiry: try date("2024-03-29"),  // Good Friday: trading ended on Thursday.
      strike: 500,
      right: .put
    )
    #expect(put.intrinsicValue(underlyingPrice: 490) == 10)
    #expect(put.intrinsicValue(underlyingPrice: 510) == 0)
    #expect(put.expiryTime(in: .usEquities)?.description == "2024-03-28T20:00:00Z")
    let call = OptionContract(
      underlying: "SPY",
      expiry: put.expiry,
      strike: 500,
      right: .call
    )
    #expect(call.intrinsicValue(underlyingPrice: 510) == 10)
    #expect(put < call)
  }

  @Test("orders a snapshot's quotes and counts strikes once")
  func ordersQuotes() throws {
    let expiry = try date("2024-01-19")
    let quotes = [490.0, 480, 490].enumerated().map { index, strike in
      OptionQuote(
        contract: OptionContract(
          underlying: "SPY",
          expiry: expiry,
          strike: strike,
          right: index == 0 ? .call : .put
        ),
        bidPrice: 1,
        askPrice: index == 1 ? nil : 1.5
      )
    }
    let snapshot = OptionSnapshot(
      time: try instant("2024-01-03T15:00:00Z"),
      receivedAt: try instant("2024-01-03T15:00:01Z"),
      underlying: "SPY",
      underlyingPrice: 485,
      atTheMoneyVolatility: nil,
      quotes: quotes
    )
    #expect(snapshot.quotes.map(\.contract.strike) == [480, 490, 490])
    #expect(snapshot.quotes.map(\.midPrice) == [nil, 1.25, 1.25])
    #expect(snapshot.strikeCount == 2)
  }
}
