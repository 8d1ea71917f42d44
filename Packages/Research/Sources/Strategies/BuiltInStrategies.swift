public import Backtest

/// The strategies that come with the library.
public enum BuiltInStrategies {
  /// All of them, by name.
  public static let registry = StrategyRegistry(
    [
      BollingerReversion.definition,
      BuyAndHold.definition,
      DowRegimeTiming.definition,
      EmaCross.definition,
      MacdTrend.definition,
      OvernightSession.definition,
      RsiReversion.definition,
      VRPCreditSpread.definition,
    ],
    ticks: [
      MarketMaker.definition,
      OFIMomentum.definition,
      TickBollingerReversion.definition,
      TickEmaCross.definition,
    ]
  )
}
