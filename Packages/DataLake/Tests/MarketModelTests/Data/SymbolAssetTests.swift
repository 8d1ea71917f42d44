import MarketModel
import QuantMath
import Testing

@Suite("names of assets")
struct SymbolAssetTests {
  @Test(
    "strips what says how an asset is traded",
    arguments: [
      ("btc", "BTC"), ("BTC-PERP", "BTC"), ("BTCPERP", "BTC"), ("eth-usdt", "ETH"),
      ("ETH-USD", "ETH"), ("BTC-USDT-PERP", "BTC"), ("SATS", "1000SATS"), ("sats-usd", "1000SATS"),
      ("1000SATS", "1000SATS"), ("PERP", "PERP"), ("PERP-USD", "PERP"), ("-USD", "-USD"),
      ("USDT", "USDT"), ("BUSD", "BUSD"), ("BTCUSDT", "BTCUSDT"), ("USDe", "USDE"),
      ("stETH", "STETH"), ("", ""),
    ]
  )
  func assets(_ symbol: Symbol, _ asset: Symbol) {
    #expect(symbol.asset == asset)
  }

  @Test(
    "finds what a perpetual is written on",
    arguments: [
      ("BTCUSDT", "BTC"), ("BTCUSD", "BTC"), ("ETHUSDC", "ETH"), ("ADABUSD", "ADA"),
      ("BTC-USDT", "BTC"), ("BTC_USDT", "BTC"), ("BTC-PERP", "BTC"), ("1000PEPEUSDT", "1000PEPE"),
      ("SHIB1000USDT", "SHIB1000"), ("1000SATSUSDT", "1000SATS"), ("SUSDT", "S"), ("TUSDT", "T"),
      ("BTC", "BTC"), ("USDT", "USDT"), ("USDC", "USDC"), ("USDCUSDT", "USDC"), ("BUSD", "BUSD"),
      ("SUSD", "SUSD"), ("TUSD", "TUSD"), ("FDUSD", "FDUSD"), ("BUSDUSDT", "BUSD"), ("USD", "USD"),
      ("PERPUSDT", "PERP"), ("PERP", "PERP"), ("1INCHUSDT", "1INCH"), ("SATSUSDT", "SATS"),
    ]
  )
  func underlyings(_ symbol: Symbol, _ underlying: Symbol) {
    #expect(symbol.underlying == underlying)
  }

  @Test(
    "reads how many coins are traded as one",
    arguments: [
      ("1000PEPE", "PEPE", 1_000), ("1000SATS", "SATS", 1_000), ("SHIB1000", "SHIB", 1_000),
      ("10000LADYS", "LADYS", 10_000), ("1MBABYDOGE", "BABYDOGE", 1_000_000),
      ("1INCH", "1INCH", 1), ("BTC", "BTC", 1), ("1000", "1000", 1), ("C98", "C98", 1),
      ("1ML", "1ML", 1), ("", "", 1),
    ]
  )
  func denominations(_ symbol: Symbol, _ base: Symbol, _ units: Int) {
    #expect(symbol.denomination == Denomination(base: base, units: units))
  }

  @Test("one unit of 1000SATS is a thousand of SATS")
  func units() {
    #expect(Symbol("SATS-USD").unitsPerAsset == 1_000)
    #expect(Symbol("1000SATS").unitsPerAsset == 1)
    #expect(Symbol("1000PEPE").unitsPerAsset == 1)
  }

  @Test("leaves no name empty, and is done after one step", arguments: 1...20)
  func properties(_ seed: UInt64) {
    var random = PhiloxStream(seed: seed, purpose: 7, trial: 0, path: 0)
    let pieces = ["BTC", "S", "B", "USD", "USDT", "USDC", "BUSD", "PERP", "-", "1000", "SATS", "x"]
    for _ in 0..<200 {
      let count = 1 + random.index(below: 4)
      let name = (0..<count).map { _ in pieces[random.index(below: pieces.count)] }.joined()
      let symbol = Symbol(name)
      #expect(!symbol.asset.name.isEmpty && !symbol.underlying.name.isEmpty)
      #expect(symbol.asset.asset == symbol.asset)
      #expect(!symbol.denomination.base.name.isEmpty && symbol.denomination.units >= 1)
      #expect(Symbol(name.lowercased()).underlying == symbol.underlying)
    }
    let letters = Array("ACDEFGHIJKLMNOPQRSTVWXYZ")
    for _ in 0..<50 {
      let coin = String((0..<4).map { _ in letters[random.index(below: letters.count)] })
      for quote in ["USDT", "USDC", "BUSD", "USD", "-PERP", "-USDT", "-USD", "_USDT"] {
        #expect(Symbol(coin + quote).underlying.name == coin)
      }
      #expect(Symbol(coin).underlying.name == coin && Symbol(coin).asset.name == coin)
    }
  }
}
