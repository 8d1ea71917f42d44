/// Turns a basket of alts into the weights of both legs.
///
/// **Causality.** The weights of day *i* use days 0 through *i* only.
struct LegBuilder {
  let view: MarketView
  let settings: MonitorSettings
  private let logReturns: DailyMatrix

  init(view: MarketView, settings: MonitorSettings) {
    self.view = view
    self.settings = settings
    var logs = DailyMatrix(dayCount: view.panel.dayCount, assetCount: view.panel.assets.count)
    for day in 0..<logs.dayCount {
      for asset in view.panel.assets.indices {
        logs[day, asset] = view.returns[day, asset].map { logarithm(1 + $0) }
      }
    }
    logReturns = logs
  }

  /// The weights at the end of a day; flat without a basket or without prices of the long leg.
  func weights(of basket: AltBasket, _ day: Int) -> LegWeights {
    let leg = settings.longLeg
    let shorts = basket.members.map {
      LegWeights.Entry(asset: $0.asset, weight: -leg.legGross * $0.share)
    }
    guard !shorts.isEmpty, let longs = longLeg(against: shorts, day) else { return .flat }
    guard longs.allSatisfy({ view.panel.price[day, $0.asset] != nil }) else { return .flat }
    let weights = LegWeights(
      weights: (longs.filter { $0.weight != 0 } + shorts).sorted { $0.asset < $1.asset }
    )
    return weights.gross > 1.2 * leg.grossCap
      ? weights.scaled(by: leg.grossCap / weights.gross) : weights
  }

  private func longLeg(against shorts: [LegWeights.Entry], _ day: Int) -> [LegWeights.Entry]? {
    let leg = settings.longLeg
    if leg.neutrality == .fixed {
      return leg.shares.compactMap { share in
        view.panel.index(of: share.asset).map {
          LegWeights.Entry(asset: $0, weight: leg.legGross * share.share)
        }
      }
    }
    let majors = settings.universe.majors
    guard majors.count >= 2, let bitcoin = view.panel.index(of: majors[0]),
      let ether = view.panel.index(of: majors[1])
    else { return nil }
    let exposure = exposure(of: shorts, bitcoin: bitcoin, ether: ether, day)
    let longs =
      leg.neutrality == .beta
      ? betaNeutralMajors(against: exposure, limit: leg.majorLimit)
      : dollarNeutralMajors(against: exposure, total: leg.legGross)
    return [
      LegWeights.Entry(asset: bitcoin, weight: longs.bitcoin),
      LegWeights.Entry(asset: ether, weight: longs.ether),
    ]
  }

  /// What a basket is exposed to: the sum of its weights times their betas.
  private func exposure(
    of entries: [LegWeights.Entry],
    bitcoin: Int,
    ether: Int,
    _ day: Int
  ) -> MarketBetas {
    let days = max(0, day + 1 - settings.beta.windowDays)...day
    func window(_ asset: Int) -> [Double?] { days.map { logReturns[$0, asset] } }
    let (first, second) = (window(bitcoin), window(ether))
    var sum = MarketBetas(bitcoin: 0, ether: 0)
    for entry in entries {
      let betas = estimateBetas(
        of: window(entry.asset),
        bitcoin: first,
        ether: second,
        settings: settings.beta
      )
      sum.bitcoin.addProduct(entry.weight, betas.bitcoin)
      sum.ether.addProduct(entry.weight, betas.ether)
    }
    return sum
  }
}
