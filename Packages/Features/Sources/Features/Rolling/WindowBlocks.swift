/// The windows of a whole column, four blocks of the stream at a time.
///
/// Does what ``RollingMoments`` and ``RollingSum`` do, in the same order, with one block in each lane.
@usableFromInline
struct WindowBlocks {
  @usableFromInline let period: Int
  @usableFromInline let values: UnsafePointer<Double>
  @usableFromInline let count: Int

  /// The sums over four windows that end `period` rows apart.
  @frozen
  @usableFromInline
  struct Windows {
    /// The last row of the first window.
    @usableFromInline var row: Int

    /// The value that distances are taken from, one in each window.
    @usableFromInline var reference: SIMD4<Double>

    /// The distances of the newest values.
    @usableFromInline var distance: SIMD4<Double>

    /// The sums of the distances.
    @usableFromInline var sum: SIMD4<Double>

    /// The sums of the squared distances.
    @usableFromInline var squares: SIMD4<Double>

    @inlinable
    @inline(__always)
    init(_ row: Int, _ reference: SIMD4<Double>) {
      self.row = row
      self.reference = reference
      (distance, sum, squares) = (SIMD4(), SIMD4(), SIMD4())
    }
  }

  @inlinable
  init(period: Int, values: UnsafePointer<Double>, count: Int) {
    self.period = period
    self.values = values
    self.count = count
  }

  /// Visits the windows of every group of four whole blocks.
  ///
  /// - Parameters:
  ///   - centred: Whether distances are taken from the value at the cut; from zero otherwise.
  ///   - squared: Whether squared distances are summed.
  ///   - visit: Takes the windows that end at `row`, `row + period` and so on.
  ///   - finish: Takes the rows of a group after all of them have been visited.
  /// - Returns: The first row that has a full window and belongs to no group.
  @inlinable
  @inline(__always)
  func visitGroups(
    centred: Bool,
    squared: Bool,
    _ visit: (Windows) -> Void,
    finish: (Range<Int>) -> Void
  ) -> Int {
    var cut = period - 1
    withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: 2 * period) { ends in
      guard let ends = ends.baseAddress else { return }
      while cut &+ 4 &* period <= count {
        visitGroup(at: cut, ends, centred, squared, visit)
        let next = cut &+ 4 &* period
        finish(cut..<next)
        cut = next
      }
    }
    return cut
  }

  @inlinable
  @inline(__always)
  func visitGroup(
    at cut: Int,
    _ ends: UnsafeMutablePointer<SIMD4<Double>>,
    _ centred: Bool,
    _ squared: Bool,
    _ visit: (Windows) -> Void
  ) {
    let reference = centred ? gather(cut) : SIMD4()
    var windows = Windows(cut, reference)
    var start = period &- 1
    while start >= 0 {
      let distance = gather(cut &- period &+ 1 &+ start) - reference
      windows.sum += distance
      ends[2 &* start] = windows.sum
      if squared {
        windows.squares = windows.squares.addingProduct(distance, distance)
        ends[2 &* start &+ 1] = windows.squares
      }
      start &-= 1
    }
    visit(windows)
    var (sum, squares) = (SIMD4<Double>(), SIMD4<Double>())
    var position = 1
    while position < period {
      let distance = gather(cut &+ position) - reference
      windows.row = cut &+ position
      windows.distance = distance
      sum += distance
      windows.sum = ends[2 &* position] + sum
      if squared {
        squares = squares.addingProduct(distance, distance)
        windows.squares = ends[2 &* position &+ 1] + squares
      }
      visit(windows)
      position &+= 1
    }
  }

  @inlinable
  @inline(__always)
  func gather(_ row: Int) -> SIMD4<Double> {
    let first = values + row
    return SIMD4(
      first[0],
      first[period],
      first[2 &* period],
      first[3 &* period]
    )
  }

  /// Writes one value of each of four windows.
  @inlinable
  @inline(__always)
  func scatter(_ lanes: SIMD4<Double>, _ target: UnsafeMutablePointer<Double>, _ row: Int) {
    let first = target + row
    first[0] = lanes[0]
    first[period] = lanes[1]
    first[2 &* period] = lanes[2]
    first[3 &* period] = lanes[3]
  }
}

/// What turns sums over full windows into means and deviations.
@frozen
@usableFromInline
struct WindowShares {
  @usableFromInline let share: Double
  @usableFromInline let deviationShare: Double

  @inlinable
  init(period: Int, _ divisor: VarianceDivisor) {
    share = 1 / Double(period)
    deviationShare = 1 / Double(divisor == .population ? period : period - 1)
  }

  /// The means of the distances, and the standard deviations.
  @inlinable
  @inline(__always)
  func momentsOfDistances(
    _ windows: WindowBlocks.Windows
  ) -> (mean: SIMD4<Double>, deviation: SIMD4<Double>) {
    let mean = windows.sum * share
    let squares = windows.squares.addingProduct(-windows.sum, mean)
    let zero = SIMD4<Double>()
    let variance = zero.replacing(with: squares * deviationShare, where: squares .> zero)
    return (mean, variance.squareRoot())
  }
}
