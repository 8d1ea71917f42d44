public import DataLake
import MarketModel

extension SyntheticMarket {
  /// Makes what stores the bars of all symbols, and their option chains, in a lake.
  ///
  /// Stored rows with the same keys are replaced: another seed makes another market.
  ///
  /// - Parameters:
  ///   - provider: The name of the source.
  ///   - options: How chains are quoted, or `nil` for none.
  /// - Returns: The changes, by symbol, bars first.
  /// - Throws: ``SyntheticMarketError``.
  /// - Complexity: O(bars + quotes).
  public func changes(
    provider: String,
    options: SyntheticOptionSettings?
  ) throws(SyntheticMarketError) -> [LakeChange] {
    var changes: [LakeChange] = []
    for position in settings.symbols.indices {
      let bars = try bars(ofSymbolAt: position)
      changes.append(LakeChange(bars: bars, provider: provider, policy: .replace))
      guard let options else { continue }
      let rows = try optionSnapshots(of: bars, provider: provider, options: options)
      changes.append(LakeChange(table: .optionSnapshots, rows: rows, policy: .replace))
    }
    return changes
  }
}
