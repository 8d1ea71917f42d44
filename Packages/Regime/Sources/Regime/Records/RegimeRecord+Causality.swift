public import Features
internal import MarketModel

extension CausalitySubject where World == BarWorld {
  /// Creates the subject of a detector of regimes: every label and number of its rows.
  ///
  /// - Parameters:
  ///   - name: The name in reports.
  ///   - detect: Labels the bars of a world; each row's timestamp says when it becomes visible.
  public init(
    regimeName name: String,
    detect: @escaping (BarWorld) throws -> [RegimeRecord]
  ) {
    self.init(name: name, kind: "regime", claim: .causal, lookback: nil) { world in
      let rows = try detect(world)
      let times = rows.map(\.timestamp.nanoseconds)
      func labels(_ name: String, _ label: (RegimeRecord) -> String?) -> ReleasedColumn {
        ReleasedColumn(name: name, visibleAt: times, labels: rows.map { label($0) ?? "none" })
      }
      func numbers(_ name: String, _ number: (RegimeRecord) -> Double?) -> ReleasedColumn {
        ReleasedColumn(name: name, visibleAt: times, values: rows.map { number($0) })
      }
      return [
        labels("scope") { $0.scope }, labels("volatility") { $0.volatility },
        labels("trend") { $0.trend }, labels("liquidity") { $0.liquidity },
        labels("session") { $0.session }, labels("risk") { $0.risk },
        numbers("spread") { $0.spreadPercent }, numbers("volume_rank") { $0.volumePercentile },
        numbers("confidence") { $0.confidence }, numbers("warm") { $0.isWarm ? 1 : 0 },
        numbers("flags") { Double($0.dataQualityFlags) }, labels("metrics") { $0.metricsJSON },
      ]
    }
  }
}
