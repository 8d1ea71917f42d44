public import DataLake
public import MarketModel

extension AssetPanel {
  /// Reads a panel from a lake.
  ///
  /// The assets are those with a price in the chosen days; facts of others are left out and named in
  /// the sources. Symbols are read as ``MarketModel/Symbol/asset`` and perpetual futures as
  /// ``MarketModel/Symbol/underlying``, by coin: the open interest of `1000PEPEUSDT` belongs to `PEPE`
  /// in units of one coin when `PEPE` is the asset that has a price.
  ///
  /// A market capitalisation of zero is unknown, a volume of zero is none. The funding rate of a day is
  /// the mean of its settlements; open interest is the last measurement of the UTC day, and where the
  /// source states it in USD only, that value over the day's price. Nothing is filled.
  ///
  /// **Causality.** A day uses rows of that day only.
  ///
  /// - Parameters:
  ///   - snapshot: The lake at one moment.
  ///   - firstDay: The first day, or `nil` for the first one with a price.
  ///   - lastDay: The last day, or `nil` for the last one with a price.
  ///   - providers: The source of each table that has several; other tables may be left out.
  /// - Returns: The panel, and what it was made of; both are the same for any order of imports.
  /// - Throws: ``PanelLoadError``, with all impossible rows of all series at once.
  /// - Complexity: O(rows of the chosen days).
  public static func load(
    from snapshot: LakeSnapshot,
    firstDay: CivilDate?,
    lastDay: CivilDate?,
    providers: [LakeTable: String]
  ) throws(PanelLoadError) -> (panel: AssetPanel, sources: PanelSources) {
    if let firstDay, let lastDay, lastDay < firstDay {
      throw .emptyRange(first: firstDay, last: lastDay)
    }
    var reader = PanelReader(snapshot: snapshot, providers: providers)
    let prices = try reader.read(.price, from: firstDay, through: lastDay) { $0.asset }
    let days = prices.flatMap { [$0.day(0), $0.day($0.times.count - 1)] }
    guard let oldest = days.min(), let newest = days.max() else {
      throw .noPrices(available: reader.span(of: .price))
    }
    let (first, last) = (firstDay ?? oldest, lastDay ?? newest)
    var assembly = PanelAssembly(firstDay: first, lastDay: last, assets: prices.map(\.asset))
    assembly.addPrices(prices)
    for table in [LakeTable.marketcap, .volume] {
      assembly.add(try reader.read(table, from: first, through: last) { assembly.asset(of: $0) })
    }
    for table in [LakeTable.funding, .openInterest] {
      assembly.add(
        try reader.read(table, from: first, through: last) {
          assembly.asset(ofPerpetual: $0)
        }
      )
    }
    let panel = try assembly.panel()
    return (panel, reader.sources(from: first, through: last))
  }

  /// Reads the panel that settings ask for.
  ///
  /// - Throws: As ``load(from:firstDay:lastDay:providers:)``.
  public static func load(
    _ data: DataSettings,
    from snapshot: LakeSnapshot
  ) throws(PanelLoadError) -> (panel: AssetPanel, sources: PanelSources) {
    var providers: [LakeTable: String] = [:]
    for table in LakeTable.allCases { providers[table] = data.providers[table.rawValue] }
    return try load(
      from: snapshot,
      firstDay: data.firstDay,
      lastDay: data.lastDay,
      providers: providers
    )
  }
}
