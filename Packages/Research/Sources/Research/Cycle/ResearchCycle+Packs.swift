internal import DataLake
internal import MarketModel
internal import ReplayPacks

extension ResearchCycle {
  /// Freezes the days of every symbol, and writes the packs.
  ///
  /// - Returns: The packs by symbol; at least one.
  func buildPacks(of plan: CyclePlan, _ control: CycleControl) throws(CycleError) -> [ReplayPack] {
    let snapshot = try onLake { () throws(LakeError) in try lake.pin() }
    let folder = loaded.paths.artifact(loaded.config.pack.outputDirectory)
    control.observe(.began(.packs, total: plan.sources.count))
    var packs: [ReplayPack] = []
    var missing: [MissingSymbol] = []
    for (index, source) in plan.sources.enumerated() {
      try control.checkStop(.packs)
      do throws(PackError) {
        let pack = try makePack(of: source, plan, snapshot)
        try ReplayPackFile.write(pack, to: folder, packedAt: now, database: lake.database)
        packs.append(pack)
      } catch {
        guard case .noBars = error else { throw .pack(source.symbol, error) }
        missing.append(MissingSymbol(symbol: source.symbol, reason: "\(error)"))
      }
      control.observe(.advanced(.packs, completed: index + 1))
    }
    try refuse(missing, leaving: packs.count, (plan.first, plan.last))
    for entry in missing {
      control.observe(.warning(.symbolLeftOut(entry.symbol, reason: entry.reason)))
    }
    let bars = packs.reduce(0) { $0 + $1.bars.count }
    let outcomes = packs.reduce(0) { $0 + $1.outcomeCount }
    control.observe(
      .ended(.packs, result: "\(packs.count) packs, \(bars) bars, \(outcomes) outcomes")
    )
    return packs.sorted { $0.symbol < $1.symbol }
  }

  /// Freezes the days of one symbol with the labels of this cycle's rules and no others.
  private func makePack(
    of source: CyclePlan.Source,
    _ plan: CyclePlan,
    _ snapshot: LakeSnapshot
  ) throws(PackError) -> ReplayPack {
    let rules = regimePlan
    let whole = try ReplayPack(
      from: snapshot,
      PackRequest(
        symbol: source.symbol,
        interval: interval,
        provider: source.provider,
        startDate: plan.first,
        endDate: plan.last,
        marketScopes: [rules.marketScope],
        optionProviders: optionProviders(of: source.symbol, snapshot)
      )
    )
    let hashes = [
      rules.configHash(provider: source.provider),
      rules.marketHash(members: riskMembers(in: snapshot)),
    ]
    let meant = whole.regimes.filter {
      $0.timeframe == interval.description && hashes.contains($0.configHash)
    }
    guard meant.count < whole.regimes.count else { return whole }
    // Labels of other intervals or rules must not decide the identity of this pack.
    return try ReplayPack(
      provider: whole.provider,
      startDate: whole.startDate,
      endDate: whole.endDate,
      bars: whole.bars,
      outcomes: whole.outcomes,
      regimes: meant,
      snapshots: whole.snapshots
    )
  }

  private func optionProviders(of symbol: Symbol, _ snapshot: LakeSnapshot) -> [String] {
    if let provider = loaded.config.pack.optionsSnapshotProvider { return [provider] }
    return snapshot.catalog.filter { $0.table == .optionSnapshots && $0.symbol == symbol }
      .compactMap(\.provider)
  }
}
