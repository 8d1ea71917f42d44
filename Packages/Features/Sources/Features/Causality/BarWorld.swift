public import MarketModel
import QuantMath

/// Data whose future can be changed, so that what is computed from them can be checked.
public protocol CausalityWorld: Sendable {
  /// The bars, by which cuts are placed and foresight is measured; at least one series.
  var bars: [BarSeries] { get }

  /// Returns the data with everything that becomes visible after an instant changed.
  ///
  /// - Parameters:
  ///   - change: What to do.
  ///   - now: The last instant that stays as it is, in nanoseconds.
  ///   - seed: The seed of whatever is drawn at random.
  /// - Returns: The changed data, or `nil` where the change leaves a symbol without any bar.
  func changed(_ change: FutureChange, after now: Int64, seed: UInt64) -> Self?

  /// Returns data at the same times that say nothing about the last two bars and the future.
  ///
  /// - Parameters:
  ///   - seed: The seed of the walk.
  ///   - isNear: Whether prices stay near those of two bars before, rather than wander freely.
  /// - Returns: The foreign data.
  func foreign(seed: UInt64, isNear: Bool) -> Self
}

/// The bars of one or several symbols.
public struct BarWorld: CausalityWorld {
  /// The series; at least one.
  public let bars: [BarSeries]

  /// Creates a world.
  ///
  /// - Precondition: There is a series, and no series is empty.
  public init(_ bars: [BarSeries]) {
    precondition(!bars.isEmpty && bars.allSatisfy { !$0.isEmpty }, "a world has bars")
    self.bars = bars
  }

  private init(unchecked bars: [BarSeries]) { self.bars = bars }

  /// Returns the bars with those that close after an instant changed.
  public func changed(_ change: FutureChange, after now: Int64, seed: UInt64) -> BarWorld? {
    let changed = bars.enumerated().map { position, series in
      series.changed(change, after: now, seed: seed &+ UInt64(position), poison: 1e120)
    }
    return changed.contains(where: \.isEmpty) ? nil : BarWorld(unchecked: changed)
  }

  /// Returns random walks at the same times.
  public func foreign(seed: UInt64, isNear: Bool) -> BarWorld {
    BarWorld(
      unchecked: bars.enumerated().map { $1.foreign(seed: seed &+ UInt64($0), isNear: isNear) }
    )
  }
}

extension BarSeries {
  /// Returns the series with the bars that close after an instant changed.
  ///
  /// Open and close times of bars that remain stay as they are. A bar that has opened and not
  /// closed at the instant belongs to the future.
  ///
  /// - Parameters:
  ///   - change: What to do.
  ///   - now: The instant, in nanoseconds.
  ///   - seed: The seed of the random order.
  ///   - poison: The factor of huge prices, and the divisor of tiny ones.
  /// - Returns: The changed series; empty when every bar was removed.
  /// - Complexity: O(*n*).
  public func changed(
    _ change: FutureChange,
    after now: Int64,
    seed: UInt64,
    poison: Double
  ) -> BarSeries {
    let kept = closeTimes.partitionPoint { $0 > now }
    switch change {
    case .truncated: return slice(0..<kept)
    case .thinned:
      return rebuilt(with: columns, rows: (0..<count).filter { $0 < kept || ($0 - kept) % 2 == 1 })
    default:
      var columns = columns
      columns.change(change, from: kept, seed: seed, poison: poison)
      return rebuilt(with: columns, rows: nil)
    }
  }

  /// Returns a random walk at the same times, with moves of the same size and other volumes.
  func foreign(seed: UInt64, isNear: Bool) -> BarSeries {
    var stream = PhiloxStream(seed: seed, purpose: 0xF0, trial: 0, path: 0)
    var columns = columns
    let step = max(1e-6, min(0.05, typicalMove))
    var last = isNear && close[0] > 0 ? close[0] : 100
    for row in 0..<count {
      let opened = last * (1 + 0.3 * step * (2 * stream.uniform() - 1))
      let move = 4 * stream.uniform() - 2
      let closed =
        isNear && close[0] > 0
        ? max(close[max(0, row - 2)], 0.01 * close[0]) * (1 + 0.25 * step * move)
        : opened * (1 + step * move)
      columns.open[row] = opened
      columns.close[row] = closed
      columns.high[row] = max(opened, closed) * (1 + step * stream.uniform())
      columns.low[row] = min(opened, closed) * (1 - step * stream.uniform())
      columns.volume[row] = (1 + 9 * stream.uniform()) * 1_000
      last = closed
    }
    return rebuilt(with: columns, rows: nil)
  }

  /// The mean absolute relative change from close to close.
  private var typicalMove: Double {
    var sum = 0.0
    var moves = 0
    for row in 0..<max(0, count - 1) where close[row] > 0 {
      sum += min(1, abs(close[row + 1] / close[row] - 1))
      moves += 1
    }
    return moves > 0 ? sum / Double(moves) : 0.01
  }

  private var columns: ChangedColumns {
    ChangedColumns(open: open, high: high, low: low, close: close, volume: volume)
  }

  private func rebuilt(with columns: ChangedColumns, rows: [Int]?) -> BarSeries {
    func kept<Element>(_ column: [Element]) -> [Element] { rows?.map { column[$0] } ?? column }
    let series = try? BarSeries(
      symbol: symbol,
      interval: interval,
      openTimes: kept(openTimes),
      closeTimes: kept(closeTimes),
      open: kept(columns.open),
      high: kept(columns.high),
      low: kept(columns.low),
      close: kept(columns.close),
      volume: kept(columns.volume)
    )
    guard let series else { preconditionFailure("changed bars are finite and keep their times") }
    return series
  }
}

/// The columns of a series that a change may touch.
private struct ChangedColumns {
  var open: [Double]
  var high: [Double]
  var low: [Double]
  var close: [Double]
  var volume: [Double]

  mutating func change(
    _ change: FutureChange,
    from kept: Int,
    seed: UInt64,
    poison: Double
  ) {
    let last = kept > 0 ? close[kept - 1] : 1
    switch change {
    case .truncated, .thinned: break
    case .scaled: scale(from: kept) { _ in (1.7, 0.3) }
    case .nextBar: scale(from: kept, to: min(kept + 1, close.count)) { _ in (1.31, 2.3) }
    case .huge: scale(from: kept) { row in (row % 2 == 0 ? poison : poison / 3, poison) }
    case .tiny: scale(from: kept) { row in (row % 2 == 0 ? 1 / poison : 3 / poison, 1 / poison) }
    case .shuffled: shuffle(from: kept, seed: seed)
    case .flipped: mirror(from: kept, at: last)
    case .frozen:
      for row in kept..<close.count {
        (open[row], high[row], low[row], close[row]) = (last, last, last, last)
      }
    case .volume: scale(from: kept) { row in (1, row % 2 == 0 ? 5 : 0.1) }
    case .high: for row in kept..<close.count { high[row] *= row % 2 == 0 ? 1.4 : 1.1 }
    case .low: for row in kept..<close.count { low[row] *= row % 2 == 0 ? 0.6 : 0.9 }
    }
  }

  private mutating func scale(
    from kept: Int,
    to end: Int? = nil,
    by factors: (Int) -> (price: Double, volume: Double)
  ) {
    for row in kept..<(end ?? close.count) {
      let (price, traded) = factors(row - kept)
      open[row] = finite(open[row] * price)
      high[row] = finite(high[row] * price)
      low[row] = finite(low[row] * price)
      close[row] = finite(close[row] * price)
      volume[row] = finite(volume[row] * traded)
    }
  }

  private mutating func shuffle(from kept: Int, seed: UInt64) {
    var stream = PhiloxStream(seed: seed, purpose: 0xF1, trial: UInt32(kept), path: 0)
    for row in stride(from: close.count - 1, to: kept, by: -1) {
      let other = kept + stream.index(below: row - kept + 1)
      open.swapAt(row, other)
      high.swapAt(row, other)
      low.swapAt(row, other)
      close.swapAt(row, other)
      volume.swapAt(row, other)
    }
  }

  /// Mirrors ratios where prices are positive, and differences where they are not.
  private mutating func mirror(from kept: Int, at pivot: Double) {
    for row in kept..<close.count {
      let (top, bottom) = (high[row], low[row])
      if pivot > 0, bottom > 0 {
        open[row] = finite(pivot / open[row] * pivot)
        close[row] = finite(pivot / close[row] * pivot)
        (high[row], low[row]) = (finite(pivot / bottom * pivot), finite(pivot / top * pivot))
      } else {
        open[row] = finite(2 * pivot - open[row])
        close[row] = finite(2 * pivot - close[row])
        (high[row], low[row]) = (finite(2 * pivot - bottom), finite(2 * pivot - top))
      }
    }
  }

  /// A series holds finite numbers only, so a change that leaves their range stops at its end.
  private func finite(_ value: Double) -> Double {
    let most = Double.greatestFiniteMagnitude
    return value.isNaN ? 0 : min(max(value, -most), most)
  }
}
