internal import QuantMath

typealias FeatureColumns = [(feature: MonitorFeature, column: DailyColumn)]

/// How many alts rose, and how their returns spread.
func breadthColumns(_ view: MarketView) -> FeatureColumns {
  let returns = (0..<view.panel.dayCount).map { day in
    view.values(of: view.returns, day, view.alts).sorted()
  }
  let shareUp: DailyColumn = returns.map { values in
    mean(values.map { $0 > 0 ? 1 : 0 })
  }
  return [
    (.breadthShareUp, shareUp),
    (.breadthMedianReturn, returns.map { quantile(ofSorted: $0, at: 0.5) }),
    (
      .breadthSpread,
      returns.map { values in
        quantile(ofSorted: values, at: 0.75).flatMap { upper in
          quantile(ofSorted: values, at: 0.25).map { upper - $0 }
        }
      }
    ),
    (.breadthSlope5, shareUp.change(over: 5)),
    (.breadthSlope20, shareUp.change(over: 20)),
  ]
}

/// Bitcoin's share of its own and the alts' market capitalisation; other majors count on neither side.
func dominanceColumns(_ view: MarketView) -> FeatureColumns {
  let dominance: DailyColumn = (0..<view.panel.dayCount).map { day in
    guard let own = view.bitcoin.flatMap({ view.panel.marketCap[day, $0] }) else { return nil }
    let others = view.values(of: view.panel.marketCap, day, view.alts)
    return others.isEmpty ? nil : own / (own + others.reduce(0, +))
  }
  return [
    (.dominance, dominance), (.dominanceChange1, dominance.change(over: 1)),
    (.dominanceChange5, dominance.change(over: 5)),
  ]
}

/// The alts' traded value, and how many trade more than in a month.
func liquidityColumns(_ view: MarketView) -> FeatureColumns {
  let days = 0..<view.panel.dayCount
  let total: DailyColumn = days.map { day in
    let values = view.values(of: view.panel.volume, day, view.alts)
    return values.isEmpty ? nil : values.reduce(0, +)
  }
  let median = total.trailing(7) { quantile(of: $0, at: 0.5) }
  let surprise = (total - median).trailing(30) { window in
    guard let center = mean(window), let deviation = sampleDeviation(window), deviation > 0,
      let newest = window.last
    else { return nil }
    return (newest - center) / deviation
  }
  let atHigh: DailyColumn = days.map { day in
    guard day >= 29 else { return nil }
    let marks: [Double] = view.alts.compactMap { asset in
      guard let now = view.panel.volume[day, asset] else { return nil }
      let past = (day - 29..<day).compactMap { view.panel.volume[$0, asset] }
      return past.count == 29 ? (past.allSatisfy { $0 < now } ? 1 : 0) : nil
    }
    return mean(marks)
  }
  return [(.liquidity, median), (.liquidityZ30, surprise), (.liquidityAtHigh, atHigh)]
}

/// How much more the index of the alts moves than Bitcoin.
func volatilityColumns(_ view: MarketView) -> FeatureColumns {
  let days = 0..<view.panel.dayCount
  let index: DailyColumn = days.map { day in
    guard day > 0 else { return nil }
    // Yesterday's capitalisation: today's already contains today's return.
    var (sum, weight) = (0.0, 0.0)
    for asset in view.alts {
      guard let move = view.returns[day, asset], let cap = view.panel.marketCap[day - 1, asset]
      else { continue }
      sum.addProduct(cap, move)
      weight += cap
    }
    return weight > 0 ? sum / weight : nil
  }
  let own: DailyColumn = days.map { day in view.bitcoin.flatMap { view.returns[day, $0] } }
  return [
    (.volatilitySpread, index.trailing(7, sampleDeviation) - own.trailing(7, sampleDeviation))
  ]
}

/// How the alts' recent returns compare with those of the majors.
func momentumColumns(_ view: MarketView) -> FeatureColumns {
  func momentum(_ assets: [Int], _ days: Int) -> DailyColumn {
    (0..<view.panel.dayCount).map { day in
      quantile(of: assets.compactMap { view.meanReturn($0, day, days: days) }, at: 0.5)
    }
  }
  let (alts3, alts7) = (momentum(view.alts, 3), momentum(view.alts, 7))
  return [
    (.momentumAlts3, alts3), (.momentumAlts7, alts7),
    (.momentumSpread3, alts3 - momentum(view.majors, 3)),
    (.momentumSpread7, alts7 - momentum(view.majors, 7)),
  ]
}
