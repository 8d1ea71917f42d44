import MarketModel

/// The prices at which the rows of a chunk mark a position, computed once for all instances of a worker.
///
/// The middle of the quotes where both are known, otherwise the last trade.
struct MarkBuffer {
  private let content: TickContent
  private var capacity: Int
  private var marks: UnsafeMutablePointer<Double>
  private(set) var extremes: UnsafeMutablePointer<MarkExtremes>
  private(set) var zeros: UnsafeMutablePointer<Double>

  /// The mark of the row before the chunk.
  private var newest = 0.0

  /// The price of the last trade before the chunk; 0 without one.
  private(set) var tradeBefore = 0.0
  private var lastTrade = 0.0
  private(set) var noSides: UnsafeMutablePointer<Int8>

  init(_ content: TickContent) {
    self.content = content
    capacity = TickChunk.rowCount
    (marks, extremes, zeros, noSides) = Self.allocate(capacity)
  }

  private static func allocate(
    _ capacity: Int
  ) -> (
    UnsafeMutablePointer<Double>, UnsafeMutablePointer<MarkExtremes>, UnsafeMutablePointer<Double>,
    UnsafeMutablePointer<Int8>
  ) {
    let zeros = UnsafeMutablePointer<Double>.allocate(capacity: capacity + 1)
    zeros.initialize(repeating: 0, count: capacity + 1)
    let sides = UnsafeMutablePointer<Int8>.allocate(capacity: capacity + 1)
    sides.initialize(repeating: 0, count: capacity + 1)
    return (
      .allocate(capacity: capacity + 1),
      .allocate(capacity: capacity / TickChunk.groupRows + 1),
      zeros,
      sides
    )
  }

  func deallocate() {
    marks.deallocate()
    extremes.deallocate()
    zeros.deallocate()
    noSides.deallocate()
  }

  /// Points where the mark of row 0 would lie.
  func shifted(_ rows: Range<Int>) -> UnsafePointer<Double> {
    UnsafePointer(marks) - (rows.lowerBound - 1)
  }

  /// Computes the marks of rows that follow those computed before.
  mutating func fill(_ columns: TickPointers, _ rows: Range<Int>) {
    if rows.count > capacity {
      deallocate()
      capacity = rows.count
      (marks, extremes, zeros, noSides) = Self.allocate(capacity)
    }
    tradeBefore = lastTrade
    marks[0] = newest
    guard !rows.isEmpty else { return }
    let target = marks + 1
    if !content.hasQuotes || !fillQuoted(columns, rows, target) {
      fillEach(columns, rows, target)
    } else if content.hasTrades, let row = rows.last(where: { columns.kinds[$0] == .trade }) {
      lastTrade = columns.tradePrices[row]
    }
    newest = target[rows.count - 1]
    var (group, first) = (0, 0)
    while first < rows.count {
      let end = min(first + TickChunk.groupRows, rows.count)
      extremes[group] = MarkExtremes(of: target + first, count: end - first)
      (group, first) = (group + 1, end)
    }
  }

  /// Computes all marks from quotes, unless one of them is missing.
  private func fillQuoted(
    _ columns: TickPointers,
    _ rows: Range<Int>,
    _ target: UnsafeMutablePointer<Double>
  ) -> Bool {
    let (bids, asks) = (columns.bidPrices + rows.lowerBound, columns.askPrices + rows.lowerBound)
    var isKnown = true
    for index in 0..<rows.count {
      target[index] = 0.5 * (asks[index] + bids[index])
      isKnown = isKnown && (bids[index] > 0) && (asks[index] > 0)
    }
    return isKnown
  }

  private mutating func fillEach(
    _ columns: TickPointers,
    _ rows: Range<Int>,
    _ target: UnsafeMutablePointer<Double>
  ) {
    for row in rows {
      if columns.kinds[row] == .trade { lastTrade = columns.tradePrices[row] }
      // The columns that a feed lacks point nowhere yet.
      let (bid, ask) = content.hasQuotes ? (columns.bidPrices[row], columns.askPrices[row]) : (0, 0)
      target[row - rows.lowerBound] = bid > 0 && ask > 0 ? 0.5 * (ask + bid) : lastTrade
    }
  }
}

extension MarkExtremes {
  /// The extremes of some marks; there is at least one.
  @inline(__always)
  init(of marks: UnsafePointer<Double>, count: Int) {
    var (lows, highs) = (SIMD4(repeating: marks[0]), SIMD4(repeating: marks[0]))
    var index = 0
    while index &+ 4 <= count {
      let next = UnsafeRawPointer(marks + index).loadUnaligned(as: SIMD4<Double>.self)
      lows = lows.replacing(with: next, where: next .< lows)
      highs = highs.replacing(with: next, where: next .> highs)
      index &+= 4
    }
    (low, high) = (lows[0], highs[0])
    for lane in 1..<4 {
      low = lows[lane] < low ? lows[lane] : low
      high = highs[lane] > high ? highs[lane] : high
    }
    while index < count {
      low = marks[index] < low ? marks[index] : low
      high = marks[index] > high ? marks[index] : high
      index &+= 1
    }
  }

  @inline(__always)
  init(of marks: UnsafeMutablePointer<Double>, count: Int) {
    self.init(of: UnsafePointer(marks), count: count)
  }
}
