internal import ConfigValidation
internal import DataLake
internal import Features
internal import MarketModel

/// A series of the lake with its identity.
struct SourcedSeries {
  var series: BarSeries
  let source: Dataset.Source
}

extension DatasetBuilder {
  /// Reads the daily bars of a symbol, none after the last date of the request.
  func daily(
    _ symbol: Symbol,
    _ request: DatasetRequest
  ) throws(DatasetError) -> SourcedSeries {
    let symbols = dailySymbols
    guard symbols.contains(symbol.name) else {
      throw .missingSymbol(
        symbol,
        suggestion: nearestName(to: symbol.name, among: symbols),
        available: symbols
      )
    }
    do throws(LakeError) {
      let provider = try snapshot.provider(
        symbol == request.symbol ? request.provider : nil,
        of: .bars,
        symbol: symbol,
        interval: .day
      )
      let key = SeriesKey.bars(symbol, .day, provider: provider)
      let series = try snapshot.bars(
        symbol: symbol,
        interval: .day,
        provider: provider,
        from: nil,
        through: request.lastDate.map {
          calendar.timeZone.instant(of: $0.advanced(byDays: 1), nanoseconds: 0)
            .advanced(byNanoseconds: -1)
        },
        visibleBy: nil
      )
      guard let hash = snapshot.entry(key)?.contentHash else {
        throw LakeError.noSeries(table: .bars, symbol: symbol, wanted: "\(key)", available: [])
      }
      return SourcedSeries(series: series, source: .init(key: key, contentHash: hash))
    } catch {
      throw .lake(error)
    }
  }

  /// Reads the volatility index under the first of its names that the lake has.
  func volatilityIndex(_ request: DatasetRequest) throws(DatasetError) -> SourcedSeries {
    let symbols = dailySymbols
    guard let symbol = Self.volatilityIndices.first(where: { symbols.contains($0.name) }) else {
      throw .missingVolatilityIndex(tried: Self.volatilityIndices.map(\.name))
    }
    return try daily(symbol, request)
  }

  /// Cuts two series so that both begin on their first common date, and bins are counted alike.
  func beginningTogether(
    _ left: SourcedSeries,
    _ right: SourcedSeries
  ) -> (SourcedSeries, SourcedSeries) {
    let (own, others) = (dates(of: left.series), dates(of: right.series))
    let common = Set(others)
    guard let first = own.first(where: common.contains) else { return (left, right) }
    func cut(_ part: SourcedSeries, _ dates: [CivilDate]) -> SourcedSeries {
      let start = dates.partitionPoint { $0 >= first }
      return SourcedSeries(
        series: part.series.slice(start..<part.series.count),
        source: part.source
      )
    }
    return (cut(left, own), cut(right, others))
  }

  private func dates(of series: BarSeries) -> [CivilDate] {
    series.openTimes.map { calendar.date(of: Timestamp(nanoseconds: $0)) }
  }

  /// The symbols that have daily bars, in the order of the catalog, each once.
  private var dailySymbols: [String] {
    var names: [String] = []
    for entry in snapshot.catalog where entry.table == .bars && entry.interval == .day {
      if names.last != entry.symbol.name { names.append(entry.symbol.name) }
    }
    return names
  }
}
