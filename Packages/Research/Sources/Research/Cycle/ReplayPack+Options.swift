internal import Backtest
internal import ConfigValidation
internal import MarketModel
internal import ReplayPacks

extension ReplayPack {
  /// The quotes of all option chains, or `nil` when there are none.
  ///
  /// A quote becomes visible when its chain was received; quotes without a bid and an ask are left out.
  func optionQuotes() throws(BacktestError) -> ReplayOptions? {
    var rows: [ReplayOptions.Row] = []
    for snapshot in snapshots {
      guard let quotes = try? JSONValue(parsing: snapshot.quotesJSON) else {
        throw .malformedSeries(name: "option snapshots of \(symbol)", row: rows.count)
      }
      for (member, right) in [("puts", OptionLeg.Right.put), ("calls", .call)] {
        rows += (quotes[member]?.arrayValue ?? []).compactMap {
          row(of: $0, right, snapshot)
        }
      }
    }
    return rows.isEmpty ? nil : try ReplayOptions(rows)
  }

  private func row(
    of quote: JSONValue,
    _ right: OptionLeg.Right,
    _ snapshot: OptionSnapshotRow
  ) -> ReplayOptions.Row? {
    guard let strike = quote["strike"]?.numberValue,
      let expiry = quote["expiry_ms"]?.integerValue,
      let bid = quote["bid"]?.numberValue, let ask = quote["ask"]?.numberValue
    else { return nil }
    return ReplayOptions.Row(
      leg: OptionLeg(
        underlying: snapshot.symbol,
        strike: strike,
        expiry: Timestamp(milliseconds: expiry),
        right: right
      ),
      quote: ReplayQuote(
        visibleAt: snapshot.receivedAt.nanoseconds,
        bid: bid,
        ask: ask,
        bidSize: quote["bid_size"]?.numberValue,
        askSize: quote["ask_size"]?.numberValue
      ),
      impliedVolatility: quote["iv"]?.numberValue
    )
  }
}
