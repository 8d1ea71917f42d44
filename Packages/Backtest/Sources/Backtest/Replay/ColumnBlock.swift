import MarketModel

/// The columns of one symbol for the rows of one block.
///
/// Rows must be asked for in order, each once: the transforms behind the columns stream.
@usableFromInline
final class ColumnBlock {
  private let storage: UnsafeMutablePointer<Double>
  private let stride: Int
  private let producers: [ColumnProducer]
  private let bars: BarPointers

  /// Creates the block of a plan for one symbol.
  ///
  /// - Throws: ``BacktestError/missingSeries(name:symbol:)``.
  init(
    _ plan: ColumnPlan,
    listing: ReplayMarket.Listing,
    shared: [VisibleSeries],
    bars: BarPointers,
    rows: Int
  ) throws(BacktestError) {
    stride = rows
    self.bars = bars
    var producers: [ColumnProducer] = []
    for (index, request) in plan.transforms.enumerated()
    where !plan.transforms[..<index].contains(where: { $0.type == request.type }) {
      let alike = plan.transforms.filter { $0.type == request.type }
      producers.append(request.makeProducer(alike.map(\.transform), alike.map(\.slot)))
    }
    for request in plan.series {
      let series =
        listing.visibleSeries.first { $0.name == request.name }
        ?? shared.first { $0.name == request.name }
      if series == nil, request.isRequired {
        throw .missingSeries(name: request.name, symbol: listing.bars.symbol)
      }
      producers.append(seriesProducer(series, slot: request.slot))
    }
    self.producers = producers
    storage = .allocate(capacity: max(1, plan.slotCount * rows))
    storage.initialize(repeating: .nan, count: max(1, plan.slotCount * rows))
  }

  deinit { storage.deallocate() }

  /// Fills rows `first..<end` and says where they lie.
  @usableFromInline
  func fill(_ first: Int, _ end: Int) -> ColumnPointers {
    for producer in producers { producer(bars, first, end, storage, stride) }
    return ColumnPointers(shifted: UnsafePointer(storage) - first, stride: stride)
  }
}

/// Releases the values of a series to the bars that close at or after their instants.
private func seriesProducer(_ series: VisibleSeries?, slot: Int) -> ColumnProducer {
  var next = 0
  return { bars, first, end, target, stride in
    let column = target + slot * stride
    for row in first..<end {
      guard let series else {
        column[row - first] = .nan
        continue
      }
      while next < series.visibleAt.count, series.visibleAt[next] <= bars.closeTimes[row] {
        next += 1
      }
      column[row - first] = next == 0 ? .nan : series.values[next - 1]
    }
  }
}
