internal import DataLake
internal import MarketModel
internal import ReplayPacks

extension ResearchCycle {
  /// Freezes the days of every symbol, and writes the packs.
  ///
  /// - Returns: The packs by symbol; at least one.
  func buildPacks(
    of plan: CyclePlan,
    _ control: CycleControl
  ) throws(CycleError) -> [PackedSymbol] {
    let snapshot = try onLake { () throws(LakeError) in try lake.pin() }
    let folder = loaded.paths.artifact(loaded.config.pack.outputDirectory)
    control.observe(.began(.packs, total: plan.sources.count))
    var packs: [PackedSymbol] = []
    var missing: [MissingSymbol] = []
    for (index, source) in plan.sources.enumerated() {
      try control.checkStop(.packs)
      do throws(PackError) {
        let recipe = recipe(of: source, snapshot)
        let pack = try makePack(recipe, (plan.first, plan.last), snapshot)
        try ReplayPackFile.write(pack, to: folder, packedAt: now, database: lake.database)
        packs.append(PackedSymbol(recipe: recipe, pack: pack))
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
    let bars = packs.reduce(0) { $0 + $1.pack.bars.count }
    let outcomes = packs.reduce(0) { $0 + $1.pack.outcomeCount }
    control.observe(
      .ended(.packs, result: "\(packs.count) packs, \(bars) bars, \(outcomes) outcomes")
    )
    return packs.sorted { $0.recipe.symbol < $1.recipe.symbol }
  }

  /// How a symbol is taken from the lake as it is now.
  func recipe(of source: CyclePlan.Source, _ snapshot: LakeSnapshot) -> PackRecipe {
    let rules = regimePlan
    return PackRecipe(
      symbol: source.symbol,
      provider: source.provider,
      optionProviders: optionProviders(of: source.symbol, snapshot),
      labelHashes: [
        rules.configHash(provider: source.provider),
        rules.marketHash(members: riskMembers(in: snapshot)),
      ]
    )
  }

  /// Freezes the days of one symbol with the labels of the recipe's rules and no others.
  func makePack(
    _ recipe: PackRecipe,
    _ days: (first: CivilDate, last: CivilDate),
    _ snapshot: LakeSnapshot
  ) throws(PackError) -> ReplayPack {
    let whole = try ReplayPack(
      from: snapshot,
      PackRequest(
        symbol: recipe.symbol,
        interval: interval,
        provider: recipe.provider,
        startDate: days.first,
        endDate: days.last,
        marketScopes: [regimePlan.marketScope],
        optionProviders: recipe.optionProviders
      )
    )
    let meant = whole.regimes.filter {
      $0.timeframe == interval.description && recipe.labelHashes.contains($0.configHash)
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
