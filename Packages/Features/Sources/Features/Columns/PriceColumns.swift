public import MarketModel

/// Where the numbers of a series' bars lie, while they are lent.
@frozen
@usableFromInline
struct PriceColumns {
  @usableFromInline let high: UnsafePointer<Double>
  @usableFromInline let low: UnsafePointer<Double>
  @usableFromInline let close: UnsafePointer<Double>
  @usableFromInline let volume: UnsafePointer<Double>

  @inlinable
  init(
    high: UnsafePointer<Double>,
    low: UnsafePointer<Double>,
    close: UnsafePointer<Double>,
    volume: UnsafePointer<Double>
  ) {
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }

  /// How many rows are computed together, few enough to stay near the processor.
  @inlinable
  static var chunkRows: Int { 128 }

  /// Returns the next rows to compute together, a multiple of four of them.
  @inlinable
  static func chunk(from row: Int, to end: Int) -> Range<Int> {
    row..<row + min(chunkRows, (end - row) / 4 * 4)
  }

  /// Writes the true ranges of some bars, which are a multiple of four and not the first.
  @inlinable
  func fillTrueRanges(_ ranges: UnsafeMutablePointer<Double>, _ rows: Range<Int>) {
    var row = 0
    let (high, low) = (high + rows.lowerBound, low + rows.lowerBound)
    let last = close + (rows.lowerBound - 1)
    while row < rows.count {
      let from = load(last, row)
      store(greatest(from, load(high, row)) - least(from, load(low, row)), ranges, row)
      row &+= 4
    }
  }
}

extension BarSeries {
  /// Calls a function with the columns of all bars; does nothing when there is no bar.
  @inlinable
  func withPriceColumns(_ body: (PriceColumns) -> Void) {
    high.withUnsafeBufferPointer { high in
      low.withUnsafeBufferPointer { low in
        close.withUnsafeBufferPointer { close in
          volume.withUnsafeBufferPointer { volume in
            guard let high = high.baseAddress, let low = low.baseAddress,
              let close = close.baseAddress, let volume = volume.baseAddress
            else { return }
            body(PriceColumns(high: high, low: low, close: close, volume: volume))
          }
        }
      }
    }
  }
}

extension CausalTransform {
  /// Consumes the bars of some rows and writes what they make visible.
  @inlinable
  mutating func stream(
    _ columns: inout OutputColumns,
    over series: BarSeries,
    rows: Range<Int>
  ) {
    for row in rows { columns.set(update(series[row]), at: row) }
  }
}
