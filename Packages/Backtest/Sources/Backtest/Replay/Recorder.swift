public import PerformanceMetrics

/// What is measured at every mark of one instance.
@frozen
@usableFromInline
struct Recorder {
  @usableFromInline var moments = StreamingMoments()
  @usableFromInline var drawdown: StreamingDrawdown
  @usableFromInline var previous: Double
  @usableFromInline var exposed = 0
  @usableFromInline var count = 0

  /// Where the mark of the block's first row goes, if the curve is kept.
  @usableFromInline var curve: UnsafeMutablePointer<Double>?

  @inlinable
  init(startingCash: Double) {
    drawdown = StreamingDrawdown(startingAt: startingCash)
    previous = startingCash
  }

  @inlinable
  @inline(__always)
  mutating func mark(_ equity: Double) {
    moments.add(equity / previous - 1)
    drawdown.add(equity)
    previous = equity
  }

  /// Marks an account that stays the same over several rows, all at once.
  ///
  /// Between two trades nothing but the price moves the equity, so that the rows need not wait for each other.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - base: The part of the equity that does not move with the price.
  ///   - units: What it moves by for each unit of price.
  ///   - prices: The closes of all rows of the run.
  ///   - priceCount: The number of closes.
  ///   - blockStart: The first row of the block.
  @usableFromInline
  mutating func mark(
    _ rows: Range<Int>,
    base: Double,
    units: Double,
    _ prices: UnsafePointer<Double>,
    priceCount: Int,
    blockStart: Int
  ) {
    guard !rows.isEmpty else { return }
    if let curve {
      for row in rows { curve[row &- blockStart] = base.addingProduct(units, prices[row]) }
    }
    if units == 0 {
      if base == previous { moments.addZeros(1) } else { mark(base) }
      moments.addZeros(rows.count &- 1)
    } else if rows.lowerBound > 0, rows.upperBound &+ Lanes.scalarCount <= priceCount {
      markTogether(rows, base, units, prices, prices - 1)
    } else {
      for row in rows { mark(base.addingProduct(units, prices[row])) }
    }
  }

  /// Marks four rows at a time; the lanes that lie behind the last row are left out of every sum.
  ///
  /// The same closes come in twice, `earlier` one row before: told that both are one array, the compiler
  /// would save loads and tear the vectors apart for it.
  @inline(never)
  private mutating func markTogether(
    _ rows: Range<Int>,
    _ base: Double,
    _ units: Double,
    _ prices: UnsafePointer<Double>,
    _ earlier: UnsafePointer<Double>
  ) {
    let first = base.addingProduct(units, prices[rows.lowerBound])
    let last = base.addingProduct(units, prices[rows.upperBound &- 1])
    // The first of the rows follows the mark of another account.
    moments.add(first / previous - 1)
    let (bases, factors) = (Lanes(repeating: base), Lanes(repeating: units))
    var (sums, squares) = (Lanes(), Lanes())
    var (least, most) = (Lanes(repeating: first), Lanes(repeating: first))
    var pieceStart = rows.lowerBound
    var row = rows.lowerBound &+ 1
    repeat {
      let pieceEnd = min(pieceStart &+ Self.pieceRows, rows.upperBound)
      while row &+ Lanes.scalarCount <= pieceEnd {
        let marks = bases.addingProduct(factors, Self.load(prices + row))
        let before = bases.addingProduct(factors, Self.load(earlier + row))
        let returns = marks / before - 1
        sums += returns
        squares = squares.addingProduct(returns, returns)
        least = least.replacing(with: marks, where: marks .< least)
        most = most.replacing(with: marks, where: marks .> most)
        row &+= Lanes.scalarCount
      }
      if row < pieceEnd {
        let isBehind = SIMD4<Int64>(0, 1, 2, 3) .>= Int64(truncatingIfNeeded: pieceEnd &- row)
        let before = bases.addingProduct(factors, Self.load(earlier + row))
        // Lanes behind the piece: no return, and no new extreme below.
        let marks = bases.addingProduct(factors, Self.load(prices + row))
          .replacing(with: before, where: isBehind)
        let returns = marks / before - 1
        sums += returns
        squares = squares.addingProduct(returns, returns)
        let seen = marks.replacing(with: least, where: isBehind)
        least = least.replacing(with: seen, where: seen .< least)
        let known = marks.replacing(with: most, where: isBehind)
        most = most.replacing(with: known, where: known .> most)
      }
      row = pieceEnd
      if !drawdown.add(least: Self.least(least), most: -Self.least(-most)) {
        for row in pieceStart..<pieceEnd { drawdown.add(base.addingProduct(units, prices[row])) }
      }
      pieceStart = pieceEnd
      let next = base.addingProduct(units, prices[pieceEnd &- 1])
      (least, most) = (Lanes(repeating: next), Lanes(repeating: next))
    } while pieceStart < rows.upperBound
    let (sum, square) = (sums.lowHalf + sums.highHalf, squares.lowHalf + squares.highHalf)
    moments.add(
      sum: sum[0] + sum[1],
      sumOfSquares: square[0] + square[1],
      count: rows.count &- 1
    )
    previous = last
  }

  private typealias Lanes = SIMD4<Double>

  /// After how many rows the extremes are looked at; a new largest fall is then searched row by row.
  private static var pieceRows: Int { 65 }

  @inline(__always)
  private static func load(_ prices: UnsafePointer<Double>) -> Lanes {
    UnsafeRawPointer(prices).loadUnaligned(as: Lanes.self)
  }

  // By hand: the standard library's reduction is a call.
  @inline(__always)
  private static func least(_ lanes: Lanes) -> Double {
    let (low, high) = (lanes.lowHalf, lanes.highHalf)
    let two = low.replacing(with: high, where: high .< low)
    return two[0] < two[1] ? two[0] : two[1]
  }
}
