extension Symbol {
  /// The asset that this symbol names: in upper case, without `-PERP`, `PERP`, `-USDT` and `-USD`
  /// at its end, and `1000SATS` for `SATS`.
  ///
  /// A name is never stripped to nothing: `PERP` is an asset.
  public var asset: Symbol { Symbol(SymbolText.renamed(SymbolText.stripped(name))) }

  /// How many units of this symbol one unit of its ``asset`` is: 1000 for `SATS`, else 1.
  public var unitsPerAsset: Double {
    let own = Symbol(SymbolText.stripped(name)).denomination.units
    return Double(asset.denomination.units) / Double(own)
  }

  /// What a perpetual future is written on, such as `BTC` of `BTCUSDT` and `1000PEPE` of
  /// `1000PEPEUSDT`.
  ///
  /// As for ``asset``, and without `USDT`, `USDC`, `BUSD` or `USD` at its end, whichever comes first
  /// of these. Coins that are themselves called so, such as `BUSD` and `SUSD`, keep their names;
  /// `SATS` keeps its name too, as its contracts do.
  public var underlying: Symbol {
    let text = SymbolText.stripped(name)
    guard !SymbolText.dollarCoins.contains(text) else { return Symbol(text) }
    for quote in ["USDT", "USDC", "BUSD", "USD"] where text.hasSuffix(quote) {
      let rest = text.dropLast(quote.count)
      let end = rest.lastIndex { !"-_/:".contains($0) }
      if let end { return Symbol(String(rest[...end])) }
    }
    return Symbol(text)
  }

  /// How many coins one unit of an asset is, by its name: a power of ten from 1000 before or after
  /// the name of the coin, as in `1000PEPE`, `1MBABYDOGE` and `SHIB1000`.
  public var denomination: Denomination {
    let text = Array(name)
    let leading = text.prefix { $0.isASCII && $0.isNumber }
    let trailing = text.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
    if leading == ["1"], text.count > 4, text[1] == "M", text[2].isLetter {
      return Denomination(base: Symbol(String(text.dropFirst(2))), units: 1_000_000)
    }
    if let units = SymbolText.powerOfTen(leading), leading.count < text.count {
      return Denomination(base: Symbol(String(text.dropFirst(leading.count))), units: units)
    }
    if let units = SymbolText.powerOfTen(trailing), trailing.count < text.count {
      return Denomination(base: Symbol(String(text.dropLast(trailing.count))), units: units)
    }
    return Denomination(base: self, units: 1)
  }
}

/// A number of coins that are traded as one.
public struct Denomination: Hashable, Sendable {
  /// The coin.
  public var base: Symbol

  /// The number of coins, at least one.
  public var units: Int

  /// Creates a denomination.
  public init(base: Symbol, units: Int) {
    self.base = base
    self.units = units
  }
}

/// The rules by which names of assets are read.
private enum SymbolText {
  /// Coins whose names end like those of pairs with the dollar.
  static let dollarCoins: Set<String> = [
    "ALUSD", "AUSD", "BUSD", "CRVUSD", "CUSD", "DEUSD", "DUSD", "EUSD", "FDUSD", "GUSD", "HUSD",
    "LUSD", "MUSD", "NUSD", "OUSD", "PUSD", "PYUSD", "RLUSD", "RUSD", "SUSD", "TUSD", "VUSD",
    "XUSD", "ZUSD",
  ]

  static func stripped(_ name: String) -> String {
    var text = name.uppercased()[...]
    let suffixes = ["-PERP", "PERP", "-USDT", "-USD"]
    while let suffix = suffixes.first(where: { text.hasSuffix($0) && text.count > $0.count }) {
      text = text.dropLast(suffix.count)
    }
    return String(text)
  }

  static func renamed(_ name: String) -> String { name == "SATS" ? "1000SATS" : name }

  /// The number that digits spell, when it is a power of ten from 1000 to 1 000 000.
  static func powerOfTen(_ digits: some Sequence<Character>) -> Int? {
    Int(String(digits)).flatMap { [1_000, 10_000, 100_000, 1_000_000].contains($0) ? $0 : nil }
  }
}
