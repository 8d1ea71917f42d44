public import MarketModel

extension LakeSnapshot {
  /// Reads quotes into memory; ``LakeTickFeed`` reads more than fits there.
  ///
  /// - Parameters:
  ///   - symbol: The symbol.
  ///   - provider: The provider, or `nil` when only one has quotes of the symbol.
  ///   - first: The first instant, inclusive; `nil` reads from the oldest quote.
  ///   - last: The last instant, inclusive; `nil` reads through the newest quote.
  /// - Returns: The quotes, oldest first.
  /// - Throws: ``LakeError`` when there is no such series, several providers have it, or a file
  ///   cannot be read.
  /// - Complexity: O(rows) of the files that overlap the range.
  public func quotes(
    symbol: Symbol,
    provider: String?,
    from first: Timestamp?,
    through last: Timestamp?
  ) throws(LakeError) -> QuoteSeries {
    let (key, table) = try ticks(.quotes, symbol, provider, first, last)
    return try series(key) { () throws(ColumnTableError) in
      let times = try table.timestamps("timestamp")
      let bids = (try table.doubles("bid_price"), try table.doubles("bid_size"))
      let asks = (try table.doubles("ask_price"), try table.doubles("ask_size"))
      return { () throws(SeriesError) in
        try QuoteSeries(
          symbol: symbol,
          times: times,
          bidPrices: bids.0,
          bidSizes: bids.1,
          askPrices: asks.0,
          askSizes: asks.1
        )
      }
    }
  }

  /// Reads trades into memory; ``LakeTickFeed`` reads more than fits there.
  ///
  /// - Parameters:
  ///   - symbol: The symbol.
  ///   - provider: The provider, or `nil` when only one has trades of the symbol.
  ///   - first: The first instant, inclusive; `nil` reads from the oldest trade.
  ///   - last: The last instant, inclusive; `nil` reads through the newest trade.
  /// - Returns: The trades, oldest first.
  /// - Throws: ``LakeError`` when there is no such series, several providers have it, or a file
  ///   cannot be read.
  /// - Complexity: O(rows) of the files that overlap the range.
  public func trades(
    symbol: Symbol,
    provider: String?,
    from first: Timestamp?,
    through last: Timestamp?
  ) throws(LakeError) -> TradeSeries {
    let (key, table) = try ticks(.trades, symbol, provider, first, last)
    return try series(key) { () throws(ColumnTableError) in
      let times = try table.timestamps("timestamp")
      let (prices, sizes) = (try table.doubles("price"), try table.doubles("size"))
      let side = try table.column("aggressor", .text)
      let aggressors = (0..<side.count).map { row in
        side.isMissing(row) ? nil : AggressorSide(rawValue: side.text(at: row))
      }
      return { () throws(SeriesError) in
        try TradeSeries(
          symbol: symbol,
          times: times,
          prices: prices,
          sizes: sizes,
          aggressors: aggressors
        )
      }
    }
  }

  private func ticks(
    _ table: LakeTable,
    _ symbol: Symbol,
    _ provider: String?,
    _ first: Timestamp?,
    _ last: Timestamp?
  ) throws(LakeError) -> (SeriesKey, ColumnTable) {
    let name = try self.provider(provider, of: table, symbol: symbol, interval: nil)
    let key = SeriesKey.market(table, symbol, provider: name)
    return (key, try rows(of: key, from: first, through: last))
  }

  private func series<Series>(
    _ key: SeriesKey,
    _ make: () throws(ColumnTableError) -> () throws(SeriesError) -> Series
  ) throws(LakeError) -> Series {
    let build: () throws(SeriesError) -> Series
    do throws(ColumnTableError) { build = try make() } catch {
      throw .invalidRow(series: key, time: Timestamp(nanoseconds: 0), reason: "\(error)")
    }
    do throws(SeriesError) { return try build() } catch { throw .series(key, error) }
  }
}
