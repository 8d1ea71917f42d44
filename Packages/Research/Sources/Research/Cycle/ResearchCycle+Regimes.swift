internal import DataLake
internal import MarketModel
internal import Regime
internal import ReplayPacks

extension ResearchCycle {
  /// The rules of the cycle's labels.
  var regimePlan: RegimePlan {
    RegimePlan(
      members: loaded.config.regimes.riskMembers,
      calendar: calendar,
      interval: interval
    )
  }

  /// The members of the risk vote that the lake has bars of, with their providers.
  func riskMembers(
    in snapshot: LakeSnapshot
  ) -> [(symbol: Symbol, provider: String)] {
    regimePlan.settings.risk.members.compactMap { member in
      let provider = try? snapshot.provider(
        loaded.config.pack.barsProvider,
        of: .bars,
        symbol: member.symbol,
        interval: interval
      )
      return provider.map { (member.symbol, $0) }
    }
  }

  /// Labels every symbol and the market as a whole into the lake.
  ///
  /// Labels are made from the first bar on, whatever the days of the packs, so that they are the same
  /// for every range that asks for them. Where nothing has changed, nothing is computed.
  func ensureRegimes(of plan: CyclePlan, _ control: CycleControl) throws(CycleError) {
    guard loaded.config.regimes.ensuresBeforePack else {
      control.observe(.skipped(.regimes, reason: "regimes.ensure_before_pack is false"))
      return
    }
    let snapshot = try onLake { () throws(LakeError) in try lake.pin() }
    control.observe(.began(.regimes, total: plan.sources.count + 1))
    var counts = (inserted: 0, replaced: 0)
    for (index, source) in plan.sources.enumerated() {
      try control.checkStop(.regimes)
      try label(source, snapshot, &counts)
      control.observe(.advanced(.regimes, completed: index + 1))
    }
    let voters = try labelMarket(snapshot, &counts)
    let absent = loaded.config.regimes.riskMembers.count - voters
    control.observe(
      .ended(
        .regimes,
        result: "\(plan.sources.count) symbols, \(counts.inserted) labels new, "
          + "\(counts.replaced) replaced; \(voters) members vote on risk"
          + (absent > 0 ? ", \(absent) have no data" : "")
      )
    )
  }

  private func label(
    _ source: CyclePlan.Source,
    _ snapshot: LakeSnapshot,
    _ counts: inout (inserted: Int, replaced: Int)
  ) throws(CycleError) {
    let rules = regimePlan
    let hash = rules.configHash(provider: source.provider)
    let origin = snapshot.entry(.bars(source.symbol, interval, provider: source.provider))
    let key = rules.key(scope: source.symbol.name, eventType: .symbol, configHash: hash)
    if let stored = snapshot.entry(key)?.derivedFrom, stored == origin?.contentHash.hex { return }
    let bars = try allBars(source.symbol, source.provider, snapshot)
    let records = RegimeRecord.records(
      of: bars,
      calendar: calendar,
      spreads: nil,
      settings: rules.settings,
      configHash: hash
    )
    try store(records, derivedFrom: origin?.contentHash.hex, &counts)
  }

  private func labelMarket(
    _ snapshot: LakeSnapshot,
    _ counts: inout (inserted: Int, replaced: Int)
  ) throws(CycleError) -> Int {
    let rules = regimePlan
    let members = riskMembers(in: snapshot)
    guard !members.isEmpty else { return 0 }
    let hash = rules.marketHash(members: members)
    let origins = members.map { member in
      snapshot.entry(.bars(member.symbol, interval, provider: member.provider))?.contentHash.hex
        ?? ""
    }
    let source = ContentHash(of: origins.joined(separator: "\n")).hex
    let key = rules.key(scope: rules.marketScope, eventType: .market, configHash: hash)
    if snapshot.entry(key)?.derivedFrom == source { return members.count }
    var series: [BarSeries] = []
    for member in members {
      series.append(try allBars(member.symbol, member.provider, snapshot))
    }
    let records = RegimeRecord.records(
      ofMarket: series,
      scope: rules.marketScope,
      calendar: calendar,
      settings: rules.settings,
      configHash: hash
    )
    try store(records, derivedFrom: source, &counts)
    return members.count
  }

  private func allBars(
    _ symbol: Symbol,
    _ provider: String,
    _ snapshot: LakeSnapshot
  ) throws(CycleError) -> BarSeries {
    try onLake { () throws(LakeError) in
      try snapshot.bars(
        symbol: symbol,
        interval: interval,
        provider: provider,
        from: nil,
        through: nil,
        visibleBy: nil
      )
    }
  }

  private func store(
    _ records: [RegimeRecord],
    derivedFrom source: String?,
    _ counts: inout (inserted: Int, replaced: Int)
  ) throws(CycleError) {
    let rows: ColumnTable
    do throws(ColumnTableError) {
      rows = try RegimeRow.table(records.map { RegimeRow($0) })
    } catch {
      preconditionFailure("columns of one list of rows have one length: \(error)")
    }
    let merged = try onLake { () throws(LakeError) in
      try lake.apply(
        LakeChange(table: .regimes, rows: rows, policy: .replace, derivedFrom: source)
      )
    }
    counts.inserted += merged.reduce(0) { $0 + $1.inserted }
    counts.replaced += merged.reduce(0) { $0 + $1.replaced }
  }
}

extension RegimeRow {
  /// A label as the lake stores it.
  init(_ record: RegimeRecord) {
    self.init(
      scope: record.scope,
      timeframe: record.timeframe,
      eventType: record.eventType.rawValue,
      configHash: record.configHash,
      timestamp: record.timestamp,
      volatility: record.volatility,
      trend: record.trend,
      liquidity: record.liquidity,
      session: record.session,
      risk: record.risk,
      spread: record.spreadPercent,
      volumePercentile: record.volumePercentile,
      confidence: record.confidence,
      isWarm: record.isWarm,
      dataQualityFlags: Int64(record.dataQualityFlags),
      metricsJSON: record.metricsJSON
    )
  }
}

extension RegimeRecord {
  /// A label as a pack holds it.
  init?(_ row: RegimeRow) {
    guard let eventType = EventType(rawValue: row.eventType) else { return nil }
    self.init(
      eventType: eventType,
      scope: row.scope,
      timeframe: row.timeframe,
      timestamp: row.timestamp,
      configHash: row.configHash,
      volatility: row.volatility,
      trend: row.trend,
      liquidity: row.liquidity,
      session: row.session,
      risk: row.risk,
      spreadPercent: row.spread,
      volumePercentile: row.volumePercentile,
      confidence: row.confidence,
      isWarm: row.isWarm,
      dataQualityFlags: Int(row.dataQualityFlags),
      metricsJSON: row.metricsJSON
    )
  }
}
