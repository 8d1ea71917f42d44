public import MarketModel

/// Assets that are neither majors nor alts, by the reason.
public enum ExclusionGroup: String, Hashable, Sendable, CaseIterable {
  /// Pegged to a currency or to gold.
  case stables

  /// Issued by an exchange.
  case exchangeTokens = "exchange_tokens"

  /// Claims on another coin.
  case wrapped

  /// Bitcoin or Ether on another chain.
  case bridges

  /// The assets that are known by default.
  public var symbols: [Symbol] {
    switch self {
    case .stables:
      [
        "USDT", "USDC", "BUSD", "DAI", "TUSD", "USDP", "USDD", "FRAX", "LUSD", "GUSD", "HUSD",
        "USDN", "USDE", "PAXG",
      ]
    case .exchangeTokens:
      ["BNB", "FTT", "HT", "OKB", "KCS", "GT", "MX", "CRO", "LEO", "VGX"]
    case .wrapped: ["WBTC", "WETH", "STETH", "RETH", "CBETH", "WSTETH", "STSOL", "RBTC"]
    case .bridges: ["RENBTC", "TBTC", "PBTC", "OBTC", "SBTC", "IBBTC"]
    }
  }
}
